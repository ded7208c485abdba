"""Read OpenDocument files (.odt, .ods, .odp), as LibreOffice and others save them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Literal

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.office.odf_headings import unstyled_headings
from assistant.reading.office.odf_styles import Styles
from assistant.reading.office.odf_text import MOST_REPEATED, TextWriter
from assistant.reading.office.package import (
    Element,
    Package,
    attribute,
    child,
    children,
    refusing_damage,
)
from assistant.reading.office.properties import authors_of, language_of, title_of
from assistant.reading.office.remarks import COMMENTS, DELETED, INSERTED
from assistant.reading.office.sheets import MAX_CELLS, TOO_MANY, SheetCell, SheetRow, write_sheet
from assistant.reading.outline import Outline
from assistant.reading.runs import loose, text_of
from assistant.reading.structure import Structure

_TOLD = {
    "office:annotation": COMMENTS,
    "text:deletion": DELETED,
    "text:insertion": INSERTED,
}
_HIDDEN = ("collapse", "filter")
_EDGES = ("date-time", "footer", "page-number", "header")


@refusing_damage("OpenDocument file")
def read_odf(data: bytes) -> Structure:
    """Structure a text, a spreadsheet or a presentation.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or unpacks to more than can be read.
    """
    package = Package(data)
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise UnreadableDocument("it is encrypted: save it without a password")
    root = package.xml("content.xml")
    body = child(root, "office:body")
    styles = Styles(root, package.xml("styles.xml"))
    outline = Outline()
    title = ""
    kind = next((each.tag for each in body), "") if body is not None else ""
    if kind == "office:text":
        title = _text(outline, styles, child(body, kind))
    elif kind == "office:spreadsheet":
        _spreadsheet(outline, styles, child(body, kind))
    elif kind in ("office:presentation", "office:drawing"):
        title = _presentation(outline, styles, child(body, kind))
    else:
        raise UnreadableDocument("it is no text, spreadsheet or presentation")
    for remark in _remarks(body):
        outline.note(remark)
    source, language = _meta(package, title)
    return outline.structure(source=source, language=language)


def _remarks(body: Element | None) -> Iterator[str]:
    """What is told of comments and of tracked changes."""
    for tag, remark in _TOLD.items():
        found = body.iter(tag) if body is not None else ()
        if any((part.text or "").strip() for each in found for part in each.iter()):
            yield remark


def _meta(package: Package, shown_title: str) -> tuple[Source, str]:
    """What the file says of itself; no year: its dates are those of a file or of a template."""
    meta = child(package.xml("meta.xml"), "office:meta")

    def text(name: str) -> str:
        found = child(meta, name)
        return (found.text or "") if found is not None else ""

    source = Source(
        title=title_of(shown_title, text("dc:title")),
        authors=authors_of(re.split(r"[;\n]", text("meta:initial-creator") or text("dc:creator"))),
    )
    return source, language_of(text("dc:language"))


def _text(outline: Outline, styles: Styles, body: Element | None) -> str:
    writer = TextWriter(outline, styles, "paragraph")
    if body is not None:
        writer.headings = unstyled_headings(body, styles)
        writer.write(body)
        writer.footnotes()
    return writer.title


def _spreadsheet(outline: Outline, styles: Styles, body: Element | None) -> None:
    hidden: list[str] = []
    left = MAX_CELLS
    for number, table in enumerate(children(body, "table:table"), 1):
        name = attribute(table, "table:name", f"Sheet {number}")
        style = styles.element("table", attribute(table, "table:style-name"))
        if attribute(child(style, "style:table-properties"), "table:display") == "false":
            hidden.append(f"“{name}”")
            continue
        merges: dict[tuple[int, int], tuple[int, int]] = {}
        rows: list[SheetRow] = []
        for row in _sheet_rows(table, TextWriter(outline, styles), merges):
            left -= len(row.cells)
            if left < 0:
                outline.note(TOO_MANY)
                break
            rows.append(row)
        for kind in ("row", "column"):
            if any(_is_hidden(each) for each in table.iter(f"table:table-{kind}")):
                outline.note(f"Hidden {kind}s of the sheet “{name}” were left out.")
        if rows:
            write_sheet(outline, number, name, rows, merges)
    if hidden:
        outline.note(f"Hidden sheets were left out: {', '.join(hidden[:20])}.")


def _sheet_rows(
    table: Element, texts: TextWriter, merges: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[SheetRow]:
    number = 0
    hidden = _hidden_columns(table)
    for element in _all(table, "row"):
        repeated = _count(element, "table:number-rows-repeated")
        if _is_hidden(element):
            number += repeated
            continue
        cells = _sheet_cells(element, number + 1, texts, merges)
        cells = {column: cell for column, cell in cells.items() if not _within(hidden, column)}
        for step in range(min(repeated, MOST_REPEATED) if cells else 0):
            yield SheetRow(number + step + 1, cells)
        number += repeated


def _is_hidden(element: Element) -> bool:
    return attribute(element, "table:visibility") in _HIDDEN


def _hidden_columns(table: Element) -> list[tuple[int, int]]:
    """The first and the last of columns that are hidden."""
    found: list[tuple[int, int]] = []
    column = 1
    for element in _all(table, "column"):
        following = column + _count(element, "table:number-columns-repeated")
        if _is_hidden(element):
            if found and found[-1][1] == column - 1:
                column = found.pop()[0]
            found.append((column, following - 1))
        column = following
    return found


def _within(ranges: list[tuple[int, int]], column: int) -> bool:
    at = bisect_left(ranges, (column + 1, 0)) - 1
    return at >= 0 and column <= ranges[at][1]


def _all(table: Element, kind: Literal["row", "column"]) -> Iterator[Element]:
    """The rows or the columns of a sheet, through what groups them."""
    groups = tuple(
        f"table:table-{name}" for name in (f"header-{kind}s", f"{kind}s", f"{kind}-group")
    )
    for each in table:
        if each.tag == f"table:table-{kind}":
            yield each
        elif each.tag in groups:
            yield from _all(each, kind)


def _sheet_cells(
    row: Element, number: int, texts: TextWriter, merges: dict[tuple[int, int], tuple[int, int]]
) -> dict[int, SheetCell]:
    cells: dict[int, SheetCell] = {}
    column = 1
    for element in row:
        repeated = _count(element, "table:number-columns-repeated")
        runs = [
            run
            for paragraph in children(element, "text:p")
            for run in (*texts.runs(paragraph), loose("\n"))
        ][:-1]
        if any(run.text.strip() for run in runs) and element.tag == "table:table-cell":
            for step in range(min(repeated, MOST_REPEATED)):
                cells[column + step] = SheetCell(runs)
            across = _count(element, "table:number-columns-spanned")
            down = _count(element, "table:number-rows-spanned")
            if across > 1 or down > 1:
                merges[number, column] = (number + down - 1, column + across - 1)
        column += repeated
    return cells


def _count(element: Element, name: str) -> int:
    value = attribute(element, name, "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 9 else 1


def _presentation(outline: Outline, styles: Styles, body: Element | None) -> str:
    hidden: list[int] = []
    title = ""
    for number, page in enumerate(children(body, "draw:page"), 1):
        style = styles.element("drawing-page", attribute(page, "draw:style-name"))
        shown = attribute(child(style, "style:drawing-page-properties"), "presentation:visibility")
        if shown == "hidden":
            hidden.append(number)
            continue
        head = _slide(outline, styles, page, number)
        title = title or head
    if hidden:
        outline.note(f"Hidden slides were left out: {', '.join(map(str, hidden[:50]))}.")
    return title


def _slide(outline: Outline, styles: Styles, page: Element, number: int) -> str:
    outline.enter()
    outline.unit("slide", number)
    writer = TextWriter(outline, styles)
    frames = [each for each in page if attribute(each, "presentation:class") not in _EDGES]
    heads = [each for each in frames if attribute(each, "presentation:class") == "title"][:1]
    runs = [run for head in heads for part in head.iter("text:p") for run in writer.runs(part)]
    outline.heading(1, runs)
    for frame in frames:
        if frame not in heads and frame.tag != "presentation:notes":
            writer.write(frame)
    section = (*outline.section, "Speaker notes")
    notes = child(page, "presentation:notes")
    for frame in notes if notes is not None else ():
        if attribute(frame, "presentation:class") == "notes":
            for part in frame.iter("text:p"):
                outline.add("paragraph", writer.runs(part), section)
    return text_of(runs)
