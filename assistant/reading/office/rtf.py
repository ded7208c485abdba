"""Read Rich Text Format: headings, lists, tables and footnotes at their exact places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.reading.document import Source
from assistant.reading.office.bold_headings import Paragraph, bold_headings
from assistant.reading.office.grid import Cell, is_caption
from assistant.reading.office.properties import authors_of, title_of
from assistant.reading.office.remarks import COMMENTS, DELETED, INSERTED, STRUCK
from assistant.reading.office.rtf_text import Look, Scanner, Word, code_page
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose, text_of
from assistant.reading.structure import Structure
from assistant.reading.superscript import superscript

_LEVELS = 9


def read_rtf(data: bytes) -> Structure:
    """Structure an RTF file; its layer is the file itself, which is written in ASCII."""
    text = data.decode("latin-1")
    reader, structure = _read(text, {})
    if not reader.has_headings and (headings := bold_headings(reader.plain)):
        _, structure = _read(text, headings)
    return structure


def _read(text: str, headings: Mapping[int, int]) -> tuple[_Reader, Structure]:
    reader = _Reader(text, headings)
    for found in reader.scanner.scan():
        if isinstance(found, Word):
            reader.word(found)
        else:
            reader.run(*found)
    return reader, reader.finish(text)


class _CellShape(NamedTuple):
    """How a cell hangs together with others: it goes on the one before, or the one above."""

    goes_on: bool = False
    below: bool = False
    starts: bool = False


@dataclass
class _Paragraph:
    """What holds for a paragraph until it is reset."""

    style: int = 0
    outline: int | None = None
    depth: int = 0
    in_table: bool = False


@dataclass
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    head: int = 0
    above: dict[int, Cell] = field(default_factory=dict)


class _Reader:
    """Follows a file. headings: the levels of paragraphs that look like headings, by number."""

    def __init__(self, text: str, headings: Mapping[int, int]) -> None:
        self.scanner = Scanner(text)
        self.has_headings = False
        self.plain: list[Paragraph] = []
        self._headings = headings
        self._size = 0
        self._outline = Outline(text)
        self._paragraph = _Paragraph()
        self._runs: list[Run] = []
        self._bold = True
        self._label: list[Run] = []
        self._aside: list[Run] = []  # of a footnote or a box that is being read
        self._boxes: list[list[Run]] = []
        self._notes: list[tuple[list[Run], tuple[str, ...]]] = []
        self._marks = 0
        self._caption: list[Run] = []  # of a table that may follow
        self._is_named = False  # whether its style says so
        self._shift = 0  # of headings below a title
        self._styles: dict[int, list[str]] = {}
        self._names: dict[str, list[str]] = {}
        self._style = self._font = 0
        self._table: _Table | None = None
        self._shapes: list[_CellShape] = []
        self._shape = _CellShape()
        self._row: list[Cell] = []
        self._is_head = False

    def run(self, run: Run, look: Look) -> None:
        """Take characters to where they belong."""
        if look.inserted and run.text.strip() and look.part != "none":
            self._outline.note(INSERTED)
        if look.part == "none":
            self._said(run, look)
        elif look.deleted:
            self._outline.note(DELETED)
        elif look.hidden:
            return
        elif look.struck:
            if run.text.strip():
                self._outline.note(STRUCK)
        elif look.part == "label":
            self._label.append(run)
        elif look.part == "text":
            self._runs.append(run)
            self._bold = self._bold and (look.bold or not run.text.strip())
            self._size = max(self._size, look.size)
        else:
            self._aside.append(run)

    def _said(self, run: Run, look: Look) -> None:
        """The names of styles, and what the file says of itself."""
        if look.group in ("f", "fonttbl"):
            self.scanner.fonts.name(self._font, run.text)
        if look.group in ("title", "author", "s", "cs", "ds", "ts"):
            self._names.setdefault(look.group, []).append(run.text)
        if look.group in ("s", "stylesheet") or self._style:
            self._styles.setdefault(self._style, []).append(run.text)

    def word(self, word: Word) -> None:
        """Follow a control word."""
        look = word.look
        if word.name == "}":
            self._end_group(look)
        elif look.part == "none":
            self._define(word)
        elif look.part in ("footnote", "box"):
            if word.name == "par":
                self._aside.append(Run(word.at, word.at, " "))
        elif word.name in ("par", "sect", "page") and look.part == "text":
            self._end_paragraph()
        elif word.name in _TABLE_WORDS:
            self._in_table(word)
        else:
            self._set(word)

    def _define(self, word: Word) -> None:
        if word.name == "s" and word.number is not None:
            self._style = word.number
        elif word.name == "f" and word.number is not None:
            self._font = word.number
        elif word.name == "fcharset" and word.number is not None:
            self.scanner.fonts.pages[self._font] = code_page(word.number, self.scanner.fonts.page)

    def _set(self, word: Word) -> None:
        paragraph = self._paragraph
        number = word.number if word.number is not None else 0
        if word.name == "pard":
            self._paragraph = _Paragraph()
        elif word.name == "s":
            paragraph.style = number
        elif word.name == "outlinelevel":
            paragraph.outline = number
        elif word.name in ("ls", "pnlvlbody", "pnlvlblt"):
            paragraph.depth = max(1, paragraph.depth)
        elif word.name == "ilvl":
            paragraph.depth = number + 1
        elif word.name == "intbl":
            paragraph.in_table = True
        elif word.name == "chftn":
            self._marks += 1
            self._runs.append(Run(word.at, word.at + 1, superscript(str(self._marks))))

    def _end_group(self, look: Look) -> None:
        if look.group == "footnote":
            mark = loose(superscript(f"{self._marks} ")) if self._marks else loose("")
            self._notes.append(([mark, *self._aside], self._outline.section))
            self._aside = []
        elif look.group == "annotation":
            self._outline.note(COMMENTS)
        elif look.group == "shptxt":
            self._boxes.append(self._aside)
            self._aside = []
        elif look.group in ("s", "stylesheet"):
            self._style = 0

    def _end_paragraph(self) -> None:
        if self._paragraph.in_table or self._row:
            self._runs.append(loose(" "))
            return
        self._end_table()
        runs, self._runs = self._runs, []
        label, self._label = self._label, []
        is_bold = self._bold and not label and not self._paragraph.depth
        plain = Paragraph(text_of(runs), is_bold, self._size)
        self._bold, self._size = True, 0
        if any(run.text.strip() for run in runs):
            self.plain.append(plain)
            self._write(runs, label)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._outline.add("paragraph", box)

    def _write(self, runs: list[Run], label: list[Run]) -> None:
        name = self._style_name(self._paragraph.style)
        level = self._level(name) or self._headings.get(len(self.plain) - 1, 0)
        self.has_headings = self.has_headings or (bool(level) and name != "title")
        marked = any(char.isalnum() for run in label for char in run.text)
        numbered = [*label, loose(" "), *runs] if marked else runs
        if level:
            self._shift = self._shift or int(name == "title" and not self._outline.section)
            self._outline.heading(level if name == "title" else level + self._shift, numbered)
        elif self._outline.in_references or name.startswith("bibliography"):
            self._outline.add("reference", runs)
        elif name == "caption" or is_caption(text_of(runs)):
            self._caption, self._is_named = runs, name == "caption"
        elif label or self._paragraph.depth:
            self._outline.item(max(1, self._paragraph.depth), numbered)
        else:
            self._outline.add("quotation" if "quot" in name else "paragraph", runs)

    def _style_name(self, number: int) -> str:
        return "".join(self._styles.get(number, ())).strip().rstrip(";").lower()

    def _level(self, name: str) -> int:
        word, _, number = name.rpartition(" ")
        if word == "heading" and number.isdecimal() and len(number) == 1:
            return int(number)
        level = self._paragraph.outline
        return level + 1 if level is not None and 0 <= level < _LEVELS else int(name == "title")

    def _in_table(self, word: Word) -> None:
        name = word.name
        if name == "trowd":
            self._shapes, self._shape, self._is_head = [], _CellShape(), False
        elif name == "trhdr":
            self._is_head = True
        elif name in ("clmrg", "clvmrg", "clvmgf"):
            field_ = {"clmrg": "goes_on", "clvmrg": "below", "clvmgf": "starts"}[name]
            self._shape = self._shape._replace(**{field_: True})
        elif name == "cellx":
            self._shapes.append(self._shape)
            self._shape = _CellShape()
        elif name == "cell":
            self._row.append(Cell(self._runs, bold=self._bold))
            self._runs, self._bold, self._size, self._label = [], True, 0, []
        elif name == "nestcell":
            self._runs.append(loose(" "))
        elif name == "row":
            self._end_row()

    def _end_row(self) -> None:
        table = self._table = self._table or _Table()
        row: list[Cell] = []
        for column, cell in enumerate(self._row):
            shape = self._shapes[column] if column < len(self._shapes) else _CellShape()
            if shape.goes_on and row:
                row[-1].across += 1
            elif shape.below and column in table.above:
                table.above[column].down += 1
            else:
                row.append(cell)
                table.above.pop(column, None)
                if shape.starts:
                    table.above[column] = cell
        if self._is_head and table.head == len(table.rows):
            table.head += 1
        table.rows.append(row)
        self._row = []

    def _end_table(self) -> None:
        table, self._table = self._table, None
        caption, self._caption = self._caption, []
        if table is not None:
            self._outline.table(table.rows, caption, table.head or None)
        elif caption:
            self._outline.add("caption" if self._is_named else "paragraph", caption)

    def finish(self, text: str) -> Structure:
        """Write what is open, then the footnotes."""
        self._paragraph.in_table = False
        self._row = []
        self._end_paragraph()
        if self.plain and self._table is None:
            self.plain[-1] = self.plain[-1]._replace(is_last=True)
        self._end_table()
        for runs, section in self._notes:
            self._outline.add("footnote", runs, section)
        source = Source(
            title=title_of("".join(self._names.get("title", ()))),
            authors=authors_of("".join(self._names.get("author", ())).split(";")),
        )
        encoding = "ASCII" if text.isascii() else "Windows-1252"
        return self._outline.structure(encoding, source)


_TABLE_WORDS = frozenset(
    ("trowd", "trhdr", "clmrg", "clvmrg", "clvmgf", "cellx", "cell", "nestcell", "row")
)
