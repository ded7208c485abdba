"""The lines of a table that name its columns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.grid_columns import TOUCHING, begins_at, leading_names, parts_of
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.ruling import Zone
from assistant.reading.pdf.table_rows import NUMERIC, Cell, cell_text, filled


def merged_columns(zone: Zone, line: Line, edges: Sequence[float]) -> list[list[int]]:
    """Columns that no rule parts at the height of a line, where rules part the others."""
    groups: list[list[int]] = [[0]]
    for at, edge in enumerate(edges[1:-1], 1):
        if zone.parted_at(edge, line.y):
            groups.append([at])
        else:
            groups[-1].append(at)
    return groups if len(groups) > 1 else []


def named(
    line: Line,
    edges: Sequence[float],
    starts: Sequence[float | None],
    ruled: Sequence[float],
    merged: list[list[int]] | None,
) -> list[Cell]:
    """A header's line. What reaches over several columns, above their names, names each of them.

    ruled:  where rules part its names.
    merged: columns whose cells are one there, by rules; None for a line that names each column.
    """
    cells: list[Cell] = [[] for _ in edges[1:]]
    parts = _parts(line, starts, ruled)
    middles = [
        bisect_left(edges[1:-1], (part[0].x0 + max(one.x1 for one in part)) / 2) for part in parts
    ]
    even = _evenly(middles, len(edges) - 1) if merged == [] else 0
    for part, middle in zip(parts, middles, strict=True):
        for at in _covered(part, middle, edges, merged, even):
            if cells[at]:
                cells[at][0] += part
            else:
                cells[at].append(list(part))
    return cells


def _covered(
    part: Sequence[Fragment],
    middle: int,
    edges: Sequence[float],
    merged: list[list[int]] | None,
    even: int,
) -> Sequence[int]:
    """The columns that a name of a header names."""
    if merged:
        return next(group for group in merged if middle in group)
    if even:
        return range(middle, middle + even)
    x0, x1 = part[0].x0, max(one.x1 for one in part)
    over = [
        at
        for at, (left, right) in enumerate(pairwise(edges))
        if min(right, x1) - max(left, x0) > 0.25 * (right - left)
    ]
    spans = len(over) > 1 and merged is not None
    if spans and _is_centred(x0, x1, edges[over[0]], edges[over[-1] + 1]):
        return over
    return [middle]


def _evenly(firsts: Sequence[int], columns: int) -> int:
    """How many columns each name is for, where names stand over the first of as many each."""
    if len(firsts) < 2 or firsts[0] > 1:
        return 0
    steps = {after - before for before, after in pairwise((*firsts, columns))}
    step = steps.pop()
    return step if step > 1 and not steps else 0


def _parts(
    line: Line, starts: Sequence[float | None], ruled: Sequence[float]
) -> list[list[Fragment]]:
    """The names on a line; one begins where cells begin, though the one before may touch it.

    ruled: where rules part them.
    """
    parts: list[list[Fragment]] = []
    for part in parts_of(line):
        parts.append(part[:1])
        for before, after in pairwise(part):
            touch = after.x0 - before.x1 < TOUCHING * line.size
            if (touch and any(begins_at(after, start) for start in starts)) or any(
                before.x0 < edge <= after.x0 for edge in ruled
            ):
                parts.append([after])
            else:
                parts[-1].append(after)
    return parts


def _is_centred(x0: float, x1: float, left: float, right: float) -> bool:
    return abs((x0 - left) - (right - x1)) <= 0.3 * (right - left)


def header_lines(zone: Zone, lines: Sequence[Line], table: Sequence[list[Cell]]) -> int:
    """How many lines at the top name the columns."""
    if len(zone.across) > 2:
        above = sum(line.y < zone.across[1] for line in lines)
        if above == 0 and len(zone.across) > 3:  # a double rule at the top
            above = sum(line.y < zone.across[2] for line in lines)
        if 0 < above < len(lines) and above <= _MOST_HEADER:
            return above + _names_below(zone, lines, above)
    bold = 0
    while bold < len(lines) and lines[bold].bold:
        bold += 1
    if 0 < bold < len(lines) and bold <= _MOST_HEADER:
        return bold
    names = [cell_text(cell) for cell in table[0]]
    if any(NUMERIC.fullmatch(name) for name in names if name) or len(lines) < 2:
        return 0
    below = [cell_text(cell) for row in table[1:] for cell in row if cell]
    numeric = sum(NUMERIC.fullmatch(text) is not None for text in below)
    if numeric < 0.2 * len(below) or sum(map(bool, names)) < 2:
        return 0
    named = leading_names(lines)
    if named < 2:
        return 1
    steps = [below.y - above.y for above, below in pairwise(lines[: named + 1])]
    counts = [filled(row) for row in table[:named]]
    fullest = counts.index(max(counts))
    wrapped = all(step < _TIGHT * steps[-1] for step in steps[fullest:-1])
    return named if wrapped else 1


def _names_below(zone: Zone, lines: Sequence[Line], above: int) -> int:
    """How many lines name the columns one by one, where the lines above name several together.

    There a rule between columns is missing that runs below.
    """
    inner = [x for x in zone.down if zone.x0 + 6 < x < zone.x1 - 6]
    together = [x for x in inner if not zone.parted_at(x, lines[0].y)]
    if not 0 < len(together) < len(inner) or len(zone.across) < _LEAST_RULES:
        return 0
    end = next((y for y in zone.across[1:] if y > lines[above].y), zone.bottom)
    names = [line for line in lines[above:] if line.y < end]
    parted = all(zone.parted_at(x, line.y) for x in together for line in names)
    numeric = any(
        NUMERIC.fullmatch(segment.text) is not None for line in names for segment in line.segments
    )
    return len(names) if parted and not numeric and above + len(names) < len(lines) else 0


_LEAST_RULES = 4  # across a table with merged names, a line of names and a row
_TIGHT = 0.92  # of the step to the first row: closer lines are of one name
_MOST_HEADER = 8  # lines
