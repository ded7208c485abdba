"""Bullets that are drawn: small shapes before lines, which no character stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from assistant.reading.pdf.fragments import Fragment, Page, Rect

_SMALLEST, _LARGEST = 1.2, 10.0  # points
_ROUND = 0.75  # of its longer side, the shorter one at least
_MOST_DOTS = 400  # of one page; more are a drawing
_MOST_NEAR = 3000  # words as high as a shape; more are no page that a person reads
_OF_SIZE = (0.12, 0.85)  # of the size of the text: a bullet
_MIDDLE = (0.0, 0.65)  # likewise: its middle above the baseline
_BEFORE = (0.1, 3.0)  # likewise: from it to the text
_ALONE = 1.5  # likewise: from other text to it
_GAP = 0.6  # likewise: as a typed bullet would be set before its text
_TWINS = 2  # of one size: a single shape is hardly the bullet of a list


def is_dot(bounds: Rect) -> bool:
    """Whether a shape may be a bullet."""
    sides = sorted((bounds.x1 - bounds.x0, bounds.height))
    return sides[0] >= _SMALLEST and sides[1] <= _LARGEST and sides[0] >= _ROUND * sides[1]


def add_bullets(page: Page) -> None:
    """Give lines with a drawn bullet a typed one, in the place of the drawn one."""
    fragments = page.fragments.get(0)
    if not fragments or page.mirrored or len(page.dots) > _MOST_DOTS:
        return
    by_height = sorted(fragments, key=_height)
    found: list[tuple[Rect, Fragment]] = []
    for dot in dict.fromkeys(page.dots):
        first = bisect_left(by_height, dot.y0 - _LARGEST, key=_height)
        near = by_height[first : bisect_right(by_height, dot.y1 + 4 * _LARGEST, key=_height)]
        text = _text_of(dot, near) if len(near) <= _MOST_NEAR else None
        if text is not None:
            found.append((dot, text))
    sizes = Counter(_size(dot) for dot, _ in found)
    bullets = {id(text): _bullet(dot, text) for dot, text in found if sizes[_size(dot)] >= _TWINS}
    page.fragments[0] = [
        part
        for text in fragments
        for part in ((bullets[id(text)], text) if id(text) in bullets else (text,))
    ]


def _height(fragment: Fragment) -> float:
    return fragment.y


def _size(dot: Rect) -> int:
    return round(2 * dot.height)


def _text_of(dot: Rect, near: list[Fragment]) -> Fragment | None:
    """The first text of the line that a shape stands before."""
    level = [part for part in near if _is_level(dot, part)]
    text = min(
        (part for part in level if part.x0 >= dot.x1), key=lambda part: part.x0, default=None
    )
    if text is None or not _BEFORE[0] * text.size <= text.x0 - dot.x1 <= _BEFORE[1] * text.size:
        return None
    if not _OF_SIZE[0] * text.size <= dot.height <= _OF_SIZE[1] * text.size:
        return None
    others = (part for part in level if part.x0 < dot.x1)
    return None if any(dot.x0 - part.x1 < _ALONE * text.size for part in others) else text


def _is_level(dot: Rect, part: Fragment) -> bool:
    height = part.y - (dot.y0 + dot.y1) / 2
    return _MIDDLE[0] * part.size <= height <= _MIDDLE[1] * part.size


def _bullet(dot: Rect, text: Fragment) -> Fragment:
    end = max(dot.x1, text.x0 - _GAP * text.size)
    text.space = True
    return Fragment("•", text.index, end - (dot.x1 - dot.x0), end, text.y, text.style, dot)
