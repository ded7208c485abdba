"""How well a quote holds up a sentence: a few general signals, and one probability of them."""

from __future__ import annotations

import math
from itertools import pairwise

from assistant.nlp.tokens import stem
from assistant.verification.alignment import Alignment
from assistant.verification.wording import Word

THRESHOLD = 0.5
"""From this probability on, a sentence without a fault is shown."""
NAMES = (
    "coverage",
    "missing",
    "run",
    "alike",
    "distance",
    "far",
    "inverted",
    "skipped",
    "spread",
    "crossed",
    "absent",
    "context",
    "weak",
)
# Fitted by `python -m evals.verification --fit`: the first is the intercept.
_WEIGHTS = (0.0, *(0.0 for _ in NAMES))

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
    run = longest = absent = 0
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
            missing, run, absent = missing + weight, run + 1, absent + 1
            longest = max(longest, run)
            alike += weight * (1 - _nearness(alignment, word))
    total = held + missing or 1.0  # nothing but numbers and fillers
    return (
        held / total,
        math.log1p(missing),
        float(longest),
        math.log1p(alike),
        *_layout(alignment),
        float(absent),
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


def _layout(alignment: Alignment) -> tuple[float, ...]:
    """How far apart, and in which order, the quote has what stands together in the sentence."""
    best = [at for word in alignment.content if (at := alignment.best[word.place]) is not None]
    if len(best) < 2:
        return (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    gaps = [abs(other - one) for one, other in pairwise(best)]
    inverted = sum(other < one for one, other in pairwise(best)) / len(gaps)
    span = alignment.quote.words[min(best) : max(best) + 1]
    told = {alignment.quote.words[at].stem for at in best}
    skipped = sum(word.kind.value != "stop" and word.stem not in told for word in span)
    return (
        sum(math.log1p(gap) for gap in gaps) / len(gaps),
        math.log1p(max(gaps)),
        inverted,
        math.log1p(skipped),
        math.log((1 + len(span)) / len(best)),
        sum(min(a, b) < at < max(a, b) for a, b in pairwise(best) for at in best) / len(gaps),
    )
