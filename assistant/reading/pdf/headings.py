"""Tell headings from text, and how deep each stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from assistant.reading.pdf.drafts import BULLET, Draft
from assistant.reading.text_builder import WITHOUT_SPACES

_LONGEST = 250  # characters
_MOST_LINES = 4
_MOST_WORDS = 20
_KNOWN = frozenset(
    "abstract summary introduction references bibliography acknowledgments acknowledgements".split()
)
_LARGER = 1.09  # times the size of the text
_SMALLEST = 0.92  # likewise: of a heading that is bold
_MOST_LEVEL = 6
_NUMBERED = re.compile(r"((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4})[.)]?\s+(?=[^\W\d_])")
_DEEP = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+[^\W\d_a-z]")
_UNFINISHED = re.compile(r"[,;:–-]$")
_SENTENCE = re.compile(r"[a-z)\]][.!]$")
_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{3,}(?![\d_])")
_BEGINS = re.compile(r"[\w\"'“‘«¿¡(\[§]")
_WORDED = 0.5


class Look(NamedTuple):
    """How a heading is set. The larger, the further out it stands."""

    size: int
    bold: bool
    capitals: bool
    italic: bool


class Bookmarks:
    """The headings that the file itself lists."""

    def __init__(self, outline: Sequence[tuple[int, str, int]]) -> None:
        self._levels: dict[tuple[str, int], int] = {}
        for level, title, page in outline:
            self._levels.setdefault((_folded(title), page), level)

    def level(self, draft: Draft) -> int:
        """Of the bookmark that says the same on that page; 0 where none does."""
        text = _folded(draft.text)
        if not text:
            return 0
        plain = _folded(_NUMBERED.sub("", draft.text, count=1))
        for key in (text, plain):
            for page in (draft.page, draft.page - 1, 0):
                if key and (level := self._levels.get((key, page))):
                    return level
        return 0


def _folded(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def body_size(drafts: Sequence[Draft]) -> float:
    """The size of most of the text."""
    sizes: Counter[float] = Counter()
    for draft in drafts:
        for line in draft.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def mark_headings(drafts: Sequence[Draft], bookmarks: Bookmarks) -> None:
    """Set kind and level of those drafts that are headings."""
    body = body_size(drafts)
    all_bold = _share_bold(drafts) > 0.5
    looks: Counter[Look] = Counter()
    found: list[tuple[Draft, int]] = []
    for draft in drafts:
        level = bookmarks.level(draft) if _may_be(draft) else 0
        if level or (_may_be(draft) and _stands_out(draft, body, all_bold)):
            found.append((draft, level))
            looks[_look(draft)] += 1
    found = [
        (draft, level)
        for draft, level in found
        if level or not _is_weak(draft, body) or looks[_look(draft)] > 1
    ]
    found = _with_years(drafts, found, body)
    title = _title(found, body)
    _set_levels(found, title)


def _with_years(
    drafts: Sequence[Draft], found: list[tuple[Draft, int]], body: float
) -> list[tuple[Draft, int]]:
    """With lines that are but a year, set as other headings are."""
    looks = Counter((round(draft.size * 2), draft.bold) for draft, _ in found)
    levels = {id(draft): level for draft, level in found}
    for draft in drafts:
        year = draft.table is None and len(draft.lines) == 1 and _YEAR.fullmatch(draft.text)
        stands_out = draft.bold or draft.size >= _LARGER * body
        if year and stands_out and looks[round(draft.size * 2), draft.bold]:
            levels.setdefault(id(draft), 0)
    return [(draft, levels[id(draft)]) for draft in drafts if id(draft) in levels]


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def _may_be(draft: Draft) -> bool:
    if draft.table is not None or not draft.lines or draft.kind not in ("paragraph", "item"):
        return False
    text = draft.text
    return (
        len(draft.lines) <= _MOST_LINES
        and len(text) <= _LONGEST
        and BULLET.match(text) is None
        and _is_worded(text)
    )


def _is_worded(text: str) -> bool:
    """Whether most of it is words: formulas, code and addresses are also set apart."""
    if WITHOUT_SPACES.search(text):
        return True
    words = sum(len(word) for word in _WORD.findall(text))
    signs = sum(not letter.isspace() for letter in text)
    return _BEGINS.match(text) is not None and words >= _WORDED * signs


def _share_bold(drafts: Sequence[Draft]) -> float:
    bold = sum(len(draft.text) for draft in drafts if draft.lines and draft.bold)
    return bold / max(1, sum(len(draft.text) for draft in drafts))


def _stands_out(draft: Draft, body: float, all_bold: bool) -> bool:
    text = draft.text
    if text.strip(" .:").lower() in _KNOWN:
        return True
    if len(text.split()) > _MOST_WORDS or _UNFINISHED.search(text):
        return False
    if draft.size >= _LARGER * body:
        return not (_SENTENCE.search(text) and len(text) > 60)
    if draft.size < _SMALLEST * body or (_SENTENCE.search(text) and len(text.split()) > 8):
        return False
    if text[:1].islower():
        return False
    if draft.bold and not all_bold:
        return True
    if text.isupper() and len(draft.lines) <= 2:
        return True
    return len(draft.lines) == 1 and (_DEEP.match(text) is not None or draft.italic)


def _is_weak(draft: Draft, body: float) -> bool:
    """Whether only its slant or its number says that it is one."""
    if draft.text.strip(" .:").lower() in _KNOWN:
        return False
    return draft.size < _LARGER * body and not draft.bold and not draft.text.isupper()


def _look(draft: Draft) -> Look:
    return Look(round(draft.size * 2), draft.bold, draft.text.isupper(), draft.italic)


def _title(found: Sequence[tuple[Draft, int]], body: float) -> Draft | None:
    """The document's title: the largest text of the first page, at its top, larger than all."""
    first = [draft for draft, _ in found if draft.page == 1]
    if not first:
        return None
    largest = max(first, key=lambda draft: draft.size)
    sizes = sorted((draft.size for draft, _ in found if draft is not largest), reverse=True)
    others = [size for size in sizes if size >= largest.size * 0.97]
    is_title = largest.size >= 1.15 * body and not others and not _NUMBERED.match(largest.text)
    return largest if is_title else None


