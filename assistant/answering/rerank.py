"""Score the best sentences again with a cross-encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.evidence import Evidence, in_context
from assistant.retrieval.retriever import Reads

SENTENCES = 12
"""How many sentences are read: 11 to 14 ms each on one core."""

# Fitted as those of `evidence.WEIGHTS`, with the cross-encoder's log-odds among the signals.
READ = 0.53
WEIGHTS: Mapping[str, float] = {
    "cosine": 1.53,
    "passage": 1.4,
    "with_section": 1.88,
    "bm25": 1.41,
    "kind": 1.26,
    "names": 0.98,
    "codes": 0.83,
    "together": 2.02,
    "row": 0.52,
    "asks": -0.25,
    "near": 10.0,
}


def second_look(
    evidence: Sequence[Evidence], question: str, encoder: Reads, sentences: int = SENTENCES
) -> list[Evidence]:
    """The best of the evidence, ordered by what the cross-encoder says of it, too.

    Raises ModelUnavailable if the model cannot be found or loaded.
    """
    best = evidence[:sentences]
    scores = encoder.score([(question, in_context(one.passage, one.span)) for one in best])
    again = [
        replace(one, score=_score(one, score), read=score)
        for one, score in zip(best, scores.tolist(), strict=True)
    ]
    return sorted(again, key=lambda one: (-one.score, one.sentence.number))


def _score(one: Evidence, read: float) -> float:
    signals = one.signals
    return READ * read + sum(weight * signals[name] for name, weight in WEIGHTS.items())
