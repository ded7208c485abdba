"""Roots: the sign hangs from the bar over what it is of, and belongs into the line of that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from assistant.reading.pdf.fragments import Fragment, Page, Rect, Rule
from assistant.reading.superscript import superscript

_MOST_BARS = 300  # of one page; more are a drawing
_MOST_ROOTS = 300
_SIGN = "√"
_TALL = frozenset("pqrs")  # its forms in the font of tall signs that TeX uses, which has no map
_TALL_FONT = "CMEX"
# In sizes of the sign:
_TOUCHES = 0.25  # the bar begins so near its right edge
_RAISED = 0.6  # baselines of one line, with what is raised in it
_LOWEST = 0.3  # below the sign's foot, nothing is under its bar
_SMALL = 0.8  # the most of its degree
_AXIS = 0.25  # from a fraction's bar to the baseline of the text beside it
_ARM = 0.7  # of its width, where its degree stands
_ALONE = re.compile(r"\d++(?:[.,]\d++)?|\w")  # "√16", "√n"; but "√(ab)"
_DEGREE = re.compile(r"[0-9]{1,3}")


class _Root(NamedTuple):
    sign: Fragment
    bar: Rule


def join_roots(page: Page) -> None:
    """Put the sign of each root of a page before what stands below its bar: "√16", "√(a + b)"."""
    fragments = page.fragments.get(0)
    if not fragments or page.mirrored or len(page.bars) > _MOST_BARS:
        return
    signs = [part for part in fragments if _is_sign(part)][:_MOST_ROOTS]
    found = [_Root(sign, bar) for sign in signs if (bar := _bar(sign, page.bars))]
    for root in sorted(found, key=lambda root: root.bar.x1 - root.bar.x0):
        _join(root, fragments, page.bars)


def _is_sign(part: Fragment) -> bool:
    return part.text == _SIGN or (part.text in _TALL and _TALL_FONT in part.style.font.upper())


def _bar(sign: Fragment, bars: Sequence[Rule]) -> Rule | None:
    """The bar that begins at the sign's top, right of it."""
    lowest = (sign.rect.y0 + sign.rect.y1) / 2
    near = [
        bar
        for bar in bars
        if abs(bar.x0 - sign.x1) <= _TOUCHES * sign.size
        and sign.rect.y0 - _TOUCHES * sign.size <= bar.y0 <= lowest
    ]
    return min(near, key=lambda bar: abs(bar.x0 - sign.x1), default=None)


def _join(root: _Root, fragments: list[Fragment], bars: Sequence[Rule]) -> None:
    sign, bar = root
    inside = sorted(
        (part for part in fragments if part is not sign and _is_under(part, root)),
        key=lambda part: part.x0,
    )
    level = _level(inside, root, bars)
    if level is None:
        return
    sign.y, sign.text = level, _taken_degree(sign, fragments) + _SIGN
    inside[0].space = False
    if not _ALONE.fullmatch("".join(part.text for part in inside)):
        sign.text += "("
        last = max(inside, key=lambda part: part.x1)
        edge = max(last.x1, *(each.x1 for each in _fractions(inside, root, bars)), 0)
        style = replace(sign.style)
        close = Fragment(")", last.index, edge, edge + 0.01, level, style, Rect(*bar))
        fragments.insert(fragments.index(last) + 1, close)


def _is_under(part: Fragment, root: _Root) -> bool:
    sign, bar = root
    return (
        bar.x0 - _TOUCHES * sign.size <= part.x0
        and (part.x0 + part.x1) / 2 <= bar.x1
        and bar.y0 < part.y <= sign.rect.y1 + _LOWEST * sign.size
    )


def _level(inside: Sequence[Fragment], root: _Root, bars: Sequence[Rule]) -> float | None:
    """The baseline of what stands below the bar; None where nothing does, or in several lines."""
    if not inside:
        return None
    heights = [part.y for part in inside]
    size = root.sign.size
    if max(heights) - min(heights) <= _RAISED * size:
        return max(part.y for part in inside if part.size == max(p.size for p in inside))
    fractions = _fractions(inside, root, bars)
    return fractions[0].y0 + _AXIS * size if len(fractions) == 1 else None


def _fractions(inside: Sequence[Fragment], root: _Root, bars: Sequence[Rule]) -> list[Rule]:
    """The bars of fractions below the root's bar."""
    heights = [part.y for part in inside]
    first, end = root.bar.x0, root.bar.x1
    return [
        bar
        for bar in bars
        if first <= bar.x0 and bar.x1 <= end and min(heights) < bar.y0 < max(heights)
    ]


def _taken_degree(sign: Fragment, fragments: list[Fragment]) -> str:
    """The 3 of a third root, raised, which stands in the arm of the sign; "" without one."""
    arm = sign.x0 + _ARM * (sign.x1 - sign.x0)
    for at, part in enumerate(fragments):
        is_in_arm = part.x1 > sign.x0 and sign.x0 - sign.size <= part.x0 and part.x1 <= arm
        is_level = sign.rect.y0 <= part.y <= sign.rect.y1 and part.size < _SMALL * sign.size
        if is_in_arm and is_level and _DEGREE.fullmatch(part.text):
            sign.rect = sign.rect.united(part.rect)
            del fragments[at]
            return superscript(part.text)
    return ""
