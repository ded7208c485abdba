"""Finds the sentences of the truth in what was read."""

from __future__ import annotations

import bisect
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

_ALIKE = 85.0  # in percent: less is another sentence
_SHORTEST = 12  # letters of what is looked for other than letter by letter


class Found(NamedTuple):
    """A range of the read text. exact: letter by letter, white space and marks aside."""

    start: int
    end: int
    exact: bool


class Folded:
    """Letters and digits of a text alone, without case and form, and where each stands in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters: list[str] = []
        self._places: list[int] = []
        for at, character in enumerate(text):
            for letter in unicodedata.normalize("NFKC", character).casefold():
                if letter.isalnum() or unicodedata.category(letter) == "Mn":
                    letters.append(letter)
                    self._places.append(at)
        self.letters = "".join(letters)

    def range(self, start: int, end: int, exact: bool) -> Found:
        """From letters to the text."""
        return Found(self._places[start], self._places[end - 1] + 1, exact)

    def at(self, offset: int) -> int:
        """How many letters stand before an offset of the text."""
        return bisect.bisect_left(self._places, offset)


def fold(text: str) -> str:
    """Letters and digits alone, for comparing."""
    return Folded(text).letters


def locate(sentences: Sequence[str], read: Folded) -> list[Found | None]:
    """Where sentences stand in a text, each but once; the nearest after the one before it first."""
    taken: set[int] = set()
    found: list[Found | None] = []
    after = 0
    for sentence in sentences:
        place = _find(fold(sentence), read, after, taken)
        found.append(place)
        if place is not None:
            taken.add(place.start)
            after = read.at(place.end)
    return found


def _find(wanted: str, read: Folded, after: int, taken: set[int]) -> Found | None:
    if not wanted:
        return None
    for start in _starts(wanted, read.letters, after):
        place = read.range(start, start + len(wanted), True)
        if place.start not in taken:
            return place
    if len(wanted) < _SHORTEST or not read.letters:
        return None
    best = fuzz.partial_ratio_alignment(wanted, read.letters, score_cutoff=_ALIKE)
    if best is None or best.dest_end - best.dest_start < len(wanted) / 2:
        return None
    return read.range(best.dest_start, best.dest_end, False)


def _starts(wanted: str, letters: str, after: int) -> Iterable[int]:
    """Where it stands from a place on, then before it."""
    for low, high in ((after, len(letters)), (0, after + len(wanted) - 1)):
        at = letters.find(wanted, low, high)
        while at >= 0:
            yield at
            at = letters.find(wanted, at + 1, high)
