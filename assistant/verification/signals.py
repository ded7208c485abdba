"""How well a quote holds up a sentence: a few general signals, and one probability of them."""

from __future__ import annotations

import math

from assistant.nlp.tokens import stem
from assistant.verification.alignment import Alignment
from assistant.verification.wording import Word

SURE, POSSIBLE = 0.8, 0.35
"""From these probabilities on, a sentence without a fault is supported, and shown with a mark."""
NAMES = (
    "coverage",
    "run",
    "alike",
    "context",
    "weak",
)
# Fitted by `python -m evals.verification --fit`: the first is the intercept.
_WEIGHTS = (0.04, 2.33, -0.85, -0.45, -1.86, -0.66)

# What a writer says about the quotes, or to join them.
_FILLERS = frozenset(
    stem(word)
    for word in (
        "according document documents text quote source passage article review study studies "
        "report reported found finding findings results result indicate also however additionally "
        "furthermore moreover therefore thus including include included such respectively yes no "
        "et al kind type way total trial whereas while though become became take took one ones "
        "make made come came hold involve happen occur"
    ).split()
)


def signals(alignment: Alignment, asked: frozenset[str] = frozenset()) -> tuple[float, ...]:
    """The values of `NAMES`. asked: stems of the question, which the sentence may use."""
    held, missing, weak, nearby, alike = 0.0, 0.0, 0.0, 0.0, 0.0
    run = longest = 0
    for word in _claimed(alignment):
        weight = alignment.weights[word.place]
        if alignment.places[word.place] and word.place not in alignment.weak:
            held, run = held + weight, 0
        elif alignment.places[word.place]:
            held, weak, run = held + weight, weak + weight, 0
        elif word.stem in _FILLERS or word.stem in asked:
            continue
        elif alignment.in_context(word):
            held, nearby, run = held + weight, nearby + weight, 0
        else:
            missing, run = missing + weight, run + 1
            longest = max(longest, run)
            alike += weight * (1 - _nearness(alignment, word))
    total = held + missing or 1.0  # nothing but numbers and fillers
    return (
        held / total,
        float(longest),
        math.log1p(alike),
        nearby / total,
        math.log1p(weak),
    )


def probability(values: tuple[float, ...]) -> float:
    """How likely a sentence with these signals is true, in [0, 1]."""
    odds = _WEIGHTS[0] + sum(w * v for w, v in zip(_WEIGHTS[1:], values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _claimed(alignment: Alignment) -> list[Word]:
    numbers = alignment.sentence.number_places
    return [word for word in alignment.content if word.place not in numbers]


def _nearness(alignment: Alignment, word: Word) -> float:
    """Cosine with the quote's nearest ordinary word, at least 0."""
    row = alignment.cosines[word.place]
    return max((float(row[other.place]) for other in alignment.quote.plain), default=0.0)
