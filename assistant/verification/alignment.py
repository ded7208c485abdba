"""Align the words of a sentence with those of a quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.verification.vocabulary import Vocabulary
from assistant.verification.wording import Kind, Word, Wording

_ALIKE = 0.62  # two ordinary words of at least this cosine count as synonyms
_NEAR = 9  # words to each side that can tell what a word belongs to


@dataclass(frozen=True)
class Evidence:
    """A quote, read, with what stands around it."""

    marker: int
    quote: Wording
    context: Wording
    vectors: NDArray[np.float32]


class Alignment:
    """Places in a quote for each word of a sentence.

    places:  for each word, all that may be it.
    weak:    the words that only the thesaurus finds in the quote.
    weights: how much each word says; 0 for function words.
    best:    for each word, the place whose surroundings are most like its own; None if it has none.
    """

    def __init__(
        self,
        sentence: Wording,
        vectors: NDArray[np.float32],
        evidence: Evidence,
        vocabulary: Vocabulary,
    ) -> None:
        self.sentence = sentence
        self.quote = evidence.quote
        self.context = evidence.context
        self._vocabulary = vocabulary
        self.cosines = vectors @ evidence.vectors.T
        self.weak: set[int] = set()
        self.places: list[tuple[int, ...]] = [self._find(word) for word in sentence.words]
        self.weights = [
            0.0 if word.kind is Kind.STOP else vocabulary.weight(word.stem)
            for word in sentence.words
        ]

    @cached_property
    def best(self) -> list[int | None]:
        """The likeliest place of each word."""
        return [
            max(places, key=lambda at: self.affinity(word.place, at)) if places else None
            for word, places in zip(self.sentence.words, self.places, strict=True)
        ]

    @cached_property
    def content(self) -> list[Word]:
        """The words that carry content."""
        return [word for word in self.sentence.words if word.kind is not Kind.STOP]

    def in_context(self, word: Word) -> bool:
        """Whether the surroundings of the quote hold a word."""
        return bool(self._exact(word, self.context))

    def _find(self, word: Word) -> tuple[int, ...]:
        if word.kind is Kind.STOP:
            return self.quote.at.get(word.exact, ())
        places = self._exact(word, self.quote)
        if places or word.kind in (Kind.TERM, Kind.NAME):
            return places
        relations = {
            other.place: self._vocabulary.relation(word.exact, other.exact)
            for other in self.quote.plain
        }
        if same := tuple(at for at, relation in relations.items() if relation > 0):
            return same
        near = self.cosines[word.place] >= _ALIKE
        found = tuple(at for at, relation in relations.items() if relation == 0 and near[at])
        if found:
            self.weak.add(word.place)
        return found

    def _exact(self, word: Word, text: Wording) -> tuple[int, ...]:
        found = {*text.at.get(word.exact, ()), *text.at.get(word.stem, ())}
        if found:
            return tuple(sorted(found))
        expansion = self._vocabulary.long_forms.get(word.stem, ())
        if not expansion and len(word.pieces) > 1:
            expansion = tuple(piece for piece in word.pieces if piece in word.text.lower())
        return _together(expansion, text)

    def affinity(self, place: int, at: int, skip: frozenset[int] = frozenset()) -> float:
        """How well a word's neighbours in the sentence match those around a place in the quote."""
        total = 0.0
        words = self.sentence.words
        for other in range(max(0, place - _NEAR), min(len(words), place + _NEAR + 1)):
            if other == place or other in skip or not self.weights[other]:
                continue
            best = 0.0
            for there in self.places[other]:
                distance = abs(there - at)
                if distance == 0 or distance > _NEAR:
                    continue
                side = 1.0 if (other < place) == (there < at) else 0.6
                crossed = abs(self.quote.words[there].clause - self.quote.words[at].clause)
                best = max(best, side * 0.7**crossed / (1 + distance))
            away = abs(words[other].clause - words[place].clause)
            total += self.weights[other] * best * 0.7**away / (1 + abs(other - place))
        return total


def _together(stems: Sequence[str], text: Wording) -> tuple[int, ...]:
    """Places at which all the stems stand within a short run of words."""
    spots = [text.at.get(one, ()) for one in stems]
    if not spots or not all(spots):
        return ()
    reach = len(stems) + 1
    return tuple(
        first
        for first in spots[-1]
        if all(any(abs(place - first) <= reach for place in others) for others in spots)
    )
