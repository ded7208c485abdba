"""The body of a Word document as a flat list of paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.reading.office.docx_styles import Numbering, Style, Styles, is_on, numbering_of
from assistant.reading.office.docx_text import Text, TextReader, chosen
from assistant.reading.office.grid import Cell
from assistant.reading.office.package import Element, attribute, child
from assistant.reading.office.remarks import DELETED
from assistant.reading.runs import Run, loose

_WRAPPERS = frozenset(("w:ins", "w:moveTo", "w:customXml", "w:sdtContent", "w:smartTag"))
_LIST_STYLE = re.compile(r"list (?:bullet|number) ([2-5])")  # of one level each, with this depth
_CONTENTS = ("toc ", "contents ", "index heading", "table of figures")


@dataclass
class Paragraph:
    """A paragraph that holds text.

    depth: of the list that it is an item of; 0 where it is none.
    notes: the footnotes that it refers to: mark, kind and id.
    typewritten: in a font for code.
    """

    runs: list[Run]
    style: Style
    depth: int = 0
    bold: bool = False
    size: int = 0
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    typewritten: bool = False

    @property
    def text(self) -> str:
        """What it reads."""
        return "".join(run.text for run in self.runs).strip()


@dataclass
class Table:
    """A table: its rows, and how many of them are marked as its head."""

    rows: list[list[Cell]] = field(default_factory=list)
    head: int = 0
    notes: list[tuple[str, str, str]] = field(default_factory=list)


Part = Paragraph | Table


class Body:
    """Reads the parts of a body in order."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.text = TextReader(styles)

    def parts(self, container: Element) -> Iterator[Part]:
        """The paragraphs and tables in an element, those of text boxes behind their anchor."""
        before: list[Run] = []  # of a paragraph whose end was deleted: the next one goes on
        for element in _flat(container):
            if element.tag == "w:tbl":
                yield from self._table(element)
                continue
            properties = child(element, "w:pPr")
            known = len(self.text.notes)
            text = self.text.read(element)
            text.runs = before + text.runs
            before = text.runs if child(properties, "w:rPr", "w:del") is not None else []
            if not before:
                yield from self._paragraph(properties, text, self.text.notes[known:])
            for box in text.boxes:
                yield from self.parts(box)

    def _paragraph(
        self, properties: Element | None, text: Text, notes: list[tuple[str, str, str]]
    ) -> Iterator[Paragraph]:
        style = self._styles.of_paragraph(properties)
        if text.is_empty or style.name.startswith(_CONTENTS):
            return
        level = child(properties, "w:outlineLvl")
        if (
            level is not None
            and (value := attribute(level, "w:val")).isdecimal()
            and len(value) < 3
        ):
            style = replace(style, outline=int(value))
        bold = False not in text.said and (style.bold or None not in text.said)
        found = Paragraph(
            text.runs, style, 0, bold, text.size or style.size, notes, text.is_typewritten
        )
        numbered = numbering_of(properties) or style.numbering
        label = self._numbering.label(*numbered) if numbered else None
        if numbered and label is not None:
            named = _LIST_STYLE.fullmatch(style.name)
            depth = int(named.group(1)) if named else numbered[1] + 1
            found.depth = 0 if style.heading else depth
            found.runs = [loose(f"{label} "), *text.runs] if label else text.runs
        yield found

    def _table(self, element: Element) -> Iterator[Part]:
        """A table, then those inside its cells; of one column, what its cells hold."""
        rows = list(_rows(element, self.text.remarks))
        if max((len(row) for row, _ in rows), default=0) == 1:
            for row, _ in rows:
                yield from self.parts(row[0])
            return
        table, inner = Table(), list[Part]()
        known = len(self.text.notes)
        above: dict[int, Cell] = {}  # by column: the cell that a merged one goes on
        for cells, marked in rows:
            if marked and table.head == len(table.rows):
                table.head += 1
            table.rows.append(self._row(cells, above, inner))
        table.notes = self.text.notes[known:]
        yield table
        yield from inner

    def _row(self, cells: list[Element], above: dict[int, Cell], inner: list[Part]) -> list[Cell]:
        row: list[Cell] = []
        at = 0
        for element in cells:
            properties = child(element, "w:tcPr")
            across = _span(properties)
            merged = child(properties, "w:vMerge")
            if merged is not None and attribute(merged, "w:val") != "restart" and at in above:
                above[at].down += 1
            else:
                cell = self._cell(element, inner)
                cell.across = across
                above.pop(at, None)
                if merged is not None:
                    above[at] = cell
                row.append(cell)
            at += across
        return row

    def _cell(self, element: Element, inner: list[Part]) -> Cell:
        cell = Cell(bold=True)
        for part in self.parts(element):
            if isinstance(part, Table):
                inner.append(part)
                continue
            cell.runs += [loose(" "), *part.runs] if cell.runs else part.runs
            cell.bold = cell.bold and part.bold
        return cell


def _flat(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of an element, through what only wraps them."""
    for each in container:
        if each.tag in ("w:p", "w:tbl"):
            yield each
        elif each.tag in _WRAPPERS:
            yield from _flat(each)
        elif each.tag == "w:sdt":
            gallery = child(each, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
            if attribute(gallery, "w:val") != "Table of Contents":
                yield from _flat(each)
        elif each.tag == "mc:AlternateContent":
            yield from _flat(chosen(each))


def _rows(table: Element, remarks: set[str]) -> Iterator[tuple[list[Element], bool]]:
    """The cells of each row that was not deleted, and whether it is marked as a head.

    remarks: are added to where one was.
    """
    for each in table:
        if each.tag in _WRAPPERS or each.tag == "w:sdt":
            yield from _rows(each, remarks)
        elif each.tag == "w:tr":
            properties = child(each, "w:trPr")
            if child(properties, "w:del") is not None:
                remarks.add(DELETED)
            else:
                before = attribute(child(properties, "w:gridBefore"), "w:val", "0")
                skipped = int(before) if before.isdecimal() and len(before) < 3 else 0
                empty = [Element("w:tc") for _ in range(skipped)]
                yield [*empty, *_cells(each)], is_on(properties, "w:tblHeader") is True


def _cells(row: Element) -> Iterator[Element]:
    for each in row:
        if each.tag == "w:tc":
            yield each
        elif each.tag in _WRAPPERS or each.tag == "w:sdt":
            yield from _cells(each)


def _span(properties: Element | None) -> int:
    value = attribute(child(properties, "w:gridSpan"), "w:val", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1
