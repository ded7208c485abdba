"""Deliberately degraded assistants, to see what the gate detects."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import Answer, Assistant, Turn
from assistant.answering.confidence import THRESHOLD
from assistant.answering.pipeline import QuotedAnswerer
from assistant.nlp.lexicon import Query
from assistant.query.context import follow_up
from assistant.retrieval.ranking import NOWHERE, RankedPassage
from assistant.retrieval.retriever import SearchableIndex, Searcher


class Degraded:
    """Answers as the assistant does, but with another searcher or threshold."""

    def __init__(self, searcher: Searcher, threshold: float = THRESHOLD) -> None:
        self.searcher = searcher
        self._answerer = QuotedAnswerer(searcher, threshold)

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question."""
        return self._answerer.answer(question, follow_up(question, history).searched)


def without_bm25(assistant: Assistant) -> Degraded:
    """No full-text search: BM25 finds nothing."""
    searcher = assistant.searcher
    return Degraded(Searcher(_WithoutFullText(searcher.index), searcher.embedder, searcher.encoder))


def shuffled(assistant: Assistant, share: float, seed: int) -> Degraded:
    """For a share of the questions, passages in random order."""
    searcher = assistant.searcher
    return Degraded(_Shuffling(searcher, share, seed))


def never_refusing(assistant: Assistant) -> Degraded:
    """Answers whatever is asked."""
    return Degraded(assistant.searcher, threshold=0.0)


Degradation = Callable[[Assistant, int], Degraded]
"""Makes an assistant worse; the number is a seed."""

DEGRADATIONS: dict[str, Degradation] = {
    "no BM25": lambda assistant, _: without_bm25(assistant),
    "never refuses": lambda assistant, _: never_refusing(assistant),
    "all rankings shuffled": lambda assistant, seed: shuffled(assistant, 1.0, seed),
}


class _WithoutFullText:
    """An index whose full-text search finds nothing."""

    def __init__(self, index: SearchableIndex) -> None:
        self._index = index

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        """Nothing."""
        return {}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 — whatever the index has
        return getattr(self._index, name)


class _Shuffling(Searcher):
    def __init__(self, searcher: Searcher, share: float, seed: int) -> None:
        # Not rebuilt: the lexicon is the same, and takes a while.
        self.index = searcher.index
        self.embedder = searcher.embedder
        self.encoder = searcher.encoder
        self.lexicon = searcher.lexicon
        self._share = share
        self._seed = seed

    def rank(
        self,
        query: Query,
        documents: Iterable[str] | None = None,
        near: Mapping[int, float] = NOWHERE,
        vector: NDArray[np.float32] | None = None,
    ) -> list[RankedPassage]:
        ranked = super().rank(query, documents, near, vector)
        # By the question, not by the order of asking: a question alone gives the same.
        chance = random.Random(f"{self._seed} {query.text}")  # noqa: S311 — no secret
        if chance.random() < self._share:
            chance.shuffle(ranked)
        return ranked
