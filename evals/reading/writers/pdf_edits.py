"""What is done to a PDF after it has been set: turned pages, scans, form fields, passwords."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from evals.reading.writers.typst import Mark

if TYPE_CHECKING:
    from pypdf import PdfWriter


def turned(pdf: bytes, page: int) -> bytes:
    """With one page (from 1) shown turned by a quarter to the right; its content is not touched."""
    writer = _writer(pdf)
    writer.pages[page - 1].rotate(90)
    return _written(writer)


def scanned(pdf: bytes, page: int) -> bytes:
    """With one page (from 1) as a picture of itself, without a text layer."""
    import fpdf
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    picture = document[page - 1].render(scale=2).to_pil().convert("L")
    width, height = document[page - 1].get_size()
    copy = fpdf.FPDF(unit="pt", format=(width, height))
    copy.set_creation_date(_date())
    copy.add_page()
    copy.image(picture, 0, 0, width, height)
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for number, original in enumerate(PdfReader(io.BytesIO(pdf)).pages, 1):
        if number == page:
            original = PdfReader(io.BytesIO(bytes(copy.output()))).pages[0]
        writer.add_page(original)
    return _written(writer)


def encrypted(pdf: bytes, user: str, owner: str = "owner") -> bytes:
    """Encrypted; with "" for the user, anybody can open it, but may not copy from it."""
    from pypdf.constants import UserAccessPermissions

    writer = _writer(pdf)
    may = UserAccessPermissions.PRINT
    writer.encrypt(user, owner, algorithm="AES-128", permissions_flag=may)
    return _written(writer)


def filled(pdf: bytes, places: Mapping[str, tuple[Mark, str]]) -> bytes:
    """With fields of a form that hold values, each beside where its label ends."""
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        StreamObject,
        TextStringObject,
    )

    writer = _writer(pdf)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    fonts = DictionaryObject({NameObject("/Helv"): writer._add_object(font)})
    resources = DictionaryObject({NameObject("/Font"): fonts})
    fields = ArrayObject()
    for name, (mark, value) in places.items():
        page = writer.pages[mark.page - 1]
        y = float(page.mediabox.height) - mark.y
        look = StreamObject()
        escaped = value.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        look.set_data(f"/Tx BMC BT /Helv 9 Tf 2 4 Td ({escaped}) Tj ET EMC".encode("cp1252"))
        look.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject(map(FloatObject, (0, 0, 200, 14))),
                NameObject("/Resources"): resources,
            }
        )
        widget = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Tx"),
                NameObject("/T"): TextStringObject(name),
                NameObject("/V"): TextStringObject(value),
                NameObject("/F"): NumberObject(4),
                NameObject("/DA"): TextStringObject("/Helv 9 Tf 0 g"),
                NameObject("/Rect"): ArrayObject(
                    map(FloatObject, (mark.x, y - 4, mark.x + 200, y + 10))
                ),
                NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
            }
        )
        reference = writer._add_object(widget)
        fields.append(reference)
        page.setdefault(NameObject("/Annots"), ArrayObject()).append(reference)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): fields, NameObject("/DR"): resources}
    )
    return _written(writer)


def _writer(pdf: bytes) -> PdfWriter:
    from pypdf import PdfReader, PdfWriter

    return PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _date() -> datetime:
    return datetime(2024, 3, 1, tzinfo=UTC)
