"""Small files of many formats, made by hand, and what a reader made of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from assistant.reading.structure import Structure

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    """A part of relations, with the ids r1, r2 …; each target by its kind and its name."""
    found = "".join(
        f'<Relationship Id="r{number}" Type="{R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELATIONS}">{found}</Relationships>'


def word(body: str, **parts: str) -> bytes:
    """A Word document with this body; parts such as `footnotes` by their names."""
    names = [(kind, f"{kind}.xml") for kind in parts]
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": relations(*names),
            **{
                f"word/{kind}.xml": f'<w:{kind} xmlns:w="{W}">{content}</w:{kind}>'
                for kind, content in parts.items()
            },
        }
    )


def paragraph(text: str, style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def blocks(read: Structure) -> list[tuple[str, str]]:
    """The kind and the text of each block."""
    return [(block.kind, read.text[block.start : block.end]) for block in read.blocks]


def texts(read: Structure, kind: str) -> list[str]:
    return [text for each, text in blocks(read) if each == kind]


def rows(read: Structure) -> list[list[str]]:
    """The cells of every row."""
    return [
        [read.text[cell.start : cell.end] for cell in block.cells]
        for block in read.blocks
        if block.kind == "row"
    ]


def sections(read: Structure) -> list[tuple[str, ...]]:
    """The path of each heading."""
    return [block.section for block in read.blocks if block.kind == "heading"]


def check(read: Structure) -> None:
    """Everything points into the text and the layer, in order; exact pieces are equal in both."""
    last = 0
    for block in read.blocks:
        assert last <= block.start < block.end <= len(read.text)
        assert (block.kind == "row") == (block.table is not None)
        assert block.lead is None or read.blocks[block.lead].kind in ("paragraph", "item")
        if block.table is not None:
            assert len(block.cells) == len(read.tables[block.table].columns)
        for cell in block.cells:
            assert block.start <= cell.start <= cell.end <= block.end
        last = block.end
    for piece in read.origin.pieces:
        assert 0 <= piece.start < piece.end <= len(read.text)
        assert 0 <= piece.origin_start < piece.origin_end <= len(read.layer.text)
        if piece.end - piece.start == piece.origin_end - piece.origin_start > 1:
            quote = read.layer.text[piece.origin_start : piece.origin_end]
            assert read.text[piece.start : piece.end] == quote
    starts = [unit.start for unit in read.layer.units]
    assert starts == sorted(starts)
    assert all(0 <= start <= len(read.layer.text) for start in starts)
    if not read.layer.is_text:
        assert read.layer.units
