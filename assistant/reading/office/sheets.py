"""Writes spreadsheets: one sheet is one section; its filled regions are tables and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.reading.office.grid import Cell
from assistant.reading.outline import Outline
from assistant.reading.runs import Run, loose
from assistant.reading.units import UnitKind

_DEFAULT_NAME = re.compile(
    r"(?:sheet|tabelle|table|feuil(?:le)?|hoja|foglio|blad|ark|arkusz|planilha|лист|工作表)\s?\d{1,4}",
    re.IGNORECASE,
)
_LONG_NOTE = 60  # characters; a longer text alone in its row below a table is a remark

MAX_CELLS = 500_000
"""Of a file: more fill the memory that reading may take. What is beyond is not read, and told."""
TOO_MANY = f"Only the first {MAX_CELLS:,} cells were read."

Merge = tuple[int, int]
"""The last row and the last column of merged cells, by their first."""


@dataclass
class SheetCell:
    """What a cell shows."""

    runs: list[Run]
    bold: bool = False


@dataclass
class SheetRow:
    """A row that holds something: its number, from 1, and its cells by column."""

    number: int
    cells: dict[int, SheetCell] = field(default_factory=dict)


def write_sheet(
    outline: Outline,
    number: int,
    name: str,
    rows: Sequence[SheetRow],
    merges: Mapping[tuple[int, int], Merge] = {},
) -> None:
    """Write a sheet below a heading of its name, if somebody gave it one.

    merges: by row and column of the first cell.
    """
    outline.enter()
    outline.unit("sheet", number, name)
    if not _DEFAULT_NAME.fullmatch(name):
        outline.heading(1, [loose(name)])
    for region in _regions(rows):
        _write_region(outline, region, merges)


def _regions(rows: Sequence[SheetRow]) -> Iterator[list[SheetRow]]:
    """Rows without an empty one between them."""
    region: list[SheetRow] = []
    for row in rows:
        if region and row.number > region[-1].number + 1:
            yield region
            region = []
        region.append(row)
    if region:
        yield region


def _write_region(
    outline: Outline, rows: list[SheetRow], merges: Mapping[tuple[int, int], Merge]
) -> None:
    """Lines above a table are its title or remarks, long ones below it remarks."""
    first = next((at for at, row in enumerate(rows) if len(row.cells) > 1), len(rows))
    last = len(rows)
    while last > first and len(rows[last - 1].cells) == 1 and _length(rows[last - 1]) > _LONG_NOTE:
        last -= 1
    table = rows[first:last]
    title = rows[first - 1] if first and table else None
    for row in rows[: first - 1 if title else first]:
        _write_line(outline, row)
    if title:
        outline.unit("row", title.number)
    if table:
        units: list[tuple[UnitKind, int]] = [("row", row.number) for row in table]
        caption = next(iter(title.cells.values())).runs if title else ()
        outline.table(_cells(table, merges), caption, units=units)
    for row in rows[last:]:
        _write_line(outline, row)


def _write_line(outline: Outline, row: SheetRow) -> None:
    outline.unit("row", row.number)
    outline.add("paragraph", [run for cell in row.cells.values() for run in cell.runs])


def _length(row: SheetRow) -> int:
    return sum(len(run.text) for cell in row.cells.values() for run in cell.runs)


def _cells(rows: list[SheetRow], merges: Mapping[tuple[int, int], Merge]) -> list[list[Cell]]:
    """The cells of a table: of the columns that hold something, with the cells they span."""
    used = sorted({column for row in rows for column in row.cells})
    end = rows[-1].number
    hanging: dict[int, int] = {}  # by column: the last row that a cell above it spans
    laid: list[list[Cell]] = []
    for row in rows:
        cells: list[Cell] = []
        skip_to = 0
        for column in used:
            if column < skip_to or hanging.get(column, 0) >= row.number:
                continue
            held = row.cells.get(column)
            cell = Cell(held.runs, bold=held.bold) if held else Cell()
            merged = merges.get((row.number, column))
            if merged is not None and held is not None:
                bottom, skip_to = min(merged[0], end), merged[1] + 1
                covered = [each for each in used if column <= each < skip_to]
                cell.across, cell.down = len(covered), bottom - row.number + 1
                hanging.update(dict.fromkeys(covered, bottom))
            cells.append(cell)
        laid.append(cells)
    return laid
