"""Writes the text of OpenDocument files: headings, paragraphs, lists, tables, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.reading.document import BlockKind
from assistant.reading.office.grid import Cell
from assistant.reading.office.odf_styles import Counts, Style, Styles
from assistant.reading.office.package import Element, attribute, child
from assistant.reading.office.remarks import STRUCK
from assistant.reading.office.symbol_fonts import in_font
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.superscript import superscript
from assistant.reading.units import UnitKind

_LEFT_OUT = frozenset(
    """office:annotation office:annotation-end text:tracked-changes text:table-of-content
    text:illustration-index text:table-index text:alphabetical-index text:hidden-text
    text:ruby-text office:forms text:sequence-decls text:variable-decls text:user-field-decls
    svg:title svg:desc presentation:notes""".split()
)
_KINDS: Mapping[str, BlockKind] = {
    "quotations": "quotation",
    "quote": "quotation",
    "intense quote": "quotation",
    "block quotation": "quotation",
    "preformatted text": "code",
    "caption": "caption",
    "table": "caption",
    "illustration": "caption",
    "figure": "caption",
    "bibliography 1": "reference",
}
MOST_REPEATED = 1_000
"""Equal rows or cells with text that are written out."""


@dataclass
class Notes:
    """Footnotes met so far: their mark, their body, and the headings above them."""

    found: list[tuple[str, Element, tuple[str, ...]]] = field(default_factory=list)


class TextWriter:
    """Writes the elements of a text in order.

    counted: the kind of unit that each paragraph is; None where the caller counts.
    """

    def __init__(self, outline: Outline, styles: Styles, counted: UnitKind | None = None) -> None:
        self._outline = outline
        self._styles = styles
        self._counted = counted
        self._count = 0
        self._notes: list[tuple[str, Element, tuple[str, ...]]] = []
        self._boxes: list[Element] = []
        self._counts: dict[str, Counts] = {}
        self._code: list[Run] = []
        self._caption: list[Run] = []
        self.title = ""
        self.headings: Mapping[Element, int] = {}  # paragraphs that look like headings: levels
        self._shift = 0

    def write(self, container: Element) -> None:
        """Write what an element holds."""
        for each in container:
            self._element(each)
        self._end_code()
        self._end_caption()

    def footnotes(self) -> None:
        """Write the notes, at the end: they would break the sentences that they belong to."""
        notes, self._notes = self._notes, []
        for mark, body, section in notes:
            for paragraph in body.iter("text:p"):
                self._begin()
                first = [loose(f"{mark} ")] if mark else []
                self._outline.add("footnote", [*first, *self.runs(paragraph)], section)
                mark = ""

    def _element(self, element: Element, depth: int = 0) -> None:
        tag = element.tag
        if tag in _LEFT_OUT:
            return
        if tag == "text:p":
            self._paragraph(element)
            return
        self._end_code()
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, element)
        else:
            for each in element:
                self._element(each)

    def _begin(self) -> None:
        if self._counted is not None:
            self._count += 1
            self._outline.unit(self._counted, self._count)

    def _style(self, element: Element) -> Style:
        return self._styles.get("paragraph", attribute(element, "text:style-name"))

    def _paragraph(self, element: Element) -> None:
        style = self._style(element)
        runs = self.runs(element)
        if any(run.text.strip() for run in runs) and not style.hidden:
            kind: BlockKind = next(
                (_KINDS[name] for name in style.names if name in _KINDS), "paragraph"
            )
            if kind == "code":
                self._code += [loose("\n"), *runs] if self._code else runs
            else:
                self._end_code()
                self._written(kind, runs, style, self.headings.get(element, 0))
        self._end_boxes()

    def _written(self, kind: BlockKind, runs: list[Run], style: Style, level: int) -> None:
        """Write a paragraph. level: where it looks like a heading; else 0."""
        self._end_caption()
        if kind == "caption":
            self._caption = runs
            return
        self._begin()
        if "title" in style.names and not self.title:
            self.title = "".join(run.text for run in runs)
            self._shift = 0 if self._outline.section else 1
            self._outline.heading(1, runs)
        elif level:
            self._outline.heading(level + self._shift, runs)
        elif kind == "paragraph" and self._outline.in_references:
            self._outline.add("reference", runs)
        else:
            self._outline.add(kind, runs)

    def _heading(self, element: Element) -> None:
        self._end_caption()
        value = attribute(element, "text:outline-level", "1")
        level = int(value) if value.isdecimal() and len(value) < 3 else 1
        runs = self.runs(element)
        if any(run.text.strip() for run in runs):
            counts = self._counts.setdefault("outline", Counts())
            label = self._styles.label("outline", level, counts)
            self._begin()
            self._outline.heading(
                level + self._shift, [loose(f"{label} "), *runs] if label else runs
            )
        self._end_boxes()

    def _list(self, element: Element, depth: int = 1, style: str = "") -> None:
        self._end_caption()
        style = attribute(element, "text:style-name") or style
        counts = self._counts.setdefault(style, Counts())
        if depth == 1 and attribute(element, "text:continue-numbering") != "true":
            counts.numbers.clear()
        for item in element:
            if item.tag not in ("text:list-item", "text:list-header"):
                continue
            start = attribute(item, "text:start-value")
            first = int(start) if start.isdecimal() and len(start) < 7 else None
            label = "" if item.tag == "text:list-header" else None
            for each in item:
                if each.tag == "text:list":
                    self._list(each, depth + 1, style)
                elif each.tag == "text:p":
                    if label is None:
                        label = self._styles.label(style, depth, counts, first)
                    self._item(each, depth, label)
                    label = ""
                else:
                    self._element(each)

    def _item(self, element: Element, depth: int, label: str) -> None:
        runs = self.runs(element)
        if any(run.text.strip() for run in runs):
            self._begin()
            if self._outline.in_references:
                self._outline.add("reference", runs)
            else:
                self._outline.item(depth, [loose(f"{label} "), *runs] if label else runs)
        self._end_boxes()

    def _table(self, element: Element) -> None:
        caption, self._caption = self._caption, []
        if caption:
            self._begin()
        inner: list[Element] = []
        rows: list[list[Cell]] = []
        head = 0
        for row, in_head in table_rows(element):
            head += in_head and head == len(rows)
            rows.append([self._cell(cell, inner) for cell in row if cell.tag == "table:table-cell"])
        units: list[tuple[UnitKind, int]] = []
        if self._counted is not None:
            units = [(self._counted, self._count + number) for number, _ in enumerate(rows, 1)]
            self._count += len(rows)
        if max(map(len, rows), default=0) == 1:  # it only frames what it holds
            for row, _ in table_rows(element):
                for cell in row:
                    self.write(cell)
            return
        self._outline.table(rows, caption, head or None, units)
        for table in inner:
            self._table(table)

    def _cell(self, element: Element, inner: list[Element]) -> Cell:
        cell = Cell(across=_span(element, "columns"), down=_span(element, "rows"), bold=True)
        for each in _paragraphs(element, inner):
            runs = self.runs(each)
            cell.runs += [loose(" "), *runs] if cell.runs else runs
            cell.bold = cell.bold and (
                "table heading" in self._style(each).names or self._style(each).bold
            )
        return cell

    def runs(self, element: Element) -> list[Run]:
        """The text of a paragraph; its notes and boxes are kept for later."""
        texts = self._texts(element, self._style(element).font)
        return [loose(text) for text in texts if text]

    def _texts(self, element: Element, font: str = "") -> Iterator[str]:
        yield in_font(font, element.text or "")
        for each in element:
            yield from self._piece(each, font)
            yield in_font(font, each.tail or "")

    def _piece(self, element: Element, font: str) -> Iterator[str]:
        tag = element.tag
        if tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == "text:note":
            citation = child(element, "text:note-citation")
            mark = superscript("".join(self._texts(citation))) if citation is not None else ""
            body = child(element, "text:note-body")
            if body is not None:
                self._notes.append((mark, body, self._outline.section))
            yield mark
        elif tag.startswith("draw:"):
            self._boxes += element.iter("draw:text-box")
        elif tag == "text:span":
            style = self._styles.get("text", attribute(element, "text:style-name"))
            if style.struck and not style.hidden:
                self._outline.note(STRUCK)
            elif not style.hidden:
                text = "".join(self._texts(element, style.font or font))
                yield superscript(text) if style.raised else text
        elif tag not in _LEFT_OUT:
            yield from self._texts(element, font)

    def _end_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.write(box)

    def _end_code(self) -> None:
        if self._code:
            self._begin()
            code, self._code = self._code, []
            self._outline.add("code", code)

    def _end_caption(self) -> None:
        """Write a caption that no table followed."""
        if self._caption:
            self._begin()
            caption, self._caption = self._caption, []
            self._outline.add("caption", caption)


def table_rows(table: Element, *, in_head: bool = False) -> Iterator[tuple[list[Element], bool]]:
    """The cells of each row, and whether it is in the table's head."""
    for each in table:
        if each.tag == "table:table-header-rows":
            yield from table_rows(each, in_head=True)
        elif each.tag in ("table:table-rows", "table:table-row-group"):
            yield from table_rows(each, in_head=in_head)
        elif each.tag == "table:table-row":
            yield [cell for cell in each if cell.tag.endswith("table-cell")], in_head


def _paragraphs(cell: Element, inner: list[Element]) -> Iterator[Element]:
    for each in cell:
        if each.tag in ("text:p", "text:h"):
            yield each
        elif each.tag == "table:table":
            inner.append(each)
        elif each.tag not in _LEFT_OUT:
            yield from _paragraphs(each, inner)


def _span(cell: Element, of: str) -> int:
    value = attribute(cell, f"table:number-{of}-spanned", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 7 else 1


_CHARACTERS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_HANDLERS: Mapping[str, Callable[[TextWriter, Element], None]] = {
    "text:h": TextWriter._heading,
    "text:list": TextWriter._list,
    "table:table": TextWriter._table,
}
