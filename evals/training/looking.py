"""What the library knows of a question, and what the cross-encoder makes of its best sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant
from assistant.answering.answer_type import wanted
from assistant.answering.confidence import confidence
from assistant.answering.confidence_features import measure
from assistant.answering.in_context import in_context
from assistant.answering.scoring import gather
from assistant.answering.selection import choose
from assistant.models.reranker import CrossEncoder
from evals.benchmarks.collection import Question

SENTENCES = 16
_SOFTNESS = 2.0
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Looked:
    """One question. passages, ranks: numbers and scores of the passages found, best first.

    read:   scores of the cross-encoder for the best sentences, log-odds.
    places: the number of each such sentence's passage.
    sure:   confidence of the library's answer, without the cross-encoder.
    """

    question: Question
    passages: tuple[int, ...]
    ranks: tuple[float, ...]
    read: tuple[float, ...]
    places: tuple[int, ...]
    sure: float

    @property
    def best(self) -> float:
        """The best score of the cross-encoder."""
        return max(self.read)

    def order(self, weight: float, sentences: int = SENTENCES) -> list[int]:
        """Passages by their score and `weight` × the cross-encoder's best for one of theirs."""
        signals: dict[int, float] = {}
        for place, score in zip(self.places[:sentences], self.read[:sentences], strict=True):
            signal = 1 / (1 + np.exp(-score / _SOFTNESS))
            signals[place] = max(signals.get(place, 0.0), float(signal))
        total = {
            number: rank + weight * signals.get(number, 0.0)
            for number, rank in zip(self.passages, self.ranks, strict=True)
        }
        return sorted(total, key=lambda number: (-total[number], number))


def look(assistant: Assistant, encoder: CrossEncoder, question: Question) -> Looked | None:
    """Search all documents and let the cross-encoder read the best sentences; None if none."""
    searcher = assistant.searcher
    query = searcher.query(question.text)
    ranked = searcher.rank(query)
    wish = wanted(query.text)
    evidence = gather(ranked, searcher.lexicon, query, wish)
    if not evidence:
        return None
    chosen = choose(evidence, searcher.index.passages)
    sure = confidence(measure(query, wish, evidence, chosen, searcher.lexicon))
    best = evidence[:SENTENCES]
    scores = encoder.score([(query.text, in_context(one.passage, one.span)) for one in best])
    return Looked(
        question,
        tuple(one.number for one in ranked[:100]),
        tuple(one.score for one in ranked[:100]),
        tuple(map(float, scores)),
        tuple(one.ranked.number for one in best),
        sure,
    )


def with_reading(looked: Sequence[Looked]) -> Values:
    """Rows of an intercept, the log-odds of the confidence, and the best score read."""
    sure = np.clip([one.sure for one in looked], 1e-6, 1 - 1e-6)
    return np.array(
        [[1.0, np.log(p / (1 - p)), one.best] for p, one in zip(sure, looked, strict=True)]
    )
