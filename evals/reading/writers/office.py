"""The article as Word, Excel and PowerPoint files, and as what LibreOffice makes of them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from evals.reading.inline import plain, runs
from evals.reading.truth import Article, Part

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

HEADER = "Draft 8855, not to be cited"
"""Stands on every page of a Word file."""

SHEET = "Costs {}"
"""The name of each sheet of a workbook."""

_WRITTEN = datetime(2024, 3, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^<>]*>)[^<]*(</dcterms:modified>)")
_ZIP_DATE = (2024, 3, 1, 0, 0, 0)


def to_docx(article: Article) -> bytes:
    """A Word file with the styles that Word itself offers, a header and a page number."""
    import docx

    document = docx.Document()
    _properties(document.core_properties, article)
    document.sections[0].header.paragraphs[0].text = HEADER
    document.add_heading(article.title, 0)
    if article.authors:
        document.add_paragraph(", ".join(article.authors), style="Subtitle")
    for part in article.parts:
        _docx_part(document, part)
    return _frozen(_saved(document))


def _docx_part(document: Document, part: Part) -> None:
    if part.kind == "table":
        _docx_runs(document.add_paragraph(style="Caption"), part.text)
        _docx_table(document, part)
        return
    if part.kind == "code":
        for line in part.sentences:
            paragraph = document.add_paragraph(style="No Spacing")
            paragraph.add_run(line.text).font.name = "Courier New"
        return
    style = {
        "heading": f"Heading {part.level}",
        "item": ("List Number" if part.mark else "List Bullet")
        + (f" {part.level}" if part.level > 1 else ""),
        "quotation": "Quote",
        "caption": "Caption",
    }.get(part.kind)
    paragraph = document.add_paragraph(style=style)
    if part.kind == "reference":
        paragraph.add_run(f"{part.mark} ")
    if part.name:
        paragraph.add_run(f"{part.name}: ").bold = True
    _docx_runs(paragraph, part.text)


def _docx_runs(paragraph: Paragraph, text: str) -> None:
    for run in runs(text):
        written = paragraph.add_run(run.text)
        if run.style == "bold":
            written.bold = True
        elif run.style == "raised":
            written.font.superscript = True
        elif run.style == "lowered":
            written.font.subscript = True


def _docx_table(document: Document, part: Part) -> None:
    above = 1 if part.groups else 0
    table = document.add_table(rows=1 + above + len(part.rows), cols=len(part.columns))
    table.style = "Table Grid"
    at = 0
    for text, size in part.groups:
        cell = table.cell(0, at)
        if size > 1:
            cell = cell.merge(table.cell(0, at + size - 1))
        cell.text = text
        at += size
    for number, row in enumerate((part.columns, *part.rows)):
        for column, text in enumerate(row):
            _docx_runs(table.cell(number + above, column).paragraphs[0], text)


def to_xlsx(article: Article) -> bytes:
    """Each table on a sheet of its own, its numbers as numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    _properties(book.properties, article)
    for number, part in enumerate((p for p in article.parts if p.kind == "table"), 1):
        sheet = book.create_sheet(SHEET.format(number))
        sheet.append([plain(column) for column in part.columns])
        for row in part.rows:
            sheet.append([_number(plain(cell)) for cell in row])
    return _frozen(_saved(book))


def _number(text: str) -> str | float:
    try:
        return int(text) if text.isdigit() else float(text)
    except ValueError:
        return text


def to_pptx(article: Article) -> bytes:
    """A slide for each heading, its text as points, tables as tables."""
    import pptx
    from pptx.util import Inches, Pt

    show = pptx.Presentation()
    _properties(show.core_properties, article)
    slide = show.slides.add_slide(show.slide_layouts[0])
    slide.shapes.title.text = article.title
    slide.placeholders[1].text = ", ".join(article.authors)
    frame: Any = None
    for part in article.parts:
        if part.kind == "heading" or frame is None:
            slide = show.slides.add_slide(show.slide_layouts[1])
            frame = slide.placeholders[1].text_frame
            if part.kind == "heading":
                slide.shapes.title.text = plain(part.text)
                continue
        if part.kind == "table":
            slide = show.slides.add_slide(show.slide_layouts[5])
            slide.shapes.title.text = plain(part.text)
            size = (len(part.rows) + 1, len(part.columns))
            shape = slide.shapes.add_table(*size, Inches(1), Inches(2), Inches(8), Inches(3))
            for number, row in enumerate((part.columns, *part.rows)):
                for column, text in enumerate(row):
                    shape.table.cell(number, column).text = plain(text)
            frame = None  # what follows stands on a slide of its own
            continue
        paragraph = frame.paragraphs[0] if not frame.text else frame.add_paragraph()
        paragraph.level = max(0, part.level - 1)
        paragraph.text = (f"{part.name}: " if part.name else "") + plain(part.text)
        paragraph.font.size = Pt(14)
    return _frozen(_saved(show))


def converted(data: bytes, suffix: str, to: str) -> bytes:
    """A file as LibreOffice writes it in another format, "odt" for one.

    Raises:
        FileNotFoundError: there is no LibreOffice on this machine.
    """
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / f"file.{suffix}").write_bytes(data)
        subprocess.run(  # noqa: S603 - found by `which`
            [
                program,
                f"-env:UserInstallation={(place / 'home').as_uri()}",
                *("--headless", "--convert-to", to, "--outdir", str(place / "out")),
                str(place / f"file.{suffix}"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=120,
        )
        return (place / "out" / f"file.{to}").read_bytes()


def _properties(properties: object, article: Article) -> None:
    """The three libraries have the same properties; one of them calls authors creators."""
    author = "creator" if hasattr(properties, "creator") else "author"
    for name, value in (
        ("title", article.title),
        (author, "; ".join(article.authors)),
        ("created", _WRITTEN),
        ("modified", _WRITTEN),
    ):
        setattr(properties, name, value)


class _Saves(Protocol):
    def save(self, stream: IO[bytes], /) -> None: ...


def _saved(document: _Saves) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _frozen(data: bytes) -> bytes:
    """The same zip file with fixed times."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            data = _MODIFIED.sub(rb"\g<1>2024-03-01T00:00:00Z\2", old.read(name))
            new.writestr(info, data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
