"""Read the lines of a table's zone as rows and columns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.grid_columns import WORD_SPACE, begins_at, edges_of, starts_of
from assistant.reading.pdf.grid_names import header_lines, merged_columns, named
from assistant.reading.pdf.page_lines import Line, lines_of
from assistant.reading.pdf.ruling import Zone
from assistant.reading.pdf.segment import spaced
from assistant.reading.pdf.strips import pieces
from assistant.reading.pdf.table_rows import Cell, cell_text, filled, merged, rows_of

MAX_COLUMNS = 64


@dataclass(slots=True)
class Grid:
    """A table as read. Every row has a cell for every column."""

    header: list[list[Cell]]
    rows: list[list[Cell]]
    edges: list[float] = field(default_factory=list)
    """Where its columns begin, and where the last ends."""
    repeated: list[Cell] = field(default_factory=list)
    """Headers that stand again where it goes on."""

    @property
    def columns(self) -> int:
        """How many it has."""
        return len(self.edges) - 1


def grid_of(zone: Zone, before: Grid | None = None) -> Grid | None:
    """The rows of a zone; None where they cannot be told apart.

    before: a table that this one may go on with, whose columns it then has.
    """
    lines = lines_of(zone.segments)
    edges = edges_of(zone, lines)
    known = _moved(before, zone) if before is not None and goes_on(zone, before) else []
    if before is not None and known and _fit(lines, known):
        again = _read(zone, lines, known)
        same = len(edges) == len(before.edges)
        if again is not None and (same or _same_names(again, before)):
            return again
    return _read(zone, lines, edges)


def _read(zone: Zone, lines: Sequence[Line], edges: list[float]) -> Grid | None:
    if not 3 <= len(edges) <= MAX_COLUMNS + 1:
        return None
    starts = starts_of(lines, edges)
    table = [_cells(line, edges, starts) for line in lines]
    head = header_lines(zone, lines, table)
    body = rows_of(zone, lines, table, head)
    rows = [merged([table[at] for at in row]) for row in body]
    if not rows or sum(filled(row) for row in rows) < 1.3 * len(rows):
        return None
    header = [
        named(
            line,
            edges,
            starts,
            [edge for edge in edges if zone.parted_at(edge, line.y)],
            merged_columns(zone, line, edges) if at < head - 1 else None,
        )
        for at, line in enumerate(lines[:head])
    ]
    return Grid(header, rows, edges)


def _same_names(grid: Grid, before: Grid) -> bool:
    names = texts(grid.header, grid.columns)
    return any(names) and names == texts(before.header, before.columns)


def is_drawing(grid: Grid) -> bool:
    """Whether aligned text without rules is more likely a plot's labels or a formula."""
    cells = [cell for row in grid.rows for cell in row]
    held = [cell_text(cell) for cell in cells if cell]
    worded = sum(_WORDED.search(text) is not None for text in held)
    return len(held) < _LEAST_HELD * len(cells) or worded < _LEAST_WORDED * len(held)


_WORDED = re.compile(r"[^\W\d_]{2}|\d|^[^\W_]$|^[-–—+✓✔×]$")
_LEAST_HELD = 0.5  # of the cells
_LEAST_WORDED = 0.8  # of the cells with text


def goes_on(zone: Zone, before: Grid) -> bool:
    """Whether a zone is as wide as a table, perhaps in another column of the page."""
    width = before.edges[-1] - before.edges[0]
    return abs(zone.x1 - zone.x0 - width) <= _SAME


def _moved(before: Grid, zone: Zone) -> list[float]:
    """The edges of a table where it goes on."""
    shift = zone.x0 - before.edges[0]
    return [edge + (shift if abs(shift) > _SAME else 0.0) for edge in before.edges]


_SAME = 4.0  # points


def _fit(lines: Sequence[Line], edges: Sequence[float]) -> bool:
    """Whether hardly a word of a zone lies over an inner edge of other columns."""
    words = [fragment for line in lines for fragment in line.fragments]
    cut = sum(
        fragment.x0 + 1 < edge < fragment.x1 - 1 for edge in edges[1:-1] for fragment in words
    )
    return cut <= 0.05 * len(words)


def texts(header: Sequence[Sequence[Cell]], columns: int) -> tuple[str, ...]:
    """The names of the columns, from the lines of a header."""
    names = [""] * columns
    for line in header:
        for at, cell in enumerate(line[:columns]):
            for part in cell:
                names[at] = _continued(names[at], "".join(pieces(part)))
    return tuple(names)


def _continued(name: str, more: str) -> str:
    if name.endswith("-") and name[-2:-1].isalpha() and more[:1].islower():
        return name[:-1] + more
    return f"{name} {more}".strip()


def _cells(line: Line, edges: Sequence[float], starts: Sequence[float | None]) -> list[Cell]:
    """Each word goes where the cells of a column begin, or else where its middle lies."""
    cells: list[Cell] = [[] for _ in edges[1:]]
    before: Fragment | None = None
    for word in _words(line, starts):
        at = _column(word, edges, starts)
        if before is not None and at and not cells[at] and _goes_on(before, word, starts[at]):
            at = max(0, at - 1)
        before = word[-1]
        if cells[at]:
            cells[at][0] += word
        else:
            cells[at].append(word)
    return cells


def _goes_on(before: Fragment, word: Sequence[Fragment], start: float | None) -> bool:
    """Whether a word is of the cell before, since it ends where the next column's cells begin.

    start: where these begin.
    """
    near = word[0].x0 - before.x1 <= WORD_SPACE * before.size and not word[0].apart
    return near and start is not None and word[-1].x1 < start


def _column(
    word: Sequence[Fragment], edges: Sequence[float], starts: Sequence[float | None]
) -> int:
    for at, start in enumerate(starts):
        if begins_at(word[0], start):
            return at
    return bisect_left(edges[1:-1], (word[0].x0 + word[-1].x1) / 2)


def _words(line: Line, starts: Sequence[float | None]) -> list[list[Fragment]]:
    """Fragments without a space between them, but for a mark that begins an item of a list.

    starts: where cells begin: there a word begins too, though the one before may touch it.
    """
    words: list[list[Fragment]] = []
    for fragment in line.fragments:
        last = words[-1][-1] if words else fragment
        apart = spaced(last, fragment) or fragment.x0 - last.x1 > WORD_SPACE * line.size
        apart = apart or any(begins_at(fragment, start) for start in starts)
        if not words or apart or fragment.text in "•▪◦‣●":
            words.append([fragment])
        else:
            words[-1].append(fragment)
    return words
