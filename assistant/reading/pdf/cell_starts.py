"""Tell where a cell begins although the text before it touches it, or lies over it.

Text that is too wide for its cell reaches into the next one: "Einkorn32.3" is no word. That the
number begins a cell shows where other cells begin or end at the same place, with white before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from assistant.reading.pdf.fragments import Fragment, Page
from assistant.reading.pdf.segment import SMALL
from assistant.reading.text_builder import WITHOUT_SPACES

_SAME_LINE = 0.18  # of the size
_WHITE = 0.6  # of the size: before a cell
_TOUCHES = 0.2  # likewise: less is no space between words
_SAME = 0.7  # points: between places that are the same
_LEAST = 3  # cells at one place
_LIES_OVER = 0.1  # likewise
_FAR = 20  # of the size: so far up and down they are looked for
_MOST = 20_000  # words of a page; more are a drawing


def mark_cell_starts(page: Page) -> None:
    """Mark the fragments of a page that begin a cell, and touch the text before it."""
    for parts in page.fragments.values():
        if 2 * _LEAST < len(parts) <= _MOST:
            _mark(parts)


def _mark(parts: Sequence[Fragment]) -> None:
    starts: list[tuple[float, float]] = []
    ends: list[tuple[float, float]] = []
    touching: list[Fragment] = []
    for line in _lines(parts):
        left = line[0]
        for part in line[1:]:
            reach = left.x1
            if _is_wide(left.text[-1]) or _is_wide(part.text[0]):
                left = part if part.x1 > reach else left
                continue  # their signs stand below one another without being cells
            if part.x0 - reach >= _WHITE * part.size:
                starts.append((part.x0, part.y))
                if part.text[-1].isdigit():
                    ends.append((part.x1, part.y))
            elif _may_begin(part, left):
                touching.append(part)
                if _are_numbers(left, part):
                    starts.append((part.x0, part.y))
            left = part if part.x1 > reach else left
    starts.sort()
    ends.sort()
    for part in touching:
        is_number = part.text[0].isdigit() and part.text[-1].isdigit()
        part.apart = _is_common(part.x0, part, starts) or (
            is_number and _is_common(part.x1, part, ends)
        )


def _is_wide(letter: str) -> bool:
    return WITHOUT_SPACES.match(letter) is not None


def _are_numbers(*parts: Fragment) -> bool:
    """Whether each is a number drawn at once, and no digit drawn alone."""
    return all(
        len(part.text) > 1 and part.text[0].isdigit() and part.text[-1].isdigit() for part in parts
    )


def _may_begin(part: Fragment, left: Fragment) -> bool:
    """Whether it touches what is left of it, and the file draws it apart.

    A small letter goes on with a word, and small text marks one, unless they lie over it.
    """
    gap = (part.x0 - left.x1) / part.size
    if not part.begins or gap >= _TOUCHES or part.size < SMALL * left.size:
        return False
    return part.text[0].isdigit() or part.text[0].isupper() or gap < -_LIES_OVER


def _is_common(place: float, part: Fragment, places: Sequence[tuple[float, float]]) -> bool:
    first = bisect_left(places, (place - _SAME, float("-inf")))
    last = bisect_right(places, (place + _SAME, float("inf")))
    near = sum(abs(y - part.y) <= _FAR * part.size for _, y in places[first:last])
    return near >= _LEAST


def _lines(parts: Sequence[Fragment]) -> list[list[Fragment]]:
    """Fragments on one baseline, each line from left to right."""
    lines: list[list[Fragment]] = []
    for part in sorted(parts, key=lambda part: part.y):
        if lines and part.y - lines[-1][-1].y <= _SAME_LINE * part.size:
            lines[-1].append(part)
        else:
            lines.append([part])
    return [sorted(line, key=lambda part: part.x0) for line in lines]
