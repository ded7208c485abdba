"""Rows of tables, shown cell by cell: in the text they stand on one line."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from assistant.reading.document import Block, Document


@dataclass(frozen=True, slots=True)
class ShownCell:
    """Words of a cell. column: its name, "" if it has none. start: offset in the row shown."""

    column: str
    text: str
    start: int

    @property
    def is_number(self) -> bool:
        """Whether it is but a number, such as a row's own."""
        return self.text.rstrip(".)").isdigit()

    def inside(self, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Ranges of the row as ranges of this cell; they may reach past it."""
        return [(start - self.start, end - self.start) for start, end in ranges]


def cells(document: Document, start: int, end: int) -> tuple[ShownCell, ...]:
    """What `document.text[start:end]` shows of the row that it lies in, without empty cells.

    () if it is not inside one row, or that row has but one cell.
    """
    for block in document.blocks:
        if block.kind == "row" and block.start <= start < end <= block.end:
            found = tuple(_cells(document, block, start, end))
            return found if len(found) > 1 else ()
    return ()


def _cells(document: Document, block: Block, start: int, end: int) -> list[ShownCell]:
    columns = () if block.table is None else document.tables[block.table].columns
    names = [*columns, *[""] * len(block.cells)]
    spans = [(max(start, cell.start), min(end, cell.end)) for cell in block.cells]
    return [
        ShownCell(name, document.text[first:last], first - start)
        for name, (first, last) in zip(names, spans, strict=False)
        if first < last
    ]
