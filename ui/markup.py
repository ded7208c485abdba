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


def headings(section: str) -> str:
    """The headings above a passage as HTML, outermost first."""
    return escape(section.replace(" > ", " › "))


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


_PATHS = {
    "bad": "M16 13V4h4v9zM16 12l-4 8c-1.6 0-2.6-1.2-2.3-2.8l.7-3.2H5c-1.3 0-2.2-1.2-1.9-2.4"
    "l1.6-6C5 4.6 5.8 4 6.8 4H16",
    "bin": "M5 7h14M10 4h4M7 7l1 13h8l1-13",
    "chats": "M4 5h16v11H9l-5 4z",
    "close": "M6 6l12 12M18 6L6 18",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "documents": "M6 3h9l4 4v14H6zM14 3v5h5M9 13h7M9 17h7",
    "down": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "edit": "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
    "good": "M8 11v9H4v-9zM8 12l4-8c1.6 0 2.6 1.2 2.3 2.8L13.6 10H19c1.3 0 2.2 1.2 1.9 2.4"
    "l-1.6 6c-.3 1-1.1 1.6-2.1 1.6H8",
    "new": "M12 5v14M5 12h14",
    "open": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
    "partly": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 3v18",
    "quality": "M4 20V4M4 20h16M8 16v-5M13 16V7M18 16v-8",
    "receipt": "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
    "retry": "M20 11a8 8 0 1 0-2 6M20 5v6h-6",
    "settings": "M4 7h10M18 7h2M4 17h2M10 17h10M14 4v6M10 14v6",
    "stop": "M6 6h12v12H6z",
    "undo": "M9 14L4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3",
}


def icon(name: str) -> str:
    """The SVG of an icon."""
    return (
        f'<svg class="icon" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"'
        f' focusable="false"><path d="{_PATHS[name]}" fill="none" stroke="currentColor"'
        f' stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
