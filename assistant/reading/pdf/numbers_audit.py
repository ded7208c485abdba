"""Hold the numbers of what was written to those of the file's characters, page by page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.reading.pdf.content import Content
from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.fragments import Fragment, Page
from assistant.reading.pdf.layer_numbers import Number, written_numbers
from assistant.reading.pdf.segment import joined
from assistant.reading.structure import Structure

_WITH_EXPONENT = re.compile(r"(?<!\d)\d++[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


class NumbersRead(NamedTuple):
    """numbers: of the file without those that are left out on purpose; lost: those of them
    that nothing written has, each with its page.
    """

    numbers: int
    lost: list[tuple[int, str]]


def audit_numbers(content: Content, structure: Structure, drafts: Sequence[Draft]) -> NumbersRead:
    """Which numbers of the file's characters are neither in its text, nor left out and told.

    Values are compared, not the words that hold them: a number that is written as a part of
    another, or of a word, is lost.
    """
    texts = _texts_by_page(structure)
    names = _names_by_page(drafts)
    count, lost = 0, list[tuple[int, str]]()
    for page, out in zip(content.pages, content.left_out, strict=True):
        written = _Pool([*texts[page.number], *names[page.number]])
        missing = written.without(_numbers_of(page, content))
        apart = _Pool([" ".join([*page.unseen, *map(_text, out)]), *_repeated(drafts, page)])
        unread = apart.without(missing)
        count += written.taken + len(unread)
        lost += [(page.number, number.text) for number in unread]
    return NumbersRead(count, lost)


def _text(fragments: Sequence[Fragment]) -> str:
    return joined(fragments)


def _numbers_of(page: Page, content: Content) -> Iterable[Number]:
    """Those of its characters; of a page that was recognised, those that were."""
    if page.number not in content.recognised or page.layered:
        return page.numbers
    words = " ".join(part.text for parts in page.fragments.values() for part in parts)
    return list(written_numbers(words))


def _texts_by_page(structure: Structure) -> defaultdict[int, list[str]]:
    """What was written of each page: all of it between two places where the page changes."""
    pages = [unit for unit in structure.layer.units if unit.kind == "page"]
    starts = [unit.start for unit in pages]
    found: defaultdict[int, list[str]] = defaultdict(list)
    at, current = 0, 0
    for piece in structure.origin.pieces:
        page = pages[bisect_right(starts, piece.origin_start) - 1].number
        if page != current:
            if current:
                found[current].append(structure.text[at : piece.start])
            at, current = piece.start, page
    if current:
        found[current].append(structure.text[at:])
    return found


def _names_by_page(drafts: Sequence[Draft]) -> defaultdict[int, list[str]]:
    """The names of columns, which are kept beside the text, on every page of their table."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for draft in drafts:
        if draft.table is not None:
            for page in range(draft.first_page, draft.page + 1):
                found[page] += draft.columns
    return found


def _repeated(drafts: Sequence[Draft], page: Page) -> list[str]:
    """Names of columns that stand again on a page, where a table goes on."""
    grids = [
        draft.table.grid
        for draft in drafts
        if draft.table is not None
        and draft.table.grid is not None
        and draft.first_page <= page.number <= draft.page
    ]
    return [joined(line) for grid in grids for cell in grid.repeated for line in cell]


class _Pool:
    """Numbers of texts, each of which can be taken once. taken: how many were."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._free: Counter[str] = Counter()
        self._bound: Counter[str] = Counter()
        self._raised: Counter[str] = Counter()
        self.taken = 0
        for text in texts:
            for number in written_numbers(text):
                pool = self._free if number.free else self._bound
                (self._raised if number.raised else pool)[number.text] += 1
            for match in _WITH_EXPONENT.finditer(text):
                self._raised["".join(one.text for one in written_numbers(match.group()))] += 1

    def without(self, numbers: Iterable[Number]) -> list[Number]:
        """The numbers that are not among them; those with a letter are content with less."""
        ordered = sorted(numbers, key=lambda number: not number.free)
        left = [number for number in ordered if not self._take(number)]
        self.taken = len(ordered) - len(left)
        return left

    def _take(self, number: Number) -> bool:
        pools = [self._free, self._raised]
        for pool in pools if number.free else [self._bound, *reversed(pools)]:
            if pool[number.text] > 0:
                pool[number.text] -= 1
                return True
        return False
