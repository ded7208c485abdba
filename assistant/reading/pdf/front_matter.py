"""What stands between a document's title and its text: its authors, where they work, its year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.headings import Bookmarks, is_numbered
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.segments import joined

_MOST = 12  # drafts
_BODY_LINES, _BODY_CHARACTERS = 3, 200  # so long, a paragraph is text
_SECTION = re.compile(
    r"(?:abstract|summary|introduction|background|contents|table of contents|keywords?|preface"
    r"|foreword|acknowledge?ments?|executive summary|overview)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"(?<![\d*†‡§¶‖#✉⁰¹²³⁴⁵⁶⁷⁸⁹,;])[\d*†‡§¶‖#✉⁰¹²³⁴⁵⁶⁷⁸⁹,;]++(?=\s|$|&)"
    r"|(?<=[^\W\d_])\d++(?:,\d++)*+"
)
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:[,;&·|]|\band\b|\bund\b|\bet\b|\by\b)\s*+")
_PARTICLES = frozenset(
    "van von der den de da do dos di del della la le du el al bin ibn ten ter zu y e af av".split()
)
_NAME = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*|[^\W\d_][^\W\d_’'‘-]*(?:[-’'‘][^\W\d_]+)*\.?")
_PLACES = re.compile(
    r"\b(?:universit|institut|department|dept|hospital|cent(?:er|re)|school|college|laborator|inc\b"
    r"|ltd|gmbh|council|journal|press|report|review|society|ministry|agency|office|faculty|division"
    r"|committee|version|draft|manual|guide|street|road|group|foundation|company)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?:dear|to|from|cc|attn|attention|sincerely|yours|regards|madam|sir|re|subject|date|memo"
    r"|memorandum|prepared|submitted|presented|chair|honou?rable)\b",
    re.IGNORECASE,
)
"""How letters begin and end: no names of authors."""


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
    return all(_is_name(part) for line in draft.lines for part in _pieces(line))


def names_of(draft: Draft) -> list[str]:
    """The names of people with which a draft begins."""
    names: list[str] = []
    for line in draft.lines:
        parts = _pieces(line)
        if not parts or not all(map(_is_name, parts)):
            return names
        names += parts
    return names


def _pieces(line: Line) -> list[str]:
    """A line's text, parted by commas and by wide gaps, without marks."""
    texts = [joined(segment.fragments) for segment in line.segments]
    parts = [part for text in texts for part in _BETWEEN.split(_MARKS.sub(",", text))]
    return [part.strip(" .*†‡§,") for part in parts if part.strip(" .*†‡§,")]


def _is_name(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= 5 or _PLACES.search(text) or _ADDRESSED.match(text):
        return False
    capital = [word for word in words if word.lower() not in _PARTICLES]
    return len(capital) > 1 and all(_NAME.fullmatch(word) and word[0].isupper() for word in capital)
