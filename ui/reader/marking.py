"""Text of a document as HTML in which every character keeps its place."""

from __future__ import annotations

import html

from assistant.printable import printable

NOTHING = "\N{ZERO WIDTH SPACE}"
"""Stands for a character that may not be shown, so that offsets can be counted in the browser."""

Range = tuple[int, int]


def exact(text: str) -> str:
    """`text` escaped, one character of HTML text for each of its own."""
    shown = printable(text)
    if len(shown) != len(text):
        shown = "".join(printable(character) or NOTHING for character in text)
    return html.escape(shown, quote=True)


def marked(text: str, start: int, end: int, at: Range | None) -> str:
    """`text[start:end]` escaped, with what of `at` lies in it inside `<mark>`."""
    first, last = (end, end) if at is None else (max(start, at[0]), min(end, at[1]))
    if first >= last:
        return exact(text[start:end])
    return (
        f'{exact(text[start:first])}<mark class="reader-mark">{exact(text[first:last])}</mark>'
        f"{exact(text[last:end])}"
    )
