"""The structure that every reader returns: clean text with blocks and tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assistant.reading.document import (
    Block,
    BlockKind,
    OffsetMap,
    ReadingReport,
    Source,
    Span,
    Table,
)
from assistant.reading.text.lines import Line
from assistant.reading.text.tables import RawTable
from assistant.reading.text_builder import Assembly, WrittenLine
from assistant.reading.units import Boxes, Unit

CELL_SEPARATOR = " | "
"""Stands between the cells of a row in the cleaned text."""

MAX_TITLE = 1500
"""The most characters of a heading in the path above a block: every passage below repeats it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The characters of a file in its own order, which the origin of every piece counts.

    encoding: of a file that is text; "" for others.
    is_text:  whether it is the decoded file itself, so that its offsets and lines are the file's.
    units:    pages, slides and the like, by their start; those of one kind in order.
    boxes:    where words stand on their pages.
    """

    text: str = field(default="", repr=False)
    encoding: str = ""
    is_text: bool = True
    units: tuple[Unit, ...] = ()
    boxes: Boxes = field(default=Boxes(), repr=False)


@dataclass(frozen=True, slots=True)
class Structure:
    """A file's cleaned text, its parts, and the way back to the file.

    source:   what the document says of itself.
    language: ISO 639-1 code, where the file states it.
    """

    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    origin: OffsetMap
    layer: Layer = Layer()
    source: Source = field(default=Source())
    language: str = ""
    report: ReadingReport = field(default=ReadingReport())


def spans(lines: Iterable[Line]) -> list[Span]:
    """Where lines stand in their file."""
    return [Span(line.start, line.end) for line in lines]


@dataclass
class Writer:
    """Writes blocks one after the other, apart by an empty line."""

    assembly: Assembly
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    counted_rows: bool = False  # where rows count from 1, as a list does, so do they read

    def structure(self) -> Structure:
        """All that was written, of a file that is text."""
        return Structure(
            self.assembly.text,
            tuple(self.blocks),
            tuple(self.tables),
            self.assembly.origin,
            Layer(self.assembly.file_text),
            report=ReadingReport(tables=len(self.tables)),
        )

    def block(
        self,
        kind: BlockKind,
        lines: Iterable[WrittenLine],
        section: tuple[str, ...],
        *,
        level: int = 0,
        lead: int | None = None,
    ) -> Span:
        """Write one block; returns where it stands in the cleaned text.

        The lines of code stay lines; those of other blocks become running text. An empty span is
        returned, and no block written, where the lines hold nothing but invisible characters.
        """
        self.assembly.separate("\n\n")
        add = self.assembly.add_code if kind == "code" else self.assembly.add_lines
        span = add(lines)
        if span.start < span.end:
            self.blocks.append(Block(kind, span.start, span.end, section, level=level, lead=lead))
        return span

    def title(self, written: Span) -> str:
        """What was just written as a heading, in the length that a path may have of it."""
        return self.assembly.since(written.start)[:MAX_TITLE]

    def retitle(self, section: tuple[str, ...]) -> None:
        """Give the block just written another section path: a heading is in its own section."""
        self.blocks[-1] = replace(self.blocks[-1], section=section)

    def table(
        self, table: RawTable, section: tuple[str, ...] = (), written_caption: str = ""
    ) -> None:
        """Write a table: its caption, then one line for each row.

        A table with a caption is a section of its own, since in extracted text the headings
        around it are by chance; one without belongs to the section it stands in.

        written_caption: of a table without one, the caption that was just written above it.
        """
        caption = written_caption
        if table.caption:
            caption = self.title(self.block("caption", table.caption, ()))
        if caption:
            section = (*section, caption)
            self.retitle(section)
        number = len(self.tables)
        self.tables.append(Table(caption, table.columns))
        counted = self.counted_rows and self._count(table)
        for row in table.rows:
            self._row(row.cells, section, number, counted=counted)

    def _count(self, table: RawTable) -> bool:
        """Whether the first cells of the rows count from 1: years and amounts are no numbers."""
        cells = [cell for row in table.rows for cell in row.cells[:1]]
        first = ["".join(map(self.assembly.line_text, cell)) for cell in cells]
        numbers = [text.strip().rstrip(".)") for text in first if text.strip()]
        return numbers == [str(number) for number in range(1, len(numbers) + 1)]

    def _row(
        self,
        cells: tuple[tuple[WrittenLine, ...], ...],
        section: tuple[str, ...],
        table: int,
        *,
        counted: bool,
    ) -> None:
        in_table = bool(self.blocks) and self.blocks[-1].section == section
        self.assembly.separate("\n" if in_table else "\n\n")
        start = self.assembly.length
        written: list[Span] = []
        separated = False
        for cell in cells:
            if not cell:
                at = self.assembly.length
                shared = written and written[-1].start == at
                written.append(written[-1] if shared else Span(at, at))
                continue
            if self.assembly.length > start and any(map(self.assembly.line_text, cell)):
                counts = counted and not separated
                self.assembly.separate(self._separator(start) if counts else CELL_SEPARATOR)
                separated = True
            span = self.assembly.add_lines(cell)
            written.append(span)
        self.blocks.append(
            Block("row", start, self.assembly.length, section, tuple(written), table)
        )

    def _separator(self, start: int) -> str:
        """Between the first two cells; a row's number is followed by a full stop, as in a list."""
        if not self.assembly.since(start).rstrip(".)").isdigit():
            return CELL_SEPARATOR
        return " " if self.assembly.ends_with(".") else ". "
