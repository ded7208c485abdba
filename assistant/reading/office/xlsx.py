"""Read Excel workbooks (.xlsx, .xlsm, .xltx): what the cells show, formulas by their last value.

The sheets are read as they stream by. openpyxl gives numbers without the look that people see,
and in its streaming mode neither merged cells nor hidden rows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from assistant.reading.office.number_formats import BUILT_IN, shown
from assistant.reading.office.package import (
    Element,
    Package,
    attribute,
    child,
    children,
    main_part,
    refusing_damage,
    related,
    relations,
    without_entities,
)
from assistant.reading.office.properties import core_properties
from assistant.reading.office.remarks import COMMENTS
from assistant.reading.office.sheets import MAX_CELLS, TOO_MANY, SheetCell, SheetRow, write_sheet
from assistant.reading.outline import Outline
from assistant.reading.runs import loose
from assistant.reading.structure import Structure
from assistant.reading.superscript import superscript

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@refusing_damage("Excel workbook")
def read_xlsx(data: bytes) -> Structure:
    """Structure a workbook; hidden sheets, rows and columns are left out, and told.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or unpacks to more than can be read.
    """
    package = Package(data)
    root, found = main_part(package, "xl/workbook.xml", "s:workbook", "Excel workbook")
    book = _Book(
        _strings(package, related(found, "sharedStrings")),
        _Styles(package.xml(related(found, "styles"))),
        attribute(child(root, "s:workbookPr"), "date1904") in ("1", "true"),
    )
    outline = Outline()
    hidden: list[str] = []
    for number, sheet in enumerate(children(child(root, "s:sheets"), "s:sheet"), 1):
        kind, part = found.get(attribute(sheet, "r:id"), ("", ""))
        name = attribute(sheet, "name", f"Sheet {number}")
        if attribute(sheet, "state") in ("hidden", "veryHidden"):
            hidden.append(f"“{name}”")
        elif kind == "worksheet":
            read = _Sheet(book, name)
            read.read(without_entities(package.read(part)))
            below = relations(package, part)
            if related(below, "comments") or related(below, "threadedComment"):
                outline.note(COMMENTS)
            for note in read.notes:
                outline.note(note)
            if read.rows:
                write_sheet(outline, number, name, read.rows, read.merges)
    if book.unvalued:
        outline.note(_without_value(book.unvalued))
    if hidden:
        outline.note(f"Hidden sheets were left out: {', '.join(hidden[:20])}.")
    source, language = core_properties(package)
    return outline.structure(source=source, language=language)


def _without_value(count: int) -> str:
    formulas = "1 formula has" if count == 1 else f"{count:,} formulas have"
    return f"{formulas} no stored value: open and save the file in a spreadsheet program."


class _Styles:
    """How cells show their numbers, and which are bold."""

    def __init__(self, root: Element | None) -> None:
        codes = dict(BUILT_IN)
        for each in children(child(root, "s:numFmts"), "s:numFmt"):
            identifier = attribute(each, "numFmtId")
            if identifier.isdecimal() and len(identifier) < 9:
                codes[int(identifier)] = attribute(each, "formatCode")
        fonts = [
            child(each, "s:b") is not None for each in children(child(root, "s:fonts"), "s:font")
        ]
        self._known: list[tuple[str, bool]] = []
        for each in children(child(root, "s:cellXfs"), "s:xf"):
            code, font = attribute(each, "numFmtId", "0"), attribute(each, "fontId", "0")
            bold = (
                font.isdecimal() and len(font) < 9 and int(font) < len(fonts) and fonts[int(font)]
            )
            self._known.append((codes.get(int(code), "") if code.isdecimal() else "", bold))

    def get(self, number: str) -> tuple[str, bool]:
        """The code and the weight of a cell's style."""
        at = int(number) if number.isdecimal() and len(number) < 9 else 0
        return self._known[at] if at < len(self._known) else ("", False)


