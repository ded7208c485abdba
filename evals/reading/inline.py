"""Marks of style inside the texts of the benchmark.

`*bold*`; digits, + and − that stand raised or lowered are Unicode's ("10⁶", "CO₂"). Writers turn
them into what their format has for it. Read again, raised ones are to be Unicode's, and lowered
ones plain digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+−", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_RUN = re.compile(r"\*([^*]+)\*|([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)|([₀-₉]+)|([^*⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀-₉]+)")

_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")

Style = Literal["", "bold", "raised", "lowered"]


class Run(NamedTuple):
    """A piece of text in one style, raised and lowered digits as ordinary ones."""

    text: str
    style: Style


def runs(text: str) -> list[Run]:
    """A text by style."""
    found = []
    for bold, raised, lowered, other in _RUN.findall(text):
        if raised:
            found.append(Run("".join(map(_RAISED.__getitem__, raised)), "raised"))
        elif lowered:
            found.append(Run("".join(map(_LOWERED.__getitem__, lowered)), "lowered"))
        else:
            found.append(Run(bold or other, "bold" if bold else ""))
    return found


def first_apart(text: str, space: str = " ") -> list[Run]:
    """A text by style, its first word as a run of its own; where words have no spaces, a letter."""
    first, *rest = runs(text) or [Run("", "")]
    length = (first.text.find(space) if space else 1) if first.style == "" else 0
    if length <= 0:
        return [first, *rest]
    return [Run(first.text[:length], ""), Run(first.text[length:], ""), *rest]


def plain(text: str) -> str:
    """A text as a reader should give it."""
    return text.replace("*", "").translate(_PLAIN)


def styled(text: str, escape: Callable[[str], str], **patterns: str) -> str:
    """A text in a markup language; patterns such as `raised="<sup>{}</sup>"`."""
    written = []
    for run in runs(text):
        pattern = patterns.get(run.style, "{}") if run.style else "{}"
        written.append(pattern.replace("{}", escape(run.text)))
    return "".join(written)
