"""What searching gives."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.chunking.passage import Passage
from assistant.reading.document import Span


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it matches the question.

    score:   in [0, 1]; comparable between the hits of one question, not between questions.
    cosine:  of the question and the passage's best sentence, in [-1, 1]; comparable between
             questions.
    bm25:    share of the best BM25 score of this question, in [0, 1].
    matched: the passage's sentences that matched, best first.
    """

    passage: Passage
    score: float
    cosine: float
    bm25: float
    matched: tuple[Span, ...]
