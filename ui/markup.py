"""Escaped HTML from text and ranges: the only way in which foreign text enters the page."""

from __future__ import annotations

import html
from collections.abc import Iterable

from assistant.printable import printable


def escape(text: str) -> str:
    """`text` as HTML text or as a quoted attribute's value; it can never become markup."""
    return html.escape(printable(text), quote=True)


def headings(section: str) -> str:
    """The headings above a passage as HTML, outermost first."""
    return escape(section.replace(" > ", " › "))


def emphasise(text: str, ranges: Iterable[tuple[int, int]], tag: str) -> str:
    """`text` escaped, with each half-open range of it inside `<tag>`.

    Ranges may overlap, touch, or reach past the text: they are merged and clipped. They count
    characters of `text` itself, so the text is cut first and each piece escaped after.
    """
    pieces: list[str] = []
    done = 0
    for start, end in _merged(ranges, len(text)):
        pieces += [escape(text[done:start]), f"<{tag}>", escape(text[start:end]), f"</{tag}>"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def _merged(ranges: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged
