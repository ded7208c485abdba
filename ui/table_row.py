"""Rows of tables, shown cell by cell: in the text they stand on one line."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic.dataclasses import dataclass

from assistant.reading.document import Block, Document
from ui.markup import emphasise, escape


@dataclass(frozen=True, slots=True)
class ShownCell:
    """Words of a cell. column: its name, "" where it has none. start: offset in the row shown."""

    column: str
    text: str
    start: int


Ranges = Sequence[tuple[int, int]]


def cells(document: Document, start: int, end: int) -> tuple[ShownCell, ...]:
    """What `document.text[start:end]` shows of the row that it lies in, without empty cells.

    () where it is not inside one row, or that row has but one cell.
    """
    for block in document.blocks:
        if block.kind == "row" and block.start <= start < end <= block.end:
            found = tuple(_cells(document, block, start, end))
            return found if len(found) > 1 else ()
    return ()


def as_line(row: Sequence[ShownCell], decisive: Ranges) -> str:
    """A row in an answer: its number and name, and below them what else it says."""
    named = 2 if _is_number(row[0]) else 1
    pieces = [f'<span class="cell">{_emphasised(cell, decisive, "strong")}</span>' for cell in row]
    return f'<span class="name">{" ".join(pieces[:named])}</span> {" ".join(pieces[named:])}'


def as_list(row: Sequence[ShownCell], quote: tuple[int, int]) -> str:
    """A row on a card: each cell below its column's name, the quote marked."""
    return "".join(
        f'<p class="field" dir="auto"><span class="column">{escape(cell.column)}</span> '
        f'<span class="value">{_emphasised(cell, [quote], "mark")}</span></p>'
        for cell in row
    )


def _cells(document: Document, block: Block, start: int, end: int) -> list[ShownCell]:
    columns = () if block.table is None else document.tables[block.table].columns
    names = [*columns, *[""] * len(block.cells)]
    spans = [(max(start, cell.start), min(end, cell.end)) for cell in block.cells]
    return [
        ShownCell(name, document.text[first:last], first - start)
        for name, (first, last) in zip(names, spans, strict=False)
        if first < last
    ]


def _is_number(cell: ShownCell) -> bool:
    return cell.text.rstrip(".)").isdigit()


def _emphasised(cell: ShownCell, ranges: Ranges, tag: str) -> str:
    inside = [(first - cell.start, last - cell.start) for first, last in ranges]
    return emphasise(cell.text, inside, tag)
