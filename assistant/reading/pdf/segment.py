"""A piece of a line: its words, its place, and its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.text_builder import WITHOUT_SPACES

SMALL = 0.86
"""Of the size of its line: so small, text may be raised or lowered."""

_WORD_GAP = 0.2  # of the size: where the file has no space
_LETTER_GAP = 0.55  # likewise, between letters that follow one another in it
_LEAST_GAP = 0.06  # of the size: where it has one
HIGH = 1.8
"""Times the usual size: a letter that is several lines high."""


@dataclass(slots=True)
class Segment:
    """A piece of a line. size and y (the baseline) are those of its larger text.

    characters: how many it has, without spaces.
    initial:    it begins with a letter that is several lines high.
    justified:  its words stand apart as those of a justified line.
    """

    fragments: list[Fragment]
    x0: float
    x1: float
    y: float
    size: float
    characters: int
    initial: bool = False
    justified: bool = False

    @classmethod
    def of(cls, fragment: Fragment) -> Segment:
        """One that begins with this fragment."""
        return cls(
            [fragment], fragment.x0, fragment.x1, fragment.y, fragment.size, len(fragment.text)
        )

    @property
    def top(self) -> float:
        """Where its letters begin, downwards."""
        return self.y - 0.72 * self.size

    @property
    def bottom(self) -> float:
        """Where its letters end."""
        return self.y + 0.2 * self.size

    @property
    def text(self) -> str:
        """Its characters, with a space between words."""
        return joined(self.fragments)

    def add(self, other: Segment) -> None:
        """Put another piece at its end."""
        if other.size * SMALL >= self.size:  # this was only a mark before it
            self.y, self.size = other.y, other.size
        self.fragments += other.fragments
        self.characters += other.characters
        self.x0, self.x1 = min(self.x0, other.x0), max(self.x1, other.x1)


def spaced(before: Fragment, after: Fragment) -> bool:
    """Whether a space belongs between two neighbours on a line."""
    if after.apart:
        return True
    size = before.size if before.size > after.size else after.size
    if before.size > HIGH * after.size and len(before.text) <= 2:
        return False  # a letter that is several lines high
    gap = after.x0 - before.x1 if after.x1 > before.x0 else before.x0 - after.x1
    if (after.text[0] >= _WIDE_LETTERS or before.text[-1] >= _WIDE_LETTERS) and _is_wide(
        before, after
    ):
        return gap > _WIDE_GAP * size
    if after.space:
        return gap > _LEAST_GAP * size
    follows = after.index == before.index + len(before.text)  # the engine saw no space
    return gap > (_LETTER_GAP if follows else _WORD_GAP) * size


_WIDE_LETTERS = "\u2e80"
_WIDE_GAP = 1.2  # of the size: marks of these scripts and numbers between them have white around


def _is_wide(before: Fragment, after: Fragment) -> bool:
    """Whether one is of a script without spaces, whose signs have white around them."""
    return WITHOUT_SPACES.match(before.text[-1]) is not None or (
        WITHOUT_SPACES.match(after.text[0]) is not None
    )


def joined(fragments: Sequence[Fragment]) -> str:
    """The text of fragments of one line."""
    parts = [fragments[0].text] if fragments else []
    for before, after in pairwise(fragments):
        parts.append(f" {after.text}" if spaced(before, after) else after.text)
    return "".join(parts)
