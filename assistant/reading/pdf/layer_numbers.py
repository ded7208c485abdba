"""The numbers of a page's text layer, taken from its characters alone.

The audit holds what was read to them, so nothing here may rest on how a page is read: neither on
words, nor on lines, nor on cells.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from assistant.reading.text_builder import WITHOUT_SPACES

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TOKEN = re.compile(rf"{_NUMBER.pattern}|[{_RAISED}]+")
_TO_DIGITS = str.maketrans(_RAISED, "0123456789")
_LETTER = re.compile(rf"(?!{WITHOUT_SPACES.pattern})[^\W\d_]")
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SHIFTED = 0.15  # of the size: so far off, a character is raised or lowered
_OVER, _APART = 0.1, 0.25  # of the size: characters of one number touch
_CELL, _CELLS = 0.7, 3  # points: numbers that begin at one place, and how many do


class Glyph(NamedTuple):
    """A character as drawn. drawn: its text object; x0, x1: along its line; y: its baseline."""

    drawn: int
    x0: float
    x1: float
    y: float
    size: float


class Number(NamedTuple):
    """A number. free: no letter belongs to it, as to "CD4"; raised: it is written so."""

    text: str
    free: bool
    raised: bool = False


def written_numbers(text: str) -> Iterator[Number]:
    """The numbers of a text that was read; an exponent is a number of its own."""
    for match in _TOKEN.finditer(text):
        start = match.start()
        raised = match.group()[0] in _RAISED
        free = _LETTER.match(text[start - 1 : start]) is None
        yield Number(match.group().translate(_TO_DIGITS), free, raised)


def layer_numbers(characters: str, glyph: Callable[[int], Glyph]) -> list[Number]:
    """The numbers of a page's characters. glyph: of the character at a place."""
    spans = [match.span() for match in _TOKEN.finditer(characters)]
    begin = [start for start, _ in spans if not _LETTER.match(characters[start - 1 : start])]
    begin += [at for start, end in spans for at in _drawn_at_once(start, end, glyph)]
    cells = _Cells(begin, glyph)
    found: list[Number] = []
    for start, end in spans:
        ends = [start, *(at for at in range(start + 1, end) if _breaks(at, glyph, cells)), end]
        for first, last in pairwise(ends):
            text = characters[first:last].strip(".,").translate(_TO_DIGITS)
            free = first == start
            if free and _LETTER.match(characters[start - 1 : start]):
                leftward = _LEFTWARD.match(characters[start - 1]) is not None
                free = _is_apart(start, glyph, cells, leftward=leftward)
            if text:
                found.append(Number(text, free))
    return found


def _drawn_at_once(start: int, end: int, glyph: Callable[[int], Glyph]) -> Iterator[int]:
    """Where a text object of several digits follows another: not so where each is drawn alone."""
    for at in range(start + 2, end - 1):
        before, after = glyph(at - 1), glyph(at)
        if before.drawn != after.drawn and (
            glyph(at - 2).drawn == before.drawn and glyph(at + 1).drawn == after.drawn
        ):
            yield at


class _Cells:
    """Where numbers begin one below the other, as those of a column do; looked up when asked."""

    def __init__(self, begin: Sequence[int], glyph: Callable[[int], Glyph]) -> None:
        self._begin, self._glyph = begin, glyph

    @cached_property
    def _places(self) -> list[float]:
        return sorted(self._glyph(at).x0 for at in self._begin)

    def begin_at(self, x0: float) -> bool:
        """Whether several do at this place."""
        first = bisect_left(self._places, x0 - _CELL)
        return bisect_right(self._places, x0 + _CELL) - first >= _CELLS


def _breaks(at: int, glyph: Callable[[int], Glyph], cells: _Cells) -> bool:
    """Whether another number begins, though nothing stands between: raised, or drawn apart."""
    before, after = glyph(at - 1), glyph(at)
    if before.drawn == after.drawn:
        return False
    return _is_shifted(before, after) or _is_apart(at, glyph, cells)


def _is_apart(
    at: int, glyph: Callable[[int], Glyph], cells: _Cells, *, leftward: bool = False
) -> bool:
    """Whether a character of a line is drawn apart from the one before it.

    There is white between them, they lie over one another, or others below one another begin so.
    """
    before, after = glyph(at - 1), glyph(at)
    if before.drawn == after.drawn or _is_shifted(before, after):
        return False
    size = max(before.size, after.size)
    gap = before.x0 - after.x1 if leftward else after.x0 - before.x1
    return not -_OVER * size <= gap <= _APART * size or cells.begin_at(after.x0)


def _is_shifted(before: Glyph, after: Glyph) -> bool:
    """Whether two characters stand on different lines, or one is raised or lowered."""
    return abs(before.y - after.y) > _SHIFTED * max(before.size, after.size)
