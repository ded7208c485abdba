"""Writes documents of formats that mark their structure: headings, lists, tables, footnotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.reading.document import Block, BlockKind, ReadingReport, Source, Span, Table
from assistant.reading.office.grid import Cell, lay_out
from assistant.reading.runs import Run, RunAssembly
from assistant.reading.structure import Layer, Structure, Writer
from assistant.reading.text.headings import begins_references
from assistant.reading.text.speech_forms import speaker, speakers
from assistant.reading.text.tables import RawTable, Row
from assistant.reading.units import Unit, UnitKind

_SENTENCE_END = (".", "!", "?", ";", "。", "…")
_MAX_DEPTH = 9


class Outline:
    """Grows a document block by block; keeps the path of headings and what introduces a list.

    file_text: of a format whose layer is the decoded file; runs then stand in it. Of others None:
               the layer is made of what is written, in that order.
    """

    def __init__(self, file_text: str | None = None) -> None:
        self._file = file_text
        self._layer: list[str] = []
        self._length = 0
        self._assembly = RunAssembly(file_text or "")
        self._writer = Writer(self._assembly)
        self._path: list[tuple[int, str]] = []
        self._leads: dict[int, int | None] = {}
        self._last_item = 0  # its depth; 0 where the last block was none
        self.units: list[Unit] = []
        self.notes: list[str] = []

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above what is written next, outermost first."""
        return tuple(title for _, title in self._path)

    @property
    def path(self) -> tuple[tuple[int, str], ...]:
        """The levels and titles of the headings above what is written next; see `enter`."""
        return tuple(self._path)

    @property
    def in_references(self) -> bool:
        """Whether the list of references is being written."""
        return bool(self._path) and begins_references(self._path[-1][1])

    @property
    def is_empty(self) -> bool:
        """Whether no block was written yet."""
        return not self._writer.blocks

    @property
    def first_heading(self) -> str:
        """The first heading that was written; "" where there is none."""
        headings = (block for block in self._writer.blocks if block.kind == "heading")
        return next((block.section[-1] for block in headings if block.section), "")

    def unit(self, kind: UnitKind, number: int, label: str = "", start: int | None = None) -> None:
        """What is written next lies in this part of the file.

        start: its first character, where the layer is the file.
        """
        at = self._length if start is None else start
        if self.units and self.units[-1].kind == kind and self.units[-1].start == at:
            self.units.pop()  # there was nothing in it
        self.units.append(Unit(kind, number, at, " ".join(label.split())[:200]))

    def note(self, sentence: str) -> None:
        """Tell something about how the file was read, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def enter(self, path: Sequence[tuple[int, str]] = ()) -> None:
        """Go on below these headings (levels and titles)."""
        self._path = list(path)

    def heading(self, level: int, runs: Iterable[Run]) -> None:
        """Write a heading; what follows stands below it."""
        written = self._write("heading", runs, (), level=level)
        if written.start == written.end:
            return
        self._path = [entry for entry in self._path if entry[0] < level]
        self._path.append((level, self._writer.title(written)))
        self._writer.retitle(self.section)

    def add(
        self, kind: BlockKind, runs: Iterable[Run], section: tuple[str, ...] | None = None
    ) -> bool:
        """Write a block that is neither heading, item nor row; False where there is no text."""
        written = self._write(kind, runs, self.section if section is None else section)
        return written.start < written.end

    def item(self, depth: int, runs: Iterable[Run]) -> None:
        """Write a list's item; what introduces its list is the block before the list."""
        depth = max(1, min(depth, _MAX_DEPTH))
        if not self._last_item:
            self._leads = {depth: self._introduction()}
        elif depth > self._last_item:
            self._leads[depth] = len(self._writer.blocks) - 1
        leads = {at: lead for at, lead in self._leads.items() if at <= depth}
        lead = leads[max(leads)] if leads else None
        written = self._write("item", runs, self.section, level=depth, lead=lead)
        if written.start < written.end:
            self._leads, self._last_item = leads, depth

    def table(
        self,
        rows: Sequence[Sequence[Cell]],
        caption: Iterable[Run] = (),
        head: int | None = None,
        units: Sequence[tuple[UnitKind, int]] = (),
    ) -> None:
        """Write a table.

        head:  the number of its header rows; None where they have to be found out.
        units: in which part of the file each of its rows lies, where that can be named.
        """
        grid = lay_out(rows, head)
        if not grid.rows:
            return
        title, section = "", self.section
        above = list(caption) or list(grid.caption)
        if above and (written := self._write("caption", above, ())).start < written.end:
            title = self._writer.title(written)
            section = (*section, title)
            self._writer.retitle(section)
        if self._file is None:  # the layer has all that the file shows, names of columns as well
            for number in grid.heads:
                self._place_row([cell.runs for cell in rows[number]], number, units)
        laid = [Row(self._place_row(row.cells, row.number, units)) for row in grid.rows]
        self._writer.table(RawTable(0, (), grid.columns, tuple(laid)), section)
        if title:
            self._writer.tables[-1] = Table(title, grid.columns)
        self._last_item = 0

    def embed(
        self, inner: Structure, below: Sequence[tuple[int, str]] = (), *, goes_on: bool = False
    ) -> None:
        """Write all that another reader made of a part of this file, below these headings.

        goes_on: its headings take their place among those before it, rather than all be below.
        """
        blocks, tables = self._writer.blocks, self._writer.tables
        self._assembly.separate("\n\n")
        text, layer = self._assembly.length, self._length
        self._assembly.take(inner.text, inner.origin, layer)
        self._layer += [inner.layer.text, "\n"]
        self._length += len(inner.layer.text) + 1
        self.units += [unit._replace(start=unit.start + layer) for unit in inner.layer.units]
        first_block, first_table = len(blocks), len(tables)
        self._path = list(below)
        within: tuple[str, ...] = ()  # the path of headings in the part
        for block in inner.blocks:
            if block.kind == "heading":
                within = block.section
                level = max(1, block.level or len(within)) + (
                    0 if goes_on or not below else below[-1][0]
                )
                self._path = [entry for entry in self._path if entry[0] < level]
                self._path.append((level, within[-1] if within else ""))
            blocks.append(
                replace(
                    block,
                    start=block.start + text,
                    end=block.end + text,
                    section=(*self.section, *block.section[len(within) :]),
                    cells=tuple(Span(cell.start + text, cell.end + text) for cell in block.cells),
                    table=None if block.table is None else block.table + first_table,
                    lead=None if block.lead is None else block.lead + first_block,
                )
            )
        tables += inner.tables
        self._last_item = 0
        for sentence in inner.report.notes:
            self.note(sentence)

    def structure(
        self, encoding: str = "", source: Source | None = None, language: str = ""
    ) -> Structure:
        """All that was written."""
        layer = "".join(self._layer) if self._file is None else self._file
        text = self._assembly.text
        return Structure(
            text,
            tuple(_with_turns(text, self._writer.blocks)),
            tuple(self._writer.tables),
            self._assembly.origin,
            Layer(layer, encoding, self._file is not None, tuple(self.units)),
            source or Source(),
            language,
            ReadingReport(tables=len(self._writer.tables), notes=tuple(self.notes)),
        )

    def _write(
        self,
        kind: BlockKind,
        runs: Iterable[Run],
        section: tuple[str, ...],
        level: int = 0,
        lead: int | None = None,
    ) -> Span:
        placed = self._placed(runs)
        if not any(run.text.strip() for run in placed):
            return Span(0, 0)
        written = self._writer.block(kind, placed, section, level=level, lead=lead)
        if written.start < written.end:
            self._last_item = 0
        return written

    def _placed(self, runs: Iterable[Run]) -> list[Run]:
        """The runs with their places in the layer, which grows by them where it is made here."""
        if self._file is not None:
            return list(runs)
        placed: list[Run] = []
        for run in runs:
            self._layer.append(run.text)
            placed.append(Run(self._length, self._length + len(run.text), run.text))
            self._length += len(run.text)
        if placed:
            self._layer.append("\n")
            self._length += 1
        return placed

    def _introduction(self) -> int | None:
        """The block just written, where it leads to a list rather than ends a thought."""
        if not self._writer.blocks:
            return None
        last = self._writer.blocks[-1]
        if last.kind != "paragraph" or last.section != self.section:
            return None
        ends = self._assembly.since(last.end - 1).endswith(_SENTENCE_END)
        return None if ends else len(self._writer.blocks) - 1

    def _place_row(
        self,
        cells: Iterable[Sequence[Run]],
        number: int,
        units: Sequence[tuple[UnitKind, int]],
    ) -> tuple[tuple[Run, ...], ...]:
        if units:
            self.unit(*units[number])
        if self._file is not None:  # the runs stand in it
            return tuple(map(tuple, cells))
        return tuple(tuple(self._placed(runs)) for runs in cells)


def _with_turns(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, where paragraphs of a conversation are turns."""
    shown = {
        at: text[block.start : block.end]
        for at, block in enumerate(blocks)
        if block.kind == "paragraph"
    }
    names = speakers(shown.values())
    if not names:
        return blocks
    return [
        replace(block, kind="turn") if at in shown and speaker(shown[at]) in names else block
        for at, block in enumerate(blocks)
    ]
