"""Counts of the words of a corpus: spellings, stems, abbreviations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Protocol

from assistant.nlp.tokens import parts, stem, stems, tokens

_BRACKET = re.compile(r"\(([^\W_][\w+-]{1,9})\)")
_WORD = re.compile(r"\S+")


def long_forms(text: str) -> Iterator[tuple[str, str]]:
    """Short forms that a text sets out, each with its long form in lower case, as they come."""
    for match in _BRACKET.finditer(text):
        short = singular(match.group(1))
        if sum(char.isupper() for char in short) < 2:
            continue
        before = text[max(0, match.start() - 200) : match.start()]
        words = _WORD.findall(re.split(r"[.;:()\n]", before)[-1])
        if long_form := _long_form(short, words[-min(len(short) + 5, len(short) * 2) :]):
            yield short, long_form.lower()


def abbreviations(texts: Iterable[str]) -> Mapping[str, str]:
    """Short form to its most frequent long form, in lower case, over all texts."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for short, long_form in long_forms(text):
            found[short][long_form] += 1
    return {short: forms.most_common(1)[0][0] for short, forms in found.items()}


def singular(short: str) -> str:
    """An abbreviation without its plural s: "HSCs" is "HSC"."""
    return short[:-1] if re.fullmatch(r"\S*[A-Z\d]s", short) else short


def _by_initials(short: str, words: list[str]) -> str:
    """The words whose initials are the letters: the surest case, which comes first."""
    letters = short.lower()
    if not letters.isalpha():
        return ""
    parts = list(re.finditer(r"[^\W_]+", " ".join(words)))[-len(letters) :]
    if "".join(match.group()[0].lower() for match in parts) != letters:
        return ""
    return " ".join(words)[parts[0].start() :].strip(" ,")


def _long_form(short: str, words: list[str]) -> str:
    if initials := _by_initials(short, words):
        return initials
    text = " ".join(words)
    letters = [char.lower() for char in short if char.isalnum()]
    at = len(text)
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0 and (
            text[at].lower() != letters[place] or (place == 0 and at > 0 and text[at - 1].isalnum())
        ):
            at -= 1
        if at < 0:
            return ""
    long_form = text[at:].strip(" ,")
    return long_form if len(long_form) > len(short) + 2 else ""


_REFERENCE = re.compile(
    r"\[\d[\d,\s–-]*\]|\((?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)\)"
    # Raised, after a word of more letters than a unit has ("cm²"), or after the full stop.
    r"|(?:(?<=[^\W\d_]{4})|(?<=[.,;:)”]))[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?:[,;–⁻-][⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})*"
)


def without_references(text: str) -> str:
    """Text with its reference marks, "[12]", "(99, 103)" and "⁴", blanked out, at equal length."""
    return _REFERENCE.sub(lambda match: " " * len(match.group()), text)


def spellings(text: str) -> Iterator[str]:
    """Every word of a text as it is spelled, in lower case, compounds in their parts."""
    return (part.lower() for token in tokens(text) for part in parts(token))


class Meanings:
    """Finds the stems of a text, and of what its abbreviations stand for and are stood for by.

    abbreviations: short form to long form.
    """

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._forms = [
            (stem(short), frozenset(stems(long_form))) for short, long_form in abbreviations.items()
        ]
        # The forms that a stem may set off, so that none of the others is looked at.
        self._of: dict[str, list[int]] = defaultdict(list)
        for number, (short, long_form) in enumerate(self._forms):
            for word in {short, *islice(sorted(long_form), 1)}:
                self._of[word].append(number)

    def of(self, text: str) -> frozenset[str]:
        """The stems of one text."""
        found = set(stems(without_references(text)))
        waiting = [number for word in found for number in self._of.get(word, ())]
        heapify(waiting)
        last = -1
        while waiting:  # each form once, in their order: one may set off a later one
            number = heappop(waiting)
            if number <= last:
                continue
            last = number
            short, long_form = self._forms[number]
            added = long_form - found if short in found else set()
            if short not in found and long_form <= found:
                added = {short}
            found |= added
            for word in added:
                for later in self._of.get(word, ()):
                    if later > number:
                        heappush(waiting, later)
        return frozenset(found)


class Statistics(Protocol):
    """What is known of the words of a corpus. Nothing in it may change."""

    @property
    def abbreviations(self) -> Mapping[str, str]:
        """Short form to its most frequent long form."""

    @property
    def sentences(self) -> int:
        """How many there are."""

    def frequency(self, word_stem: str) -> int:
        """In how many sentences a stem occurs."""

    def is_spelled(self, word: str) -> bool:
        """Whether a word in lower case is written so anywhere."""

    def spelled_like(self, first: str, shortest: int, longest: int) -> Iterable[tuple[str, int]]:
        """Words with that first letter and so many letters, and how often each is written."""


class CountedWords:
    """The statistics of texts that are at hand, and of their sentences."""

    def __init__(self, texts: Iterable[str], sentences: Iterable[str]) -> None:
        texts = list(texts)
        self.abbreviations = abbreviations(texts)
        meanings = Meanings(self.abbreviations)
        found = [meanings.of(text) for text in sentences]
        self.sentences = len(found)
        self._frequency = Counter(word for one in found for word in one)
        self._spellings = Counter(word for text in texts for word in spellings(text))

    def frequency(self, word_stem: str) -> int:
        """In how many sentences a stem occurs."""
        return self._frequency[word_stem]

    def is_spelled(self, word: str) -> bool:
        """Whether a word in lower case is written so anywhere."""
        return word in self._spellings

    def spelled_like(self, first: str, shortest: int, longest: int) -> Iterable[tuple[str, int]]:
        """Words with that first letter and so many letters, and how often each is written."""
        return (
            (word, count)
            for word, count in self._spellings.items()
            if word[0] == first and shortest <= len(word) <= longest
        )
