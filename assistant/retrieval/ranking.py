"""Hybrid ranking of passages and their sentences: words and vectors.

Sentences find, passages answer. A passage scores by the cosine of its best sentence, by BM25, and
by the share of the question's rare words that one sentence covers. The parts are added, not fused
by rank: docs/decisions/0004-search.md has the measurements.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum  # the same in any order: sets have none
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Passage
from assistant.indexing.passages import IndexedSentence
from assistant.nlp.lexicon import Lexicon, Query, shares
from assistant.nlp.tokens import stem
from assistant.nlp.word_statistics import Statistics
from assistant.reading.document import Span

# Measured on the open retrieval task of evals/benchmarks; their sum is 1.
_BEST_COSINE, _SECOND_COSINE, _BM25, _COVERED = 0.50, 0.0875, 0.1625, 0.25
_CANDIDATES = 400  # sentences by cosine, and half as many passages by BM25
_WHOLE = 3_000  # passages of chosen documents, up to which each is a candidate
_LARGE = 50_000  # sentences of an index from which its commonest words are left out
_FULL_MATCH = 0.75  # share of the best sentence's score that another must reach to be "matched"
_MAX_MATCHED = 3
NOWHERE: Mapping[int, float] = MappingProxyType({})
"""No passage is preferred for its place."""


class Passages(Protocol):
    """The passages of an index, by number. Those of a document have numbers in a row."""

    def __getitem__(self, number: int, /) -> Passage:
        """The passage of that number; KeyError or IndexError if there is none."""

    def __len__(self) -> int:
        """How many there are."""

    def __iter__(self) -> Iterator[Passage]:
        """All of them, document by document; reads the whole index."""


class Searchable(Protocol):
    """What searching needs of an opened index; see `assistant.indexing.index.OpenIndex`."""

    @property
    def passages(self) -> Passages:
        """By number; read when asked for."""

    @property
    def statistics(self) -> Statistics:
        """Of the words of its documents."""

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        """Passage number to BM25 score, above 0."""

    def nearest(
        self, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Sentence numbers and cosines, nearest first; of these documents only, if given."""

    def homes(self, sentences: Collection[int]) -> set[int]:
        """The numbers of the passages that these sentences stand in."""

    def numbers_of(self, documents: Collection[str]) -> set[int]:
        """The numbers of these documents' passages."""

    def sentences_of(self, passages: Collection[int]) -> Sequence[IndexedSentence]:
        """The sentences of these passages, in the order of their numbers."""

    def cosines(self, sentences: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of these sentences with a vector."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a candidate passage. covered: idf-weighted share of the question's words;
    stems: of its words, and of what their abbreviations stand for.
    """

    number: int
    passage: int
    span: Span
    cosine: float
    covered: float
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A candidate passage. score in [0, 1]: a passage of one sentence that is
    the question itself scores 1.

    near: in [0, 1], what the score was raised by because of the place alone: see `rank`.
    """

    number: int
    passage: Passage
    score: float
    bm25: float
    sentences: tuple[RankedSentence, ...]
    near: float = 0.0

    @property
    def cosine(self) -> float:
        """Cosine of the question and the best sentence."""
        return max(sentence.cosine for sentence in self.sentences)

    @property
    def matched(self) -> tuple[Span, ...]:
        """The spans of the sentences that matched, best first."""
        ordered = sorted(self.sentences, key=_sentence_score, reverse=True)
        least = _sentence_score(ordered[0]) * _FULL_MATCH
        return tuple(s.span for s in ordered[:_MAX_MATCHED] if _sentence_score(s) >= least)


def _sentence_score(sentence: RankedSentence) -> float:
    return max(0.0, sentence.cosine) + sentence.covered


def rank(
    index: Searchable,
    lexicon: Lexicon,
    query: Query,
    vector: NDArray[np.float32],
    documents: Iterable[str] | None = None,
    near: Mapping[int, float] = NOWHERE,
) -> list[RankedPassage]:
    """All candidate passages, best first.

    vector:    of the question, shape (384,), unit length.
    documents: names; only passages of these are candidates.
    near:      passage number to what its score is raised by, in [0, 1]: where the talk is now.
    """
    bm25 = index.bm25(_terms(index, lexicon, query), _CANDIDATES // 2)
    candidates = _candidates(index, vector, bm25, documents, near)
    weights = shares(lexicon.weights(query), query.asked)
    sentences = _sentences(index, weights, vector, candidates)
    top = max((bm25.get(number, 0.0) for number in candidates), default=0.0)
    ranked = [
        _passage(
            number,
            index.passages[number],
            tuple(sentences[number]),
            bm25.get(number, 0.0) / top if top else 0.0,
            near.get(number, 0.0),
        )
        for number in candidates
        if sentences[number]
    ]
    return sorted(ranked, key=lambda found: (-found.score, found.number))


def _terms(index: Searchable, lexicon: Lexicon, query: Query) -> list[str]:
    """What full text is searched for: of a very large index, without words that say nothing and
    stand in so many sentences that looking at them all takes long.
    """
    terms = lexicon.full_text_terms(query)
    if index.statistics.sentences <= _LARGE:
        return terms
    frequent = {term: lexicon.frequency(stem(term)) for term in terms}
    rarest = min(frequent.values(), default=0)
    most = max(_LARGE // 10, 2 * rarest)
    return [term for term in terms if frequent[term] <= most]


def _candidates(
    index: Searchable,
    vector: NDArray[np.float32],
    bm25: Mapping[int, float],
    documents: Iterable[str] | None,
    near: Mapping[int, float],
) -> set[int]:
    """Numbers of passages; of a few documents all, of many those that are found."""
    wanted = None if documents is None else set(documents)
    allowed = None if wanted is None else index.numbers_of(wanted)
    if allowed is not None and len(allowed) <= _WHOLE:
        return allowed
    nearest = index.nearest(vector, _CANDIDATES, wanted)
    found = index.homes([number for number, _ in nearest]) | set(bm25) | set(near)
    return found if allowed is None else found & allowed


def covered(found: Iterable[str], weights: dict[str, float]) -> float:
    """The share of the question's words that a set of stems covers, at most 1."""
    return min(1.0, fsum(weights[term] for term in set(found) & weights.keys()))


def _sentences(
    index: Searchable,
    weights: dict[str, float],
    vector: NDArray[np.float32],
    candidates: set[int],
) -> dict[int, list[RankedSentence]]:
    members = index.sentences_of(candidates)
    cosines = index.cosines([one.number for one in members], vector)
    found: dict[int, list[RankedSentence]] = {number: [] for number in candidates}
    for one, cosine in zip(members, cosines.tolist(), strict=True):
        share = covered(one.stems, weights)
        found[one.passage].append(
            RankedSentence(one.number, one.passage, one.span, cosine, share, one.stems)
        )
    return found


def _passage(
    number: int,
    passage: Passage,
    sentences: tuple[RankedSentence, ...],
    bm25: float,
    near: float,
) -> RankedPassage:
    cosines = sorted((max(0.0, sentence.cosine) for sentence in sentences), reverse=True)
    score = (
        _BEST_COSINE * cosines[0]
        + _SECOND_COSINE * cosines[min(1, len(cosines) - 1)]
        + _BM25 * bm25
        + _COVERED * max(sentence.covered for sentence in sentences)
        + near
    )
    return RankedPassage(number, passage, min(1.0, score), bm25, sentences, near)
