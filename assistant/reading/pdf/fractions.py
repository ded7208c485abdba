"""Fractions drawn on two lines: written in one, as "3/4", where the text beside them tells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.reading.pdf.fragments import Fragment, Page, Rect, Rule
from assistant.reading.pdf.segment import spaced
from assistant.reading.superscript import superscript

_MOST_BARS = 300  # of one page; more are a drawing
_MOST_NEAR = 3000  # words as high as a bar and around; more are no page that a person reads
_REACH = 60.0  # points above and below a bar that are looked at
# In sizes of the text beside it, from the bar to baselines: that of this text, the part above
# and the part below. A bar lies as high as the stroke of a minus; a line under words does not.
_AXIS = (0.1, 0.45)
_ABOVE = (0.0, 0.9)
_BELOW = (0.35, 1.35)
_BESIDE = 0.9  # likewise: how far off that text may begin
_OVERHANG = 0.2  # likewise: how far a part may reach over the bar
_OFF_CENTRE = 0.25
_RAISED = 0.45  # likewise: baselines of one part, with what is raised in it
_LEVEL = 0.12  # likewise: the same baseline
_TOUCHES = 0.3  # likewise: text so near goes on outside of the bar
_APART = 0.15  # likewise: white around a fraction next to letters
_SMALL = 0.86  # likewise: of what is smaller than the text
_FITS = 0.3
_OPERATOR = re.compile(r"[+=±×·*/<>≤≥−]|^[-–]$")


class _Fraction(NamedTuple):
    bar: Rule
    above: list[Fragment]
    below: list[Fragment]
    left: Fragment | None
    right: Fragment | None

    @property
    def beside(self) -> Fragment:
        """The text whose line it stands in."""
        found = self.left or self.right
        if found is None:
            raise ValueError("a fraction without text beside it")
        return found


def join_fractions(page: Page) -> None:
    """Put each fraction of a page into the line that it stands in.

    A part with an operator or with raised text would say something else before or after a
    slash: such parts are given one after the other, and the page counts as uncertain.
    """
    fragments = page.fragments.get(0)
    if not fragments or page.mirrored or len(page.bars) > _MOST_BARS:
        return
    by_height = sorted(fragments, key=_height)
    for bar in sorted(set(page.bars), key=lambda bar: bar.x1 - bar.x0):
        y = (bar.y0 + bar.y1) / 2
        first = bisect_left(by_height, y - _REACH, key=_height)
        near = by_height[first : bisect_right(by_height, y + _REACH, key=_height)]
        fraction = _fraction(bar, y, near) if len(near) <= _MOST_NEAR else None
        if fraction is None:
            continue
        is_plain = _is_plain(fraction.above, fraction) and _is_plain(fraction.below, fraction)
        page.uncertain_formula |= not is_plain
        written = _written(fraction, is_plain=is_plain)
        _replace(fragments, fraction, written)
        gone = {id(part) for part in (*fraction.above, *fraction.below)}
        by_height = [part for part in by_height if id(part) not in gone]
        for part in written:
            insort(by_height, part, key=_height)


def _height(fragment: Fragment) -> float:
    return fragment.y


def _fraction(bar: Rule, y: float, near: Sequence[Fragment]) -> _Fraction | None:
    left = _nearest(
        [part for part in near if _on_axis(part, y) and -_slack(part) <= bar.x0 - part.x1],
        lambda part: bar.x0 - part.x1,
    )
    right = _nearest(
        [part for part in near if _on_axis(part, y) and -_slack(part) <= part.x0 - bar.x1],
        lambda part: part.x0 - bar.x1,
    )
    is_far = left is None and right is None
    if is_far:  # in a cell: its row tells
        left, right = _far(bar, y, near)
    beside = left or right
    if beside is None or _is_struck(bar, y, near):
        return None
    size = beside.size
    over = [part for part in near if _overlaps(part, bar)]
    above = [part for part in over if _ABOVE[0] * size <= y - part.y <= _ABOVE[1] * size]
    below = [part for part in over if _BELOW[0] * size <= part.y - y <= _BELOW[1] * size]
    if not above or not below:
        return None
    lowest, highest = max(map(_height, above)), min(map(_height, below))
    above = [part for part in above if lowest - part.y <= _RAISED * size]
    below = [part for part in below if part.y - highest <= _RAISED * size]
    found = _Fraction(bar, above, below, left, right)
    if is_far and not _is_small(found):
        return None
    if all(_belongs(part, bar, size, near) for part in (above, below)):
        return found
    return None


def _far(bar: Rule, y: float, near: Sequence[Fragment]) -> tuple[Fragment | None, Fragment | None]:
    """The nearest text of the row, to the left or else to the right."""
    level = [part for part in near if _on_axis(part, y)]
    left = max(
        (part for part in level if part.x1 <= bar.x0), key=lambda part: part.x1, default=None
    )
    if left is not None:
        return left, None
    right = (part for part in level if part.x0 >= bar.x1)
    return None, min(right, key=lambda part: part.x0, default=None)


def _is_small(fraction: _Fraction) -> bool:
    """Whether its parts are smaller than the text of the row, and as wide as the bar.

    A number that is underlined, or below which a sum is drawn, has the size of the others.
    """
    size = fraction.beside.size
    parts = (fraction.above, fraction.below)
    widest = max(max(p.x1 for p in part) - min(p.x0 for p in part) for part in parts)
    small = all(part.size <= _SMALL * size for part in (*fraction.above, *fraction.below))
    return small and abs(fraction.bar.x1 - fraction.bar.x0 - widest) <= _FITS * size


def _slack(part: Fragment) -> float:
    return _OVERHANG * part.size


def _nearest(parts: Sequence[Fragment], gap: Callable[[Fragment], float]) -> Fragment | None:
    found = min(parts, key=gap, default=None)
    return found if found is not None and gap(found) <= _BESIDE * found.size else None


def _on_axis(part: Fragment, y: float) -> bool:
    return _AXIS[0] * part.size <= part.y - y <= _AXIS[1] * part.size


def _overlaps(part: Fragment, bar: Rule) -> bool:
    return part.x1 > bar.x0 and part.x0 < bar.x1


def _is_struck(bar: Rule, y: float, near: Sequence[Fragment]) -> bool:
    """Whether the bar goes through letters."""
    return any(
        _overlaps(part, bar) and part.y - 0.5 * part.size < y - 0.05 * part.size and part.y > y
        for part in near
    )


def _belongs(parts: Sequence[Fragment], bar: Rule, size: float, near: Sequence[Fragment]) -> bool:
    """Whether text stands in the middle of the bar, and there alone."""
    x0, x1 = min(part.x0 for part in parts), max(part.x1 for part in parts)
    over = _OVERHANG * size
    if x0 < bar.x0 - over or x1 > bar.x1 + over:
        return False
    if abs((x0 + x1) - (bar.x0 + bar.x1)) > 2 * _OFF_CENTRE * size:
        return False
    inside = {id(part) for part in parts}
    level = {part.y for part in parts}
    return not any(
        id(part) not in inside
        and min(abs(part.y - y) for y in level) <= _LEVEL * size
        and part.x1 > bar.x0 - _TOUCHES * size
        and part.x0 < bar.x1 + _TOUCHES * size
        for part in near
    )


def _is_plain(parts: Sequence[Fragment], fraction: _Fraction) -> bool:
    """Whether what a slash stands next to is one word or number, or words without operators."""
    heights = [part.y for part in parts]
    level = max(heights) - min(heights) <= _LEVEL * fraction.beside.size
    return level and not any(_OPERATOR.search(part.text) for part in parts)


def _written(fraction: _Fraction, *, is_plain: bool) -> list[Fragment]:
    """The fraction as fragments of the line that it stands in, each with its own place."""
    above, below = _words(fraction.above), _words(fraction.below)
    pieces = [*above, *below]
    if is_plain and len(pieces) == 2:
        (upper, first), (lower, second) = pieces
        pieces = [(f"{upper}/{lower}", first.united(second))]
    elif is_plain:
        pieces.insert(len(above), ("/", Rect(*fraction.bar)))
    x0, x1 = _room(fraction)
    index = min(part.index for part in (*fraction.above, *fraction.below))
    style = fraction.beside.style
    step = (x1 - x0) / len(pieces)
    gap = min(_APART * style.size, step / 2)
    written: list[Fragment] = []
    for at, (text, rect) in enumerate(pieces):
        start = x0 + at * step
        end = start + step - (gap if at + 1 < len(pieces) else 0)
        part = Fragment(text, index, start, end, fraction.beside.y, replace(style), rect)
        part.space = at > 0 or _is_word(fraction.left, -1)
        written.append(part)
    if fraction.right is not None and _is_word(fraction.right, 0):
        fraction.right.space = True
    return written


def _words(parts: Sequence[Fragment]) -> list[tuple[str, Rect]]:
    """The words of a part with their boxes: a number may be set digit by digit."""
    words: list[tuple[str, Rect]] = []
    last: Fragment | None = None
    size, level = max(part.size for part in parts), max(map(_height, parts))
    for part in sorted(parts, key=lambda part: part.x0):
        is_raised = part.size <= _SMALL * size and level - part.y > _LEVEL * size
        shown = superscript(part.text) if is_raised else part.text
        if last is None or spaced(last, part):
            words.append((shown, part.rect))
        else:
            text, rect = words[-1]
            words[-1] = (text + shown, rect.united(part.rect))
        last = part
    return words


def _room(fraction: _Fraction) -> tuple[float, float]:
    """From where to where it is written: "1 3/4" is another number than "13/4"."""
    x0, x1 = fraction.bar.x0, fraction.bar.x1
    apart = _APART * fraction.beside.size
    if fraction.left is not None and _is_word(fraction.left, -1):
        x0 = max(x0, fraction.left.x1 + apart)
    if fraction.right is not None and _is_word(fraction.right, 0):
        x1 = min(x1, fraction.right.x0 - apart)
    return min(x0, x1), max(x0, x1)


def _is_word(part: Fragment | None, at: int) -> bool:
    return part is not None and part.text[at].isalnum()


def _replace(fragments: list[Fragment], fraction: _Fraction, written: list[Fragment]) -> None:
    gone = {id(part) for part in (*fraction.above, *fraction.below)}
    fragments[:] = [part for part in fragments if id(part) not in gone]
    beside = fraction.beside
    at = next(at for at, part in enumerate(fragments) if part is beside)
    at += fraction.left is not None
    fragments[at:at] = written
