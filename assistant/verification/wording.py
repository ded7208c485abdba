"""A text as verification compares it: its words in order, in normal form, and its numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from assistant.nlp.lexicon import Lexicon
from assistant.nlp.normalize import fold
from assistant.nlp.quantities import Quantity, quantities
from assistant.nlp.thesaurus import is_ordinary
from assistant.nlp.tokens import bare, is_stop, parts, stem
from assistant.nlp.word_relations import NEGATIONS, direction
from assistant.nlp.word_statistics import singular

_TOKEN = re.compile(r"[^\W_]+(?:[-'./][^\W_]+)*\+?|n't\b")
_BREAK = re.compile(r"[,;:()|•]|[.!?](?=\s|$)")
_FULL_STOP = re.compile(r"[.!?•](?=\s|$)")
_TURNS = frozenset("while whereas but although because".split())  # begin a clause
_SMALL = 0.3


class Kind(Enum):
    """What a word is, by its form."""

    STOP = "stop"
    WORD = "word"
    TERM = "term"  # CD4+, IL-17, HSCT, NCT01377870
    NAME = "name"  # Karussis, Spain


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    exact:  the form in which names and terms are compared, in lower case.
    pieces: stems of its parts if it is a compound, and of what it stands for.
    place:  its number among all words of the text; clause: that of the clause it stands in.
    """

    text: str
    kind: Kind
    stem: str
    exact: str
    pieces: tuple[str, ...]
    place: int
    clause: int

    @property
    def is_named(self) -> bool:
        """Whether it is a name or a term."""
        return self.kind in (Kind.TERM, Kind.NAME)


@dataclass(frozen=True)
class Wording:
    """A folded text, its words and numbers."""

    text: str
    words: tuple[Word, ...]
    numbers: tuple[tuple[Quantity, int], ...]  # with the place of the word that they are

    @cached_property
    def at(self) -> Mapping[str, tuple[int, ...]]:
        """Where a stem stands: as a word or as a piece of one."""
        found: dict[str, list[int]] = defaultdict(list)
        for word in self.words:
            for key in {word.stem, word.exact, *word.pieces}:
                found[key].append(word.place)
        return {key: tuple(places) for key, places in found.items()}

    @cached_property
    def number_at(self) -> Mapping[int, Quantity]:
        """The numbers by the place of their word."""
        return {place: number for number, place in self.numbers}

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """The words that carry content, numbers too."""
        return tuple(word for word in self.words if word.kind is not Kind.STOP)

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """How much each word says; the small ones say less."""
        kinds = [_SMALL if word.kind is Kind.STOP else 1.0 for word in self.words]
        return np.array(kinds, dtype=np.float32)

    @cached_property
    def plain(self) -> tuple[Word, ...]:
        """The ordinary words that carry content."""
        return tuple(word for word in self.words if word.kind is Kind.WORD)

    @cached_property
    def pointed(self) -> tuple[Word, ...]:
        """The words that have an opposite, small ones too: "before", "more"."""
        return tuple(word for word in self.words if direction(word.exact))


class Reader:
    """Reads texts; it knows what the abbreviations of an index stand for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.long_forms = _expanded(lexicon.abbreviations)
        self._form = lru_cache(maxsize=1 << 15)(self._formed)

    def read(self, text: str) -> Wording:
        """Cut a text into words."""
        text = fold(text)
        words: list[Word] = []
        starts: list[int] = []
        clause, last = 0, 0
        for match in _TOKEN.finditer(text):
            gap = text[last : match.start()]
            first = not words
            if gap not in (" ", ""):  # most gaps are one space
                clause += bool(_BREAK.search(gap))
                ended = _FULL_STOP.search(gap + " ") and text[max(0, last - 5) : last] != "et al"
                first = first or bool(ended)
            clause += match[0].lower() in _TURNS
            kind, own, exact, pieces = self._form(match[0], first)
            words.append(Word(match[0], kind, own, exact, pieces, len(words), clause))
            starts.append(match.start())
            last = match.end()
        numbers = ((one, max(0, bisect_right(starts, one.start) - 1)) for one in quantities(text))
        return Wording(text, tuple(words), tuple(numbers))

    def _formed(self, text: str, first: bool) -> tuple[Kind, str, str, tuple[str, ...]]:
        own, plain = stem(text), bare(text)
        pieces = dict.fromkeys(stem(piece) for piece in parts(plain))
        expanded = [part for piece in (own, *pieces) for part in self.long_forms.get(piece, ())]
        exact = singular(plain).lower()
        return _kind(text, first), own, exact, tuple(dict.fromkeys([*pieces, *expanded]))


def _kind(text: str, first: bool) -> Kind:
    if is_stop(text) or (text.lower() in NEGATIONS and text.lower() != "free"):
        return Kind.STOP
    if not any(char.isalpha() for char in text):  # "1.9.2" is a name
        return Kind.TERM if text.count(".") > 1 else Kind.WORD
    if any(char.isdigit() for char in text):
        counts = re.fullmatch(r"\d+(?:st|nd|rd|th|s|h|-[a-z-]+)", text)
        return Kind.WORD if counts else Kind.TERM
    if text.endswith("+") or any(any(map(str.isupper, part[1:])) for part in parts(text)):
        return Kind.TERM
    return Kind.NAME if text[0].isupper() and not (first and is_ordinary(text)) else Kind.WORD


def _expanded(abbreviations: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Stem of each abbreviation to the stems of its long form."""
    return {
        stem(short): tuple(
            stem(part) for part in parts(long_form.replace("’s", "")) if not is_stop(part)
        )
        for short, long_form in abbreviations.items()
        if not is_stop(short.lower()) and len(short) > 1
    }
