"""Find the columns of a page, and the order in which its parts are read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic

from assistant.reading.pdf.side_by_side import (
    LEAST_LINES,
    T,
    ends_beside,
    lines_of_parts,
    side_by_side,
)

MAX_DEPTH = 6  # columns within columns

_NARROWEST = 5.0  # points: of a gutter
_GUTTER = 0.7  # of the size of the text: likewise
_OVERLAP = 0.4  # of the height of a line: so far, two stand side by side
_MOST_PARTS = 5000  # a page with more is a drawing
_CROSSING = 1.0  # points: text that reaches over a gutter by less only touches it


@dataclass
class Column(Generic[T]):
    """Parts that stand in one column, in no order. index, count: of columns side by side."""

    parts: list[T]
    index: int = 0
    count: int = 1


def columns_of(parts: Sequence[T], depth: int = 0, known: Sequence[float] = ()) -> list[Column[T]]:
    """The columns in reading order: what spans several parts what is above from what is below.

    known: where gutters of other pages are, which lines on different heights stand beside here.
    """
    gutter = _gutter(parts) if depth < MAX_DEPTH else None
    if gutter is None:
        gutter = known_gutter(parts, known)
    if depth == 0 and (head := _head(parts)):
        ids = {id(part) for part in head}
        below = columns_of([part for part in parts if id(part) not in ids], 1, known)
        if gutter is not None or len(below) > 1:
            return [Column(head), *below]
    if gutter is None:
        return [Column(list(parts))]
    found: list[Column[T]] = []
    for band, crosses in _bands(parts, gutter):
        if crosses:
            found += columns_of(band, depth + 1, known)
            continue
        left = [part for part in band if part.x0 < gutter - _CROSSING]
        right = [part for part in band if part.x0 >= gutter - _CROSSING]
        if not side_by_side(left, right) and known_gutter(band, known) is None:
            found.append(Column(band))
            continue
        sides = columns_of(left, depth + 1, known), columns_of(right, depth + 1, known)
        inner = [column for side in sides for column in side]
        count = max(2, sum(max(column.count for column in side) for side in sides))
        for at, column in enumerate(inner):
            column.index, column.count = at, count
        found += inner
    return found


def gutters_of(columns: Sequence[Column[T]]) -> list[float]:
    """The middles of the white between columns side by side."""
    found: list[float] = []
    for left, right in pairwise(columns):
        if right.index != left.index + 1 or not left.parts or not right.parts:
            continue
        end, begin = max(part.x1 for part in left.parts), min(part.x0 for part in right.parts)
        if end < begin:
            found.append((end + begin) / 2)
    return found


def known_gutter(parts: Sequence[T], known: Sequence[float]) -> float | None:
    """A gutter of other pages, where the lines on its sides stand on heights of their own.

    So do tables and text in two columns; the rows of one table have one height on both sides.
    """
    for gutter in known:
        left = [part for part in parts if part.x1 <= gutter + _CROSSING]
        right = [part for part in parts if part.x0 >= gutter - _CROSSING]
        crossing = len(parts) - len(left) - len(right)
        if crossing <= _FEW_CROSS * len(parts) and _on_own_heights(left, right):
            return gutter
    return None


def _on_own_heights(left: Sequence[T], right: Sequence[T]) -> bool:
    if any(map(_is_table, left)) and any(map(_is_table, right)):
        return True
    first, second = sorted((lines_of_parts(left), lines_of_parts(right)), key=len)
    if len(first) < LEAST_LINES:
        return False
    heights = sorted(line.bottom for line in second)
    same = sum(
        bisect_right(heights, line.bottom + _SAME_HEIGHT * line.size)
        > bisect_left(heights, line.bottom - _SAME_HEIGHT * line.size)
        for line in first
    )
    return same <= _FEW_SAME * len(first)


def _is_table(part: T) -> bool:
    return part.bottom - part.top > _TALL * part.size


_TALL = 4.0  # of the size: no line is so high
_FEW_CROSS = 0.1  # of the parts: as titles and page-wide tables do
_SAME_HEIGHT = 0.12  # of the size
_FEW_SAME = 0.4  # of the lines of the shorter side: that many stand level by chance


def _head(parts: Sequence[T]) -> list[T]:
    """A title and what goes with it: the uppermost parts, as long as they are centred."""
    if not parts:
        return []
    ordered = sorted(parts, key=lambda part: part.top)
    middle = min(part.x0 for part in parts) + max(part.x1 for part in parts)
    head = _centred(ordered, middle, _CENTRED)
    if not head and not _level_with(ordered[0], parts):  # the last columns of the page are empty
        head = _centred(ordered, ordered[0].x0 + ordered[0].x1, _EXACTLY)
        starts = [part.x0 for part in head]
        if max(starts) - min(starts) <= 2 * _EXACTLY:  # the lines of a column
            return []
    return head if 0 < len(head) < len(parts) else []


def _centred(ordered: Sequence[T], middle: float, most: float) -> list[T]:
    """The first parts, as long as they stand around a middle.

    middle: twice its place; most: points that theirs may be away from it.
    """
    head: list[T] = []
    for part in ordered:
        if abs(part.x0 + part.x1 - middle) > 2 * most or _is_beside(part, ordered):
            break
        head.append(part)
    return head


def _is_beside(part: T, parts: Sequence[T]) -> bool:
    """Whether others stand on both sides of it: then it is of a column between them."""
    level = _level_with(part, parts)
    return any(other.x1 <= part.x0 for other in level) and any(
        other.x0 >= part.x1 for other in level
    )


def _level_with(part: T, parts: Sequence[T]) -> list[T]:
    return [other for other in parts if other is not part and _level(part, other)]


_EXACTLY = 1.5  # points: likewise, from one another
_CENTRED = 6.0  # points: how far from the middle of the page's text


def _bands(parts: Sequence[T], gutter: float) -> list[tuple[list[T], bool]]:
    """Parts from top to bottom, those that reach over the gutter apart from those that do not."""
    ordered = sorted(parts, key=lambda part: (part.bottom, part.x0))
    tallest = max((part.bottom - part.top for part in parts), default=0.0)
    by_top = sorted(parts, key=lambda part: part.top)
    places = {id(part): at for at, part in enumerate(by_top)}
    starts = {round(part.x0) + by for part in parts if part.x1 < gutter for by in (-1, 0, 1)}
    bands: list[tuple[list[T], bool]] = []
    for part in ordered:
        crosses = part.x0 < gutter - _CROSSING and part.x1 > gutter + _CROSSING
        hangs = part.x1 - gutter <= _HANGS_OVER * part.size and round(part.x0) in starts
        if crosses and hangs:
            crosses = False  # a word too long for its column
        elif crosses:
            near = _around(by_top, places[id(part)], tallest)
            crosses = not any(_begins_beside(other, part, gutter) for other in near)
        if not bands or bands[-1][1] != crosses:
            bands.append(([], crosses))
        bands[-1][0].append(part)
    return bands


def _begins_beside(other: T, part: T, gutter: float) -> bool:
    """Whether a line of the column right of a gutter begins where a part reaches over that."""
    near = -_CROSSING <= other.x0 - gutter <= _HANGS_OVER * other.size
    return near and _level(part, other)


_HANGS_OVER = 2.0  # of the size: so far words of one column reach over the gutter


def _gutter(parts: Sequence[T]) -> float | None:
    """Where most neighbours on one height have a gap between them."""
    if not 2 * LEAST_LINES <= len(parts) <= _MOST_PARTS:
        return None
    votes: dict[int, int] = {}
    for left, right in _gaps(parts):
        for x in range(int(left) + 1, int(right) + 1):
            votes[x] = votes.get(x, 0) + 1
    for first, last in _candidates(votes, LEAST_LINES, _MOST_CANDIDATES):
        gutter = (first + last) / 2
        left_side = [part for part in parts if part.x1 <= gutter + _CROSSING]
        right_side = [part for part in parts if part.x0 >= gutter - _CROSSING]
        if min(len(left_side), len(right_side)) >= LEAST_LINES and side_by_side(
            left_side, right_side
        ):
            return gutter
    return _clear_gutter(parts, votes)


def _clear_gutter(parts: Sequence[T], votes: dict[int, int]) -> float | None:
    """A gutter that nothing reaches over, with few neighbours: a column may end early."""
    for first, last in _candidates(votes, 1, _MOST_CLEAR):
        gutter = _clear_of(parts, first, last)
        left = [part for part in parts if part.x1 <= gutter + _CROSSING]
        right = [part for part in parts if part.x0 >= gutter - _CROSSING]
        few = votes[int(gutter)] < min(len(lines_of_parts(right)), LEAST_LINES)
        if len(left) + len(right) < len(parts) or (few and not ends_beside(left, right)):
            continue
        if side_by_side(left, right):
            return gutter
    return None


_MOST_CLEAR = 40


def _clear_of(parts: Sequence[T], first: float, last: float) -> float:
    """The middle of the widest stretch between two places that no part reaches into."""
    end, best = first, (0.0, (first + last) / 2)
    for part in sorted(parts, key=lambda part: part.x0):
        start = min(part.x0, last)
        if start > end:
            best = max(best, (start - end, (start + end) / 2))
        end = max(end, part.x1)
    return max(best, (last - end, (last + end) / 2))[1] if end < last else best[1]


def _candidates(votes: dict[int, int], least: int, number: int) -> list[tuple[int, int]]:
    """The stretches on which most agree, the surest first."""
    found: list[tuple[int, int]] = []
    left = dict(votes)
    while left and len(found) < number:
        most = max(left.values())
        if most < least:
            break
        peak = next(x for x, count in left.items() if count == most)
        first = last = peak
        while left.get(first - 1, 0) >= 0.9 * most:
            first -= 1
        while left.get(last + 1, 0) >= 0.9 * most:
            last += 1
        found.append((first, last))
        for x in range(first - 3, last + 4):
            left.pop(x, None)
    return found


_MOST_CANDIDATES = 5


def _gaps(parts: Sequence[T]) -> list[tuple[float, float]]:
    """The gap between each part and its next neighbour to the right."""
    ordered = sorted(parts, key=lambda part: part.top)
    gaps: list[tuple[float, float]] = []
    tallest = max(part.bottom - part.top for part in parts)
    for at, part in enumerate(ordered):
        nearest: float | None = None
        for other in _around(ordered, at, tallest):
            if other.x0 < part.x1 or not _level(part, other):
                continue
            nearest = other.x0 if nearest is None else min(nearest, other.x0)
        if nearest is not None and nearest - part.x1 >= max(_NARROWEST, _GUTTER * part.size):
            gaps.append((part.x1, nearest))
    return gaps


_MOST_NEIGHBOURS = 60  # looked at on either side: pages with more at one height are drawings


def _around(ordered: Sequence[T], at: int, tallest: float) -> list[T]:
    part = ordered[at]
    found: list[T] = []
    for other in reversed(ordered[max(0, at - _MOST_NEIGHBOURS) : at]):
        if other.top < part.top - tallest:
            break
        found.append(other)
    for other in ordered[at + 1 : at + 1 + _MOST_NEIGHBOURS]:
        if other.top > part.bottom:
            break
        found.append(other)
    return found


def _level(first: T, second: T) -> bool:
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    return overlap >= _OVERLAP * min(first.bottom - first.top, second.bottom - second.top)
