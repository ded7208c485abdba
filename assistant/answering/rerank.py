"""Score the best sentences again with a cross-encoder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answering.evidence import Evidence, in_context
from assistant.nlp.named import Named
from assistant.retrieval.retriever import Reads

SENTENCES = 8
"""How many sentences are read: about 15 ms each on one core."""

# Fitted as those of `evidence.WEIGHTS`, with the cross-encoder's log-odds among the signals.
READ = 0.6
WEIGHTS: Mapping[str, float] = {
    "cosine": 1.64,
    "bm25": 1.32,
    "kind": 1.31,
    "names": 0.92,
    "codes": 0.62,
    "together": 1.65,
    "row": 0.59,
    "asks": -0.55,
    "near": 10.0,
}


def second_look(
    evidence: Sequence[Evidence], question: str, encoder: Reads, sentences: int = SENTENCES
) -> list[Evidence]:
    """The best of the evidence, ordered by what the cross-encoder says of it, too.

    Raises ModelUnavailable if the model cannot be found or loaded.
    """
    best = evidence[:sentences]
    asked = Named.of(question)
    named = asked.names | asked.codes
    scores = encoder.score([(question, in_context(one.passage, one.span, named)) for one in best])
    again = [
        replace(one, score=_score(one, score), read=score)
        for one, score in zip(best, scores.tolist(), strict=True)
    ]
    return sorted(again, key=lambda one: (-one.score, one.sentence.number))


def _score(one: Evidence, read: float) -> float:
    signals = one.signals
    return READ * read + sum(weight * signals[name] for name, weight in WEIGHTS.items())
