"""What stands between a document's title and its text: its authors, where they work, its year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading import byline
from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.headings import Bookmarks, is_numbered
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.segment import joined

_MOST = 12  # drafts
_BODY_LINES, _BODY_CHARACTERS = 3, 200  # so long, a paragraph is text
_SECTION = re.compile(
    r"(?:abstract|summary|introduction|background|contents|table of contents|keywords?|preface"
    r"|foreword|acknowledge?ments?|executive summary|overview)\b",
    re.IGNORECASE,
)


def front_of(drafts: Sequence[Draft], bookmarks: Bookmarks) -> list[Draft]:
    """The drafts between the title and the text; [] where the first page has no title."""
    first = [draft for draft in drafts if draft.page == 1]
    at = next((at for at, draft in enumerate(first) if draft.kind == "heading"), None)
    if at is None:
        return []
    front: list[Draft] = []
    for draft in first[at + 1 : at + 1 + _MOST]:
        if _is_text(draft) or (draft.kind == "heading" and _is_section(draft, bookmarks)):
            return front
        front.append(draft)
    return front if len(first) > at + 1 + len(front) else []


def mark_front(drafts: Sequence[Draft], bookmarks: Bookmarks) -> list[Draft]:
    """Take names and the like there for no headings; returns what stands there."""
    front = front_of(drafts, bookmarks)
    for at, draft in enumerate(front):
        if draft.kind != "heading":
            continue
        if _all_names(draft) or at + 1 < len(front) or not _LETTERS.search(draft.text):
            draft.kind, draft.level = "paragraph", 0
    return front


_LETTERS = re.compile(r"[^\W\d_]{3}")


def _is_text(draft: Draft) -> bool:
    if draft.table is not None or draft.kind not in ("paragraph", "heading"):
        return True
    return len(draft.text) > _BODY_CHARACTERS or (
        len(draft.lines) >= _BODY_LINES and draft.kind == "paragraph" and draft.ends_sentence
    )


def _is_section(draft: Draft, bookmarks: Bookmarks) -> bool:
    return (
        bookmarks.level(draft) > 0 or is_numbered(draft) or _SECTION.match(draft.text) is not None
    )


def _all_names(draft: Draft) -> bool:
    return all(byline.is_name(part) for line in draft.lines for part in _pieces(line))


def names_of(draft: Draft) -> list[str]:
    """The names of people with which a draft begins."""
    names: list[str] = []
    for line in draft.lines:
        parts = _pieces(line)
        if not parts or not all(map(byline.is_name, parts)):
            return names
        names += parts
    return names


def _pieces(line: Line) -> list[str]:
    """A line's text, parted by commas and by wide gaps, without marks."""
    return [part for segment in line.segments for part in byline.pieces(joined(segment.fragments))]
