"""Headings of Office files without styles: short bold paragraphs above text."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from assistant.reading.document import Document, Source
from assistant.reading.reader import read_bytes

_RTF = r"""{\rtf1\ansi{\fonttbl{\f0 Georgia;}}
\pard\qc\b\fs36 Plum cake\b0\fs24\par
\pard Makes one tray of 12 pieces.\par
\b Ingredients\b0\par
500 g flour\par
80 g sugar\par
1 kg plums, stoned\par
\b Method\b0\par
Bake the cake for 35 minutes.\par
\b Tip:\b0  Serve it with cream.\par
LAST}"""

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
    for name, of in (
        ("office", "office"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)
_STYLES = """<style:style style:name="B" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="L" style:family="paragraph">
<style:text-properties fo:font-weight="bold" fo:font-size="18pt"/></style:style>
<style:style style:name="M" style:family="paragraph">
<style:text-properties fo:font-weight="bold" fo:font-size="13.5pt"/></style:style>"""


def headings(document: Document) -> list[tuple[int, str]]:
    """The levels and texts of all headings."""
    return [
        (block.level, document.text[block.start : block.end])
        for block in document.blocks
        if block.kind == "heading"
    ]


def rtf(text: str) -> Document:
    """An RTF file as read."""
    return read_bytes("a.rtf", text.encode("ascii"), Source())


def odt(body: str) -> Document:
    """An OpenDocument text as read."""
    content = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{_STYLES}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    data = BytesIO()
    with ZipFile(data, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return read_bytes("a.odt", data.getvalue(), Source())


def test_bold_lines_of_rtf_are_headings_by_their_size() -> None:
    document = rtf(_RTF.replace("LAST", ""))
    assert headings(document) == [(1, "Plum cake"), (2, "Ingredients"), (2, "Method")]
    assert document.blocks[-1].section == ("Plum cake", "Method")


@pytest.mark.parametrize(
    "change",
    [
        ("LAST", r"\pard\s1\outlinelevel0 Notes\par\pard None.\par"),
        (r"\b0\par", r"\par"),
    ],
    ids=["headings have a style", "all is bold"],
)
def test_bold_lines_of_rtf_that_mark_something_else(change: tuple[str, str]) -> None:
    found = headings(rtf(_RTF.replace(*change).replace("LAST", "")))
    assert (2, "Ingredients") not in found


_NEWS = (
    '<text:p text:style-name="L">Parish news</text:p><text:p>For June.</text:p>'
    '<text:p text:style-name="M">Services</text:p><text:p>At eight and at ten.</text:p>'
    '<text:p><text:span text:style-name="B">Walks</text:span></text:p><text:p>To Hartley.</text:p>'
    '<text:p><text:span text:style-name="B">Bring</text:span> stout shoes</text:p>'
    "<text:p>Tom Ash.</text:p><text:p>May Orr.</text:p>"
    '<text:p text:style-name="M">The end</text:p>'
)


def test_bold_lines_of_open_document_texts_are_headings() -> None:
    assert headings(odt(_NEWS)) == [(1, "Parish news"), (2, "Services"), (3, "Walks")]


def test_bold_lines_beside_styled_headings_are_none() -> None:
    found = odt(f'{_NEWS}<text:h text:outline-level="1">Rota</text:h><text:p>Ann Lee.</text:p>')
    assert headings(found) == [(1, "Rota")]


def test_a_column_of_values_in_a_cell_stays_in_it() -> None:
    page = (
        "<h1>Z9</h1><table><tr><th>Format</th><th>Rate</th></tr><tr><td>FP8</td><td>"
        "<table><tr><td>840</td></tr><tr><td>900 (boost)</td></tr></table></td></tr>"
        "<tr><td>FP16</td><td>420</td></tr></table>"
    )
    document = read_bytes("a.html", page.encode(), Source())
    rows = [
        [document.text[cell.start : cell.end] for cell in block.cells]
        for block in document.blocks
        if block.kind == "row"
    ]
    assert rows == [["FP8", "840 900 (boost)"], ["FP16", "420"]]
