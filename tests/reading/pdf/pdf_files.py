"""PDFs for tests: typeset ones by typst, raw ones object by object."""

from __future__ import annotations

from functools import cache

import pytest

from assistant.reading.document import Block
from assistant.reading.pdf import read_pdf
from assistant.reading.structure import Structure

LATIN = (
    "The ferry leaves the northern harbour early in the morning and crosses the sound in less "
    "than an hour. Passengers with bicycles board first, since the lower deck has little room. In "
    "winter the journey takes longer, because the ice along the western shore has to be broken. "
)
"""Plain sentences, enough for several lines."""


@cache
def typeset(source: str) -> bytes:
    """The PDF of a typst document."""
    typst = pytest.importorskip("typst")
    return bytes(typst.compile(source.encode()))


@cache
def read(source: str) -> Structure:
    """A typst document as read from its PDF."""
    return read_pdf(typeset(source))


def texts(structure: Structure, *kinds: str) -> list[str]:
    """The texts of all blocks of these kinds."""
    return [text(structure, block) for block in structure.blocks if block.kind in kinds]


def text(structure: Structure, block: Block) -> str:
    """The text of one block."""
    return structure.text[block.start : block.end]


def rows(structure: Structure) -> list[list[str]]:
    """The cells of all rows."""
    return [
        [structure.text[cell.start : cell.end] for cell in block.cells]
        for block in structure.blocks
        if block.kind == "row"
    ]


def raw_pdf(*objects: bytes, header: bytes = b"%PDF-1.7\n", trailer: bytes = b"") -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    written = bytearray(header)
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        written += b"%010d 00000 n \n" % place
    size = len(objects) + 1
    written += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        trailer,
        start,
    )
    return bytes(written)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), entries, content)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def drawn(
    *pages: bytes, box: bytes = b"0 0 600 800", more: bytes = b"", font: bytes = FONT
) -> bytes:
    """A PDF whose pages have these content streams; /F is the font. more: entries of each page."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * at) for at in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        font,
    ]
    for at, content in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>%s>>" % (box, 5 + 2 * at, more)
        )
        objects.append(stream(content))
    return raw_pdf(*objects)


def line(words: str, x: float = 50, y: float = 700, size: float = 10) -> bytes:
    """A line of text for the content of a page; y counts from below."""
    return f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET\n".encode("cp1252")