def _set_levels(found: Sequence[tuple[Draft, int]], title: Draft | None) -> None:
    known: dict[Look, Counter[int]] = {}
    sure: dict[int, int] = {}
    for draft, level in found:
        own = level or _depth(draft)
        if own and draft is not title:
            known.setdefault(_look(draft), Counter())[own] += 1
            sure[id(draft)] = own
    levels = {look: counts.most_common(1)[0][0] for look, counts in known.items()}
    ranks = _ranks([_look(draft) for draft, _ in found if draft is not title], levels)
    for draft, _ in found:
        draft.kind = "heading"
        draft.level = 1 if draft is title else sure.get(id(draft), ranks.get(_look(draft), 1))
        draft.level = min(draft.level, _MOST_LEVEL)


def is_numbered(draft: Draft) -> bool:
    """Whether it begins with a number as headings have."""
    return _depth(draft) > 0


def _depth(draft: Draft) -> int:
    """Of its number: "3.1.2 Neural stem cells" is 3; 0 without one."""
    match = _NUMBERED.match(draft.text)
    if match is None or (match.group(1).isalpha() and draft.text[1:2] != "."):
        return 0
    return match.group(1).count(".") + 1


def _ranks(looks: Sequence[Look], known: dict[Look, int]) -> dict[Look, int]:
    """Of looks without numbers: one deeper than what is larger, unless that is their own."""
    ranks: dict[Look, int] = {}
    level = 0
    for look in sorted(set(looks), reverse=True):
        if look in known:
            level = known[look]
        elif level == 0 or not _alike(look, ranks):
            larger_known = [known[other] for other in known if other > look]
            level = max(larger_known, default=level) + 1 if larger_known or ranks else 1
        ranks[look] = level
    return ranks


def _alike(look: Look, ranks: dict[Look, int]) -> bool:
    return any(abs(other.size - look.size) <= 1 and other[1:] == look[1:] for other in ranks)