@dataclass
class _Book:
    strings: list[str]
    styles: _Styles
    since_1904: bool
    cells: int = 0
    unvalued: int = 0  # formulas whose last value the file does not hold


def _strings(package: Package, part: str) -> list[str]:
    if not part:
        return []
    found: list[str] = []
    for element in _stream(without_entities(package.read(part)), "si"):
        found.append(_rich(element))
        element.clear()
    return found


def _rich(element: Element) -> str:
    """The text of a string with runs, without its reading aids."""
    parts: list[str] = []
    for each in element:
        name = _local(each)
        if name == "t":
            parts.append(each.text or "")
        elif name == "r":
            text = "".join(t.text or "" for t in each if _local(t) == "t")
            raised = any(
                _local(mark) == "vertAlign" and mark.get("val") == "superscript"
                for properties in each
                for mark in properties
            )
            parts.append(superscript(text) if raised else text)
    return "".join(parts)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _stream(data: bytes, *names: str) -> Iterator[Element]:
    """The elements of these names as they end."""
    for _, element in ElementTree.iterparse(io.BytesIO(data)):  # noqa: S314
        if _local(element) in names:
            yield element


@dataclass
class _Sheet:
    book: _Book
    name: str
    rows: list[SheetRow] = field(default_factory=list)
    merges: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _number: int = 0
    _hidden: list[tuple[int, int]] = field(default_factory=list)
    _left_out: int = 0

    def read(self, data: bytes) -> None:
        """Read the rows of a sheet."""
        for element in _stream(data, "row", "col", "mergeCell"):
            name = _local(element)
            if name == "row":
                self._row(element)
                element.clear()
            elif name == "mergeCell":
                self._merge(element.get("ref", ""))
            elif element.get("hidden") in ("1", "true"):
                self._hidden.append((int(element.get("min", "0")), int(element.get("max", "0"))))
        if self._left_out:
            self.notes.append(
                f"Hidden rows of the sheet “{self.name}” were left out: {self._left_out:,}."
            )
        if self._hidden:
            self.notes.append(f"Hidden columns of the sheet “{self.name}” were left out.")

    def _row(self, element: Element) -> None:
        written = element.get("r", "")
        self._number = (
            int(written) if written.isdecimal() and len(written) < 8 else self._number + 1
        )
        if not len(element):
            return
        if element.get("hidden") in ("1", "true"):
            self._left_out += 1
            return
        row = SheetRow(self._number)
        column = 0
        for cell in element:
            match = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(match.group(1)) if match else column + 1
            if any(first <= column <= last for first, last in self._hidden):
                continue
            text, bold = self._cell(cell)
            if text.strip():
                row.cells[column] = SheetCell([loose(text)], bold)
        if self.book.cells > MAX_CELLS:
            if TOO_MANY not in self.notes:
                self.notes.append(TOO_MANY)
        elif row.cells:
            self.book.cells += len(row.cells)
            self.rows.append(row)

    def _cell(self, element: Element) -> tuple[str, bool]:
        code, bold = self.book.styles.get(element.get("s", "0"))
        kind = element.get("t", "n")
        value = ""
        calculated = False
        for each in element:
            name = _local(each)
            if name == "v":
                value = each.text or ""
            elif name == "is":
                value = _rich(each)
            elif name == "f":
                calculated = True
        if calculated and not value and kind != "str":  # a formula may give the text ""
            self.book.unvalued += 1
        if kind == "s":
            at = int(value) if value.isdecimal() and len(value) < 10 else -1
            return (self.book.strings[at] if 0 <= at < len(self.book.strings) else ""), bold
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value), bold
        if kind == "n" and value:
            return shown(value, code, since_1904=self.book.since_1904), bold
        return value, bold

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        begin, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if begin and end:
            self.merges[int(begin.group(2)), _column(begin.group(1))] = (
                int(end.group(2)),
                _column(end.group(1)),
            )


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
