"""Align the words of a sentence with those of a quote, and measure the coverage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.nlp.tokens import stem
from assistant.verification.premise import Fault
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
    """Places in a quote for each word of a sentence."""

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
        self._cosines = vectors @ evidence.vectors.T
        self.places: list[tuple[int, ...]] = [self._find(word) for word in sentence.words]
        self._drop_lone_pieces()

    @cached_property
    def weights(self) -> list[float]:
        """The words of the sentence."""
        return [
            0.0 if word.kind is Kind.STOP else self._vocabulary.weight(word.stem)
            for word in self.sentence.words
        ]

    def in_context(self, word: Word) -> bool:
        """Whether the surroundings of the quote hold a word."""
        return bool(self._exact(word, self.context))

    def _find(self, word: Word) -> tuple[int, ...]:
        if word.kind is Kind.STOP:
            return self.quote.at.get(word.exact, ())
        places = self._exact(word, self.quote)
        if places or word.kind in (Kind.TERM, Kind.NAME):
            return places
        return self._alike(word)

    def _drop_lone_pieces(self) -> None:
        """Drop matches by pieces: "oligodendrocytes" are not the precursor cells of "OPCs"."""
        for word in self.sentence.words:
            if word.kind is not Kind.TERM or not word.text.islower():
                continue
            beside = {
                place
                for other in self.sentence.words[max(0, word.place - 2) : word.place + 3]
                if other is not word
                for place in self.places[other.place]
            }
            self.places[word.place] = tuple(
                place
                for place in self.places[word.place]
                if place in beside or word.exact[:-1] in self.quote.words[place].text.lower()
            )

    def _exact(self, word: Word, text: Wording) -> tuple[int, ...]:
        found = {*text.at.get(word.exact, ()), *text.at.get(word.stem, ())}
        if found:
            return tuple(sorted(found))
        expansion = self._vocabulary.long_forms.get(word.stem)
        if expansion:
            return _together(expansion, text)
        if len(word.pieces) > 1:
            pieces = tuple(piece for piece in word.pieces if self._is_own(piece, word))
            return _together(pieces, text)
        return ()

    def _is_own(self, piece: str, word: Word) -> bool:
        return piece in word.exact or piece in word.text.lower() or word.kind is Kind.WORD

    def _alike(self, word: Word) -> tuple[int, ...]:
        near = self._cosines[word.place] >= _ALIKE
        found = []
        for other in self.quote.plain:
            relation = self._vocabulary.relation(word.exact, other.exact)
            if relation > 0 or (relation == 0 and near[other.place]):
                found.append(other.place)
        return tuple(found)

    def affinity(
        self, place: int, at: int, skip: frozenset[int] = frozenset(), beyond: float = 0.7
    ) -> float:
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
                same_side = (other < place) == (there < at)
                crossed = abs(self.quote.words[there].clause - self.quote.words[at].clause)
                best = max(best, (1.0 if same_side else 0.6) * 0.7**crossed / (1 + distance))
            away = abs(words[other].clause - words[place].clause)
            total += self.weights[other] * best * beyond**away / (1 + abs(other - place))
        return total


def _together(stems: Sequence[str], text: Wording) -> tuple[int, ...]:
    """Places at which all the stems stand within a short run of words."""
    if not stems:
        return ()
    spots = [text.at.get(one, ()) for one in stems]
    if not all(spots):
        return ()
    reach = len(stems) + 1
    return tuple(
        first
        for first in spots[-1]
        if all(any(abs(place - first) <= reach for place in others) for others in spots)
    )


_LITTLE = 0.65
_ITSELF = 0.45  # of what is supported: the rest may come from around the quote
_RUN = 3  # neighbouring content words that the quote does not have
# What a writer says about the quotes, or to join them.
_FILLERS = frozenset(
    stem(word)
    for word in (
        "according document documents text quote source passage article review reviews "
        "study studies "
        "researchers research report reported found showed shown show finding findings "
        "results result "
        "indicate suggest conclude conclusion authors note mentioned state stated describe overall "
        "summary also however additionally furthermore moreover therefore thus including include "
        "included such example specifically respectively answer question information evidence "
        "provided provide based context called known used using use within among may can "
        "et al could might would generally particular notably further various one yes "
        "kind type form sort way thought believed considered regarded toward towards made belong "
        "occur happen develop receive undergo underwent carry take become became go went total "
        "trial whereas while"
    ).split()
)


def covered(alignment: Alignment, question: frozenset[str]) -> float:
    """Share of the sentence's content words, by weight, that the quote has; 1 if it has none."""
    total = held = 0.0
    for place, weight, held_up in _content(alignment, question):
        del place
        total += weight
        held += weight * held_up
    return held / total if total else 1.0


def coverage_faults(alignment: Alignment, question: frozenset[str]) -> Iterator[Fault]:
    """Whether too much of the sentence, or a stretch of it, is not in the quote."""
    content = list(_content(alignment, question))
    share = covered(alignment, question)
    words = alignment.sentence.words
    if _by_itself(alignment) < _ITSELF:
        yield Fault("itself", True, 0)
    missing = [words[place].text for place, _, held in content if not held]
    if share < _LITTLE:
        yield Fault("little", True, 0)
    elif missing:
        yield Fault("unsaid", False, 0, missing[0])
    run: list[int] = []
    for place, _, held in content:
        run = [] if held else [*run, place]
        if len(run) == _RUN:
            stretch = " … ".join(words[at].text for at in run)
            yield Fault("unsaid", True, run[0], stretch)
            return


def _by_itself(alignment: Alignment) -> float:
    """Share that the quote has of what the quote or its surroundings have."""
    itself = around = 0.0
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or word.place in alignment.sentence.number_places:
            continue
        if alignment.places[word.place]:
            itself += alignment.weights[word.place]
        elif word.stem not in _FILLERS and alignment.in_context(word):
            around += alignment.weights[word.place]
    return itself / (itself + around) if around else 1.0


def _content(alignment: Alignment, question: frozenset[str]) -> Iterator[tuple[int, float, float]]:
    """Place, weight and support of each content word that is not a number."""
    numbers = alignment.sentence.number_places
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or word.place in numbers:
            continue
        weight = alignment.weights[word.place]
        if alignment.places[word.place]:
            yield word.place, weight, 1.0
        elif word.stem in _FILLERS:
            continue
        elif alignment.in_context(word) or word.stem in question:
            yield word.place, weight, 1.0
        else:
            yield word.place, weight, 0.0
