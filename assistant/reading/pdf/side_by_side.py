"""Tell whether parts that stand side by side are columns of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

_OVERLAP = 0.4  # of the height of a line: so far, two stand side by side
LEAST_LINES = 3
"""On either side of a gutter."""
_LEAST_WIDTH = 4.5  # of the size: the usual width of a column's lines; a list's marks are narrower


class Placed(Protocol):
    """What has a place on the page: a segment, a table."""

    x0: float
    x1: float
    size: float

    @property
    def top(self) -> float:
        """Its upper end."""

    @property
    def bottom(self) -> float:
        """Its lower end."""


T = TypeVar("T", bound=Placed)


def side_by_side(left: Sequence[T], right: Sequence[T]) -> bool:
    """Whether both are columns of text, and not labels with what they name.

    Beside running text, a column may hold a table.
    """
    if min(len(left), len(right)) < LEAST_LINES:
        return ends_beside(left, right)
    if _is_wide(left) and _is_wide(right):
        return True
    if _is_wide(lines_of_parts(left)) and _is_running(right):
        return True
    return _is_running(left) and _is_wide(lines_of_parts(right))


def ends_beside(left: Sequence[T], right: Sequence[T]) -> bool:
    """Whether the text of a column ends with few lines at the top of the next."""
    if not right or len(left) < _LEAST_RUNNING or not _is_running(left):
        return False
    level = abs(min(part.top for part in left) - min(part.top for part in right)) <= right[0].size
    width = max(part.x1 for part in left) - min(part.x0 for part in left)
    widest = max(part.x1 - part.x0 for part in right)
    return level and _LAST_WIDTH * width <= widest <= width / _LAST_WIDTH


_LAST_WIDTH = 0.7  # of the column beside it


@dataclass
class _Stretch:
    """All parts on one height, as one."""

    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def lines_of_parts(parts: Sequence[T]) -> list[_Stretch]:
    """Parts on one height as one."""
    lines: list[_Stretch] = []
    for part in sorted(parts, key=lambda part: part.bottom):
        last = lines[-1] if lines else None
        if last is not None and abs(part.bottom - last.bottom) < _OVERLAP * part.size:
            last.x0, last.x1 = min(last.x0, part.x0), max(last.x1, part.x1)
        else:
            lines.append(_Stretch(part.x0, part.x1, part.top, part.bottom, part.size))
    return lines


def _is_running(parts: Sequence[T]) -> bool:
    """Whether most lines are as wide as their column, as those of running text."""
    lines = lines_of_parts(parts)
    if len(lines) < _LEAST_RUNNING:
        return False
    justified = len(parts) > _PIECES * len(lines) and _is_justified(parts, lines)
    if len(parts) > _MOST_PIECES * len(lines) and not justified:
        return False
    widths = sorted(line.x1 - line.x0 for line in lines)
    usual = widths[int(0.9 * len(widths))]
    full = sum(width >= _FULL * usual for width in widths)
    size = sorted(line.size for line in lines)[len(lines) // 2]
    least = _JUSTIFIED_WIDTH if justified else _RUNNING_WIDTH
    return usual >= least * size and full >= _MOSTLY * len(lines)


def _is_justified(parts: Sequence[T], lines: Sequence[_Stretch]) -> bool:
    """Whether pieces within lines begin anywhere: words set apart, not cells below each other."""
    size = lines[0].size
    margin = min(line.x0 for line in lines) + _HANGS * size
    starts = Counter(int(part.x0 / size) for part in parts if part.x0 > margin)
    inner = starts.values()
    return max(inner, default=0) <= _SCATTERED * len(lines)


_HANGS = 2.5  # of the size: how far lines may be set in
_SCATTERED = 0.4  # of the lines have a piece that begins in one place
_LEAST_RUNNING = 8  # lines
_MOST_PIECES = 1.8  # of a line, on average
_PIECES = 1.2  # likewise: with more, words are set apart, or it is a table
_RUNNING_WIDTH, _JUSTIFIED_WIDTH = 11.0, 8.0  # of the size
_FULL = 0.8  # of the width of the column
_MOSTLY = 0.6  # of its lines


def _is_wide(parts: Sequence[T]) -> bool:
    widths = sorted((part.x1 - part.x0) / part.size for part in parts)
    return widths[len(widths) // 2] >= _LEAST_WIDTH
