"""Tell the numbers that some manuscripts have beside their lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.pdf.fragments import Fragment, Page

_SAME = 4.0  # points
_LEAST_NUMBERS = 8  # numbered lines of a page
_LEAST_HEIGHT = 0.4  # of the text's height: so far down they go


@dataclass(frozen=True, slots=True)
class _Column:
    """Where numbers of lines stand: left of all text or right of it, and where they align."""

    left: bool
    by_end: bool
    place: float

    def holds(self, part: Fragment) -> bool:
        """Whether a number aligns with them."""
        return abs((part.x1 if self.by_end else part.x0) - self.place) <= _SAME


def line_numbers(pages: Sequence[Page]) -> set[int]:
    """The ids of fragments that number the lines of pages, at either side of the text."""
    columns = {column for page in pages for column in _numbered(page)}
    if not columns:
        return set()
    found: set[int] = set()
    inner: set[int] = set()  # where numbers between columns of text end, on any page
    for least in (_LEAST_CONTINUED, 1):
        for page in pages:
            numbers = [part for part in page.fragments.get(0, []) if part.text.isdecimal()]
            outer = [part for part in numbers if any(_is_one(page, part, each) for each in columns)]
            runs = _continued(numbers, outer, least, inner)
            found |= {id(part) for part in (*outer, *(part for run in runs for part in run))}
            inner |= {round(part.x1) for run in runs for part in run}
    return found


def _continued(
    numbers: Sequence[Fragment], known: Sequence[Fragment], least: int, inner: Set[int]
) -> list[list[Fragment]]:
    """Numbers between columns of text that go on counting where known numbers of lines end.

    least: of a run; inner: where shorter ones may end, as longer ones of other pages do.
    """
    ids = {id(part) for part in known}
    values = {int(part.text) for part in known if len(part.text) < _DIGITS}
    found: list[list[Fragment]] = []
    rest = [part for part in numbers if id(part) not in ids and len(part.text) < _DIGITS]
    for column in _columns(rest):
        run: list[Fragment] = []
        for part in column:
            if _counts_on(part, run, values):
                run.append(part)
        if len(run) >= _LEAST_CONTINUED or (
            len(run) >= least and all(round(part.x1) in inner for part in run)
        ):
            found.append(run)
            values.update(int(one.text) for one in run)
    return found


def _counts_on(part: Fragment, run: Sequence[Fragment], values: Set[int]) -> bool:
    """Whether a number follows the last of a run, on one of the next lines."""
    if not run:
        return int(part.text) - 1 in values and int(part.text) not in values
    below = part.y - run[-1].y
    return int(part.text) == int(run[-1].text) + 1 and below <= _STEP * max(part.size, 1.0)


_STEP = 3.5  # of the size of a number of a line: to the next
_DIGITS = 8  # fewer has a number of a line
_LEAST_CONTINUED = 6


def _columns(numbers: Sequence[Fragment]) -> list[list[Fragment]]:
    """Numbers that end at one place, each column from top to bottom, in the order of its first."""
    columns: list[list[Fragment]] = []
    for part in sorted(numbers, key=lambda part: part.x1):
        if columns and part.x1 - columns[-1][0].x1 <= 2 * _SAME:
            columns[-1].append(part)
        else:
            columns.append([part])
    ordered = [sorted(column, key=lambda part: part.y) for column in columns]
    return sorted(ordered, key=lambda column: int(column[0].text))


def _is_one(page: Page, part: Fragment, column: _Column) -> bool:
    """Whether a number stands in a column of them, with nothing further out."""
    if not column.holds(part):
        return False
    return not any(
        abs(other.y - part.y) < 2 and (other.x1 <= part.x0 if column.left else other.x0 >= part.x1)
        for other in page.fragments.get(0, [])
    )


def _numbered(page: Page) -> list[_Column]:
    """The columns of numbers of a page's lines."""
    parts = page.fragments.get(0, [])
    numbers = [part for part in parts if part.text.isdecimal() and len(part.text) < _DIGITS]
    found: list[_Column] = []
    if len(numbers) < _LEAST_NUMBERS:
        return found
    for left, by_end in ((True, True), (True, False), (False, False), (False, True)):
        outer = min(part.x0 for part in parts) if left else max(part.x1 for part in parts)
        near = [part for part in numbers if abs((part.x0 if left else part.x1) - outer) <= _WIDEST]
        places = Counter(round(part.x1 if by_end else part.x0) for part in near)
        for place, _ in places.most_common(1):
            column = _Column(left, by_end, float(place))
            own = sorted((part for part in near if column.holds(part)), key=lambda part: part.y)
            if len(own) >= _LEAST_NUMBERS and _counts(own) and _is_outer(own, parts, left):
                found.append(column)
    return found


_WIDEST = 30.0  # points: of the numbers of lines


def _counts(column: Sequence[Fragment]) -> bool:
    """Whether numbers grow by the same step from line to line."""
    values = [int(part.text) for part in column]
    steps = Counter(after - before for before, after in pairwise(values))
    step, count = steps.most_common(1)[0]
    return step in (1, 2, 5, 10) and count >= 0.9 * (len(values) - 1)


def _is_outer(column: Sequence[Fragment], parts: Sequence[Fragment], left: bool) -> bool:
    """Whether they run along the text, with hardly anything beside them further out."""
    edge = max(part.x1 for part in column) if left else min(part.x0 for part in column)
    ids = {id(part) for part in column}
    others = [part for part in parts if id(part) not in ids]
    beyond = sum((part.x0 < edge) if left else (part.x1 > edge) for part in others)
    heights = [part.y for part in others] or [0.0]
    spans = column[-1].y - column[0].y >= _LEAST_HEIGHT * (max(heights) - min(heights))
    return spans and beyond <= 0.02 * len(others)
