"""A text as verification compares it: its words in order, in normal form."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.nlp.normalize import fold
from assistant.nlp.quantities import Quantity, quantities
from assistant.nlp.tokens import bare, is_stop, parts, stem
from assistant.nlp.word_relations import NEGATIONS, direction
from assistant.verification.vocabulary import Vocabulary

_TOKEN = re.compile(r"[^\W_]+(?:[-'./][^\W_]+)*\+?|n't\b")
_BREAK = re.compile(r"[,;:()|•]|[.!?](?=\s|$)")
_STOP_SENTENCE = re.compile(r"[.!?•](?=\s|$)")


_TURNS = frozenset("while whereas but although because".split())  # begin a clause


class Kind(Enum):
    """What a word is, by its form."""

    STOP = "stop"
    WORD = "word"
    TERM = "term"  # CD4+, IL-17, HSCT, NCT01377870, alemtuzumab
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
    directions: tuple[tuple[str, int], ...]
    place: int
    clause: int


class _Form(NamedTuple):
    """What a word is by itself, wherever it stands."""

    kind: Kind
    stem: str
    exact: str
    pieces: tuple[str, ...]
    directions: tuple[tuple[str, int], ...]


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
    def plain(self) -> tuple[Word, ...]:
        """The ordinary words that carry content."""
        return tuple(word for word in self.words if word.kind is Kind.WORD)

    @cached_property
    def number_places(self) -> frozenset[int]:
        """Places of words that are numbers."""
        return frozenset(place for _, place in self.numbers)


def read(text: str, vocabulary: Vocabulary) -> Wording:
    """Cut a text into words."""
    text = fold(text)
    words: list[Word] = []
    starts: list[int] = []
    clause, last = 0, 0
    for match in _TOKEN.finditer(text):
        gap = text[last : match.start()]
        initial = not words
        if gap not in (" ", ""):  # most gaps are one space
            clause += bool(_BREAK.search(gap))
            initial = initial or _ends_sentence(gap, text[max(0, last - 5) : last])
        clause += match[0].lower() in _TURNS
        words.append(
            Word(match[0], *_form(match[0], initial, vocabulary), place=len(words), clause=clause)
        )
        starts.append(match.start())
        last = match.end()
    return Wording(text, tuple(_authors(words)), tuple(_placed(quantities(text), starts)))


def _ends_sentence(gap: str, before: str) -> bool:
    return before != "et al" and bool(_STOP_SENTENCE.search(gap + " "))


def _placed(numbers: list[Quantity], starts: list[int]) -> Iterator[tuple[Quantity, int]]:
    """Each number with the place of its word."""
    for number in numbers:
        yield number, max(0, bisect_right(starts, number.start) - 1)


def _authors(words: list[Word]) -> list[Word]:
    """Words before "et al." are names, at a sentence's beginning too: "Bai et al."."""
    for first, second in pairwise(words):
        if (first.exact, second.exact) == ("et", "al"):
            for place in range(max(0, first.place - 2), first.place):
                if words[place].text[0].isupper() and words[place].kind is Kind.WORD:
                    words[place] = replace(words[place], kind=Kind.NAME)
    return words


@lru_cache(maxsize=1 << 15)
def _form(text: str, initial: bool, vocabulary: Vocabulary) -> _Form:
    own = stem(text)
    pieces = dict.fromkeys(stem(piece) for piece in parts(bare(text)))
    expanded = [part for piece in (own, *pieces) for part in vocabulary.long_forms.get(piece, ())]
    return _Form(
        _kind(text, initial, vocabulary),
        own,
        _singular(bare(text)).lower(),
        tuple(dict.fromkeys([*pieces, *expanded])),
        direction(text),
    )


def _kind(text: str, initial: bool, vocabulary: Vocabulary) -> Kind:
    if text.lower() in NEGATIONS or is_stop(text):
        return Kind.STOP
    letters = [char for char in text if char.isalpha()]
    if not letters:  # "1.9.2" is a name
        return Kind.TERM if text.count(".") > 1 else Kind.WORD
    has_digit = any(char.isdigit() for char in text)
    inner_capitals = sum(char.isupper() for char in text)
    if has_digit and not re.fullmatch(r"\d+(?:st|nd|rd|th|s|h|-[a-z-]+)", text):
        return Kind.TERM
    if any(_mixed(part) for part in parts(text)) or text.endswith("+"):
        return Kind.TERM
    if text[0].isupper() and inner_capitals >= 1:
        if not initial or not vocabulary.is_ordinary(text):
            return Kind.NAME
        return Kind.WORD
    return Kind.WORD


def _mixed(part: str) -> bool:
    """Whether it has a capital inside: "HSCT", "iPSCs"; not "Spain"."""
    return len(part) > 1 and any(char.isupper() for char in part[1:])


def _singular(text: str) -> str:
    return text[:-1] if re.fullmatch(r"\S*[A-Z\d+]s", text) else text
