"""The numbers of a page's text layer, taken from its characters alone.

The audit holds what was read to them, so nothing here may rest on how a page is read: neither on
words, nor on lines, nor on cells.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from assistant.reading.text_builder import WITHOUT_SPACES

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_TOKEN = re.compile(rf"{_NUMBER.pattern}|[{_RAISED}]+")
_TO_DIGITS = str.maketrans(_RAISED, "0123456789")
_LETTER = re.compile(rf"(?!{WITHOUT_SPACES.pattern})[^\W\d_]")
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
    found: list[Number] = []
    doubtful: list[tuple[int, float]] = []
    begin: list[int] = []
    for match in _TOKEN.finditer(characters):
        start, end = match.span()
        ends = [start, *_breaks(characters, start, end, glyph), end]
        for at, (first, last) in enumerate(pairwise(ends)):
            text = characters[first:last].strip(".,").translate(_TO_DIGITS)
            if not text:
                continue
            free = at == 0
            if free and _LETTER.match(characters[start - 1 : start]):
                free = _is_apart(glyph(start - 1), glyph(start))
                if not free and glyph(start - 1).drawn != glyph(start).drawn:
                    doubtful.append((len(found), glyph(start).x0))
            elif free:
                begin.append(start)
            found.append(Number(text, free))
    return _settled(found, doubtful, begin, glyph)


def _settled(
    found: list[Number],
    doubtful: Sequence[tuple[int, float]],
    begin: Sequence[int],
    glyph: Callable[[int], Glyph],
) -> list[Number]:
    """With numbers free that touch a word before them, where others begin as those of a column."""
    if doubtful:
        places = sorted(glyph(at).x0 for at in begin)
        for number, x0 in doubtful:
            same = bisect_right(places, x0 + _CELL) - bisect_left(places, x0 - _CELL)
            if same >= _CELLS:
                found[number] = found[number]._replace(free=True)
    return found


def _breaks(characters: str, start: int, end: int, glyph: Callable[[int], Glyph]) -> Iterator[int]:
    """Where another number begins, though nothing stands between: raised, or drawn apart."""
    if end - start == 1:
        return
    before = glyph(start)
    for at in range(start + 1, end):
        after = glyph(at)
        if before.drawn != after.drawn and (_is_shifted(before, after) or _is_apart(before, after)):
            yield at
        before = after


def _is_shifted(before: Glyph, after: Glyph) -> bool:
    """Whether two characters stand on different lines, or one is raised or lowered."""
    return abs(before.y - after.y) > _SHIFTED * max(before.size, after.size)


def _is_apart(before: Glyph, after: Glyph) -> bool:
    """Whether there is white between two characters of one line, or they lie over one another."""
    if before.drawn == after.drawn or _is_shifted(before, after):
        return False
    size = max(before.size, after.size)
    gap = max(after.x0 - before.x1, before.x0 - after.x1)
    return not -_OVER * size <= gap <= _APART * size
