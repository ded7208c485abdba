"""Find headings in typed text: chapters, numbered sections, capitals, lines that stand alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from assistant.reading.text import line_forms as forms
from assistant.reading.text.headings import states_something
from assistant.reading.text.lines import Line
from assistant.reading.text.list_marks import follows
from assistant.reading.text.sequences import Sequences

WRAPPED_WIDTH = 50
"""Characters: paragraphs are seldom broken into shorter lines."""

FULL = 0.7
"""Of the width: a line so long goes on in the next."""

_PROSE = 6  # words


class Found(NamedTuple):
    """A heading. lines: how many; sure: it is surely one; else it is to be quoted, too."""

    lines: int
    rank: int
    numbered: bool = False
    sure: bool = True


@dataclass(slots=True)
class Headings:
    """Follows the headings of one text.

    width:       of its lines.
    known:       what all its lines together say.
    lone_titles: a line that stands alone may be one.
    """

    width: float = 0.0
    known: Sequences = field(default_factory=Sequences)
    lone_titles: bool = True
    _numbers: dict[int, int] = field(default_factory=dict)

    def find(self, group: Sequence[Line], at: int) -> Found | None:
        """The heading that begins at a line of a group; None if none does."""
        if group[at].start in self.known.records:
            return Found(1, forms.TITLE_RANK - 1, numbered=True)
        text = group[at].text
        before = group[at - 1].text if at else ""
        if before and not forms.ends_sentence(before) and len(before) >= self.width * FULL:
            return None
        if at + 1 < len(group) and len(text) >= max(self.width, WRAPPED_WIDTH) * FULL:
            return None  # goes on in the next line
        if marks := forms.hash_marks(text):
            return Found(1, forms.CAPS_RANK - 1 + marks)
        if chapter := forms.chapter(text):
            return _chapter(group, at, *chapter)
        if text in self.known.dated:
            return self._dated(group, at)
        return self._bare(group, at)

    def _bare(self, group: Sequence[Line], at: int) -> Found | None:
        """A heading by its number, its capitals, or since it stands alone."""
        text = group[at].text
        if not any(map(str.isalpha, text)):
            alone = group[at].start in self.known.numerals
            return Found(1, forms.TITLE_RANK - 1, numbered=True) if alone else None
        if number := forms.number_of(text):
            return self._numbered(group, at, *number)
        letters = sum(char.isalpha() for char in text)
        beside = [line.text for line in group[max(0, at - 1) : at + 2]]
        if any(follows(*two) for two in pairwise(beside)):
            return None
        if text.isupper() and letters > 2 and forms.is_title(text):
            return Found(1, forms.CAPS_RANK)
        return _titled(group) if at == 0 and self.lone_titles else None

    def _numbered(
        self, group: Sequence[Line], at: int, number: tuple[int, ...], dotted: bool, title: str
    ) -> Found | None:
        depth = len(number)
        if len(group) == 1 and dotted and not (depth == 1 and () in self.known.clauses):
            title = title.removesuffix(".")  # "1. Source Code."
        if not forms.is_title(title) or (depth == 1 and number[0] > 99):
            return None
        if not dotted and depth == 1 and number[0] not in (1, self._numbers.get(1, 0) + 1):
            return None
        following = group[at + 1].text if at + 1 < len(group) else ""
        if following[:1].islower() or (depth > 1 and number[:-1] in self.known.clauses):
            return None
        other = forms.number_of(following)
        if other and len(other[0]) == depth and (other[0][-1] != 1 or number[-1] == 1):
            return None  # the next of a list; another list may begin below a heading
        self._numbers[depth] = number[-1]
        return Found(1, 3 + depth, numbered=True)

    def _dated(self, group: Sequence[Line], at: int) -> Found | None:
        """A date that what follows belongs to: in changelogs and diaries."""
        if at and not forms.ends_sentence(group[at - 1].text):
            return None
        return Found(1, forms.TITLE_RANK, numbered=True)


def _chapter(group: Sequence[Line], at: int, rank: int, title: str) -> Found | None:
    following = group[at + 1].text if at + 1 < len(group) else ""
    if title.strip():
        return Found(1, rank, numbered=True) if forms.is_title(title) else None
    titled = following and forms.is_title(following) and not forms.begins_part(following)
    return Found(2 if titled else 1, rank, numbered=True)


def _titled(group: Sequence[Line]) -> Found | None:
    """A line alone, or one right above what it names."""
    text = group[0].text
    if len(group) == 1 and forms.is_dated_title(text):
        return Found(1, forms.TITLE_RANK)
    if not forms.is_title(text) or forms.item_start(text) or forms.BULLET.match(text):
        return None
    if len(group) == 1:
        return Found(1, forms.TITLE_RANK)
    following = group[1].text
    words = text.split()
    if following[:1].islower() or len(words) > _PROSE or states_something(text):
        return None
    prose = len(following.split()) >= _PROSE and len(following) > 2 * len(text)
    several = len(group) > 2 and len(words) <= 2 and not text[:1].isdigit()
    named = forms.begins_part(following) or forms.BULLET.match(following)
    return Found(1, forms.TITLE_RANK, sure=False) if prose or several or named else None
