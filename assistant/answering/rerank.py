"""Score the best sentences again with a cross-encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.confidence import logistic
from assistant.answering.scoring import Evidence, in_context
from assistant.retrieval.retriever import Reads

# 12 sentences find 1 point more of the tune half's facts, but then a question with several parts
# takes over 200 ms. docs/models/reranker-minilm.md
SENTENCES = 7
"""How many sentences are read: 11 to 14 ms each on one core."""

WEIGHT = 0.5
"""Weight of the cross-encoder's score; everything known before weighs 1."""

_SOFTNESS = 3.0  # divides the log-odds, so that few are as good as sure


def second_look(
    evidence: Sequence[Evidence],
    question: str,
    encoder: Reads,
    sentences: int = SENTENCES,
    weight: float = WEIGHT,
) -> list[Evidence]:
    """The same evidence, ordered also by what the cross-encoder says of the best of it.

    Scores stay in [0, 1]. Sentences that are not read keep their place below those that score well.

    Raises ModelUnavailable if the model cannot be found or loaded.
    """
    best, rest = evidence[:sentences], evidence[sentences:]
    scores = encoder.score([(question, in_context(one.passage, one.span)) for one in best])
    again = [
        replace(
            one, score=(one.score + weight * logistic(score / _SOFTNESS)) / (1 + weight), read=score
        )
        for one, score in zip(best, scores.tolist(), strict=True)
    ]
    again += [replace(one, score=one.score / (1 + weight)) for one in rest]
    return sorted(again, key=lambda one: (-one.score, one.sentence.number))
