"""Tell which lines of a table make each row."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.ruling import Zone
from assistant.reading.pdf.segment import joined

_LOOSE = 1.22  # of the usual step between lines: more parts two rows
NUMERIC = re.compile(r"(?=\D*+\d)[\d.,%±+\-−–<>=()/:*≤≥ §†‡a-z]++")

Cell = list[list[Fragment]]
"""The lines of a cell, each the fragments on it."""


def filled(cells: Sequence[Cell]) -> int:
    """How many cells have text."""
    return sum(bool(cell) for cell in cells)


def cell_text(cell: Cell) -> str:
    """The text of a cell on one line."""
    return " ".join(joined(line) for line in cell)


def rows_of(
    zone: Zone, lines: Sequence[Line], table: Sequence[list[Cell]], head: int
) -> list[list[int]]:
    """Which lines make each row."""
    bounds = [y for y in zone.across if y > lines[head].top - 2] if head < len(lines) else []
    groups: list[list[int]] = []
    ruled = 0
    for at in range(head, len(lines)):
        crossed = 0
        while ruled < len(bounds) and bounds[ruled] < lines[at].y:
            ruled += 1
            crossed += 1
        if groups and not crossed:
            groups[-1].append(at)
        else:
            groups.append([at])
    found: list[list[int]] = []
    lattice = len(groups) > 1 and len(groups) >= len(bounds) - 1 and _is_lattice(groups, table)
    step = _step(lines, groups)
    for group in groups:
        found += [group] if lattice else _parted(group, lines, table, step)
    return found


def _is_lattice(groups: list[list[int]], table: Sequence[list[Cell]]) -> bool:
    """Whether rules part every row: then only the first line of most fills the first column."""
    if len(groups) < 3:
        return False
    whole = sum(
        sum(bool(table[at][0]) for at in group) <= 1
        or len(group) == 1
        or not all(filled(table[at]) == filled(table[group[0]]) for at in group)
        for group in groups
    )
    return whole >= 0.9 * len(groups)


def _step(lines: Sequence[Line], groups: list[list[int]]) -> float:
    """The usual way from a line to the next within a cell: among the smallest there are."""
    steps = sorted(
        lines[after].y - lines[before].y for group in groups for before, after in pairwise(group)
    )
    return steps[len(steps) // 10] if steps else 0.0


def _parted(
    group: list[int], lines: Sequence[Line], table: Sequence[list[Cell]], step: float
) -> list[list[int]]:
    """Parts lines without rules between them: by wider steps, or else by what they fill."""
    loose = [[group[0]]]
    for before, after in pairwise(group):
        if lines[after].y - lines[before].y > _LOOSE * step:
            loose.append([after])
        else:
            loose[-1].append(after)
    if len(loose) > 1 and _are_rows(loose, table):
        return loose
    rows: list[list[int]] = []
    for at in group:
        if rows and _continues(table[at], [table[row] for row in rows[-1]]):
            rows[-1].append(at)
        else:
            rows.append([at])
    return rows


def _are_rows(groups: list[list[int]], table: Sequence[list[Cell]]) -> bool:
    """Whether lines that stand close are one row: later lines of a row leave cells empty."""
    first = [filled(table[group[0]]) for group in groups]
    later = [filled(table[at]) for group in groups for at in group[1:]]
    if not later:
        return True
    return statistics.mean(later) < 0.8 * statistics.mean(first) or len(later) < 0.3 * len(first)


def _continues(cells: Sequence[Cell], above: Sequence[Sequence[Cell]]) -> bool:
    """Whether a line goes on with the row above: all that it holds adds to wrapped text there."""
    places = [at for at, cell in enumerate(cells) if cell]
    if not places or len(places) > _MOST_WRAPPED * len(cells):
        return False
    return all(_wraps(at, cells[at], above, first=bool(cells[0])) for at in places)


def _wraps(at: int, cell: Cell, above: Sequence[Sequence[Cell]], *, first: bool) -> bool:
    """first: whether the line has something in its first column, as a row of its own has."""
    before = next((row[at] for row in reversed(above) if row[at]), None)
    text = cell_text(cell)
    if before is None:
        return False
    worded = _WORD.search(text) and not NUMERIC.fullmatch(cell_text(before))
    if NUMERIC.fullmatch(text) and not worded:  # "needs 80" goes on with words above
        return False
    return not first or text[:1].islower() or cell_text(before).endswith(("-", ","))


_WORD = re.compile(r"[a-z]{3}")
_MOST_WRAPPED = 0.67  # of the columns: with more, a line is a row of its own


def merged(lines: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The lines of a row as one, cell by cell."""
    return [[part for cell in column for part in cell] for column in zip(*lines, strict=True)]
