"""Headings of a document without styles for them: short bold paragraphs above text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_LONGEST = 120  # characters
_MOST = 0.35  # of the paragraphs; where more are bold, bold marks something else
_DEEPEST = 9


class Paragraph(NamedTuple):
    """A paragraph that may be a heading. is_last: nothing follows it."""

    text: str
    is_bold: bool
    size: float = 0.0
    is_last: bool = False


def bold_headings(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """The levels of those that are headings, by their number from 0; larger ones above."""
    found = {at: each.size for at, each in enumerate(paragraphs) if _is_heading(each)}
    if len(found) > _MOST * len(paragraphs):
        return {}
    sizes = sorted(set(found.values()), reverse=True)
    return {at: min(_DEEPEST, sizes.index(size) + 1) for at, size in found.items()}


def _is_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return (
        paragraph.is_bold
        and not paragraph.is_last
        and len(text) <= _LONGEST
        and any(map(str.isalpha, text))
        and not text.endswith((".", ",", ";", ":"))
    )
