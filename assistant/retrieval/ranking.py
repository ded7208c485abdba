"""Hybrid ranking of passages and their sentences: words and vectors.

Sentences find, passages answer. A passage scores by the cosine of its best sentence, by BM25, and
by the share of the question's rare words that one sentence covers. The parts are added, not fused
by rank: docs/decisions/0004-search.md has the measurements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum  # the same in any order: sets have none
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Passage
from assistant.nlp.lexicon import Lexicon, Query
from assistant.reading.document import Span

# Measured on the open retrieval task of evals/benchmarks; their sum is 1.
_BEST_COSINE, _SECOND_COSINE, _BM25, _COVERED = 0.50, 0.0875, 0.1625, 0.25
_CANDIDATES = 400  # sentences by cosine, and half as many passages by BM25
_FULL_MATCH = 0.75  # share of the best sentence's score that another must reach to be "matched"
_MAX_MATCHED = 3
NOWHERE: Mapping[int, float] = MappingProxyType({})
"""No passage is preferred for its place."""


class Searchable(Protocol):
    """What searching needs of an opened index; see `assistant.indexing.index.OpenIndex`."""

    @property
    def passages(self) -> Sequence[Passage]:
        """In order; a passage's number is its place."""

    @property
    def sentences(self) -> Sequence[Span]:
        """In order; a sentence's number is its place."""

    @property
    def sentence_passage(self) -> NDArray[np.int64]:
        """The passage's number of each sentence, shape (sentences,)."""

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors of the sentences, shape (sentences, dimension), each of length 1."""

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        """Passage number to BM25 score, above 0."""

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """Sentence numbers and cosines, nearest first."""


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence of a candidate passage. covered: idf-weighted share of the question's words."""

    number: int
    passage: int
    span: Span
    cosine: float
    covered: float


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
    bm25 = index.bm25(lexicon.full_text_terms(query), _CANDIDATES // 2)
    wanted = None if documents is None else set(documents)
    if wanted is None:
        nearest = index.nearest(vector, _CANDIDATES)
        candidates = (
            {int(index.sentence_passage[number]) for number, _ in nearest} | set(bm25) | set(near)
        )
    else:
        candidates = {
            number
            for number, passage in enumerate(index.passages)
            if passage.document.name in wanted
        }
    weights = _weights(lexicon, query)
    sentences = _sentences(index, lexicon, weights, vector, candidates)
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


def _weights(lexicon: Lexicon, query: Query) -> dict[str, float]:
    """What covering each term adds; the words asked for add up to 1."""
    weights = {term: weight * lexicon.idf(term) for term, weight in query.terms.items()}
    total = fsum(weights[term] for term in query.asked) or 1.0
    return {term: weight / total for term, weight in weights.items()}


def covered(found: Iterable[str], weights: dict[str, float]) -> float:
    """The share of the question's words that a set of stems covers, at most 1."""
    return min(1.0, fsum(weights[term] for term in set(found) & weights.keys()))


def _sentences(
    index: Searchable,
    lexicon: Lexicon,
    weights: dict[str, float],
    vector: NDArray[np.float32],
    candidates: set[int],
) -> dict[int, list[RankedSentence]]:
    numbers = np.flatnonzero(
        np.isin(index.sentence_passage, np.fromiter(candidates, dtype=np.int64))
    )
    cosines = index.vectors[numbers] @ vector
    found: dict[int, list[RankedSentence]] = {number: [] for number in candidates}
    for number, cosine in zip(numbers.tolist(), cosines.tolist(), strict=True):
        passage = int(index.sentence_passage[number])
        share = covered(lexicon.sentence_stems[number], weights)
        found[passage].append(
            RankedSentence(number, passage, index.sentences[number], cosine, share)
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
