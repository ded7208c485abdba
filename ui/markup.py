"""Escaped HTML from text and ranges of it, for what a template cannot mark by itself."""

from __future__ import annotations

from collections.abc import Iterable

import markupsafe
from markupsafe import Markup

from assistant.printable import printable

Ranges = Iterable[tuple[int, int]]


def escape(text: str) -> Markup:
    """`text` as HTML text or as a quoted attribute's value; it can never become markup."""
    return markupsafe.escape(printable(text))


def emphasise(text: str, ranges: Ranges, tag: str) -> Markup:
    """`text` escaped, with each half-open range of it inside `<tag>`.

    Ranges may overlap, touch, or reach past the text: they are merged and clipped. They count
    characters of `text` itself, so the text is cut first and each piece escaped after.
    """
    opening, closing = Markup("<{}>").format(tag), Markup("</{}>").format(tag)
    pieces: list[Markup] = []
    done = 0
    for start, end in _merged(ranges, len(text)):
        pieces += [escape(text[done:start]), opening, escape(text[start:end]), closing]
        done = end
    return Markup().join([*pieces, escape(text[done:])])


def _merged(ranges: Ranges, length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
