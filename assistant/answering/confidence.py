"""Estimate how likely an answer is right, from a few general signals."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from assistant.answering.evidence import Evidence, Named, words_above
from assistant.answering.excerpts import Excerpt
from assistant.answering.kinds import Kind
from assistant.nlp.lexicon import Lexicon, Query
from assistant.nlp.tokens import stems

UNREAD = 0.0
"""The log-odds if there is no cross-encoder: neither surely an answer nor surely not."""

_NO_IDF_ABOVE = 5.0  # of rare words, so that none outweighs all others


def logistic(log_odds: float) -> float:
    """1 / (1 + exp(-log_odds)), in [0, 1]; in a form that never overflows."""
    return 0.5 + 0.5 * math.tanh(log_odds / 2)


def measure(
    query: Query,
    kind: Kind,
    evidence: Sequence[Evidence],
    chosen: Sequence[Excerpt],
    lexicon: Lexicon,
) -> dict[str, float]:
    """Signals of an answer; more is better, but for `second` and `lacks`.

    read:    log-odds that the first excerpt answers, by a cross-encoder, in [-1, 1] mostly.
    second:  the same of the best sentence outside the chosen excerpts.
    cosine:  of the best sentence and the question.
    score:   of the first excerpt's sentence: see `rerank`.
    covered: the share of the question's words, by idf, that the excerpts and what stands above
             them hold.
    lacks:   the weightiest word that they do not hold, in [0, 1].
    names, codes: the share of the question's names, and of what has digits, that they hold.
    known:   1 if every name and code of the question occurs somewhere in the documents, else 0.
    met:     1 if they hold the kind of thing asked for, -1 if they do not, 0 if none is known.
    """
    first = chosen[0].evidence
    held = {word for one in chosen for word in _held(one, lexicon)}
    named = Named.of(query.text)
    outside = [one.read for one in evidence if one.read is not None and not _in(one, chosen)]
    weights = {
        term: min(_NO_IDF_ABOVE, lexicon.idf(term))
        for term, weight in query.terms.items()
        if weight == 1.0
    }
    total = sum(weights.values()) or 1.0
    return {
        "read": _soft(first.read),
        "best": _soft(max((one.read for one in evidence if one.read is not None), default=None)),
        "second": _soft(max(outside, default=None)),
        "cosine": max(0.0, first.sentence.cosine),
        "passage": max(0.0, first.signals["passage"]),
        "score": first.score / 10,
        "covered": sum(weights[word] for word in weights if word in held) / total,
        "lacks": max((weights[word] for word in weights if word not in held), default=0.0)
        / _NO_IDF_ABOVE,
        "names": _share(named.names, held),
        "codes": _share(named.codes, held),
        "known": float(all(_occurs(one, lexicon, held) for one in named.names | named.codes)),
        "met": (1.0 if any(kind.met(one.text) for one in chosen) else -1.0) if kind.name else 0.0,
    }


def _occurs(word: str, lexicon: Lexicon, held: Collection[str]) -> bool:
    return word in held or lexicon.frequency(word) > 0


def _in(one: Evidence, chosen: Sequence[Excerpt]) -> bool:
    return any(other.holds(one) for other in chosen)


def _held(one: Excerpt, lexicon: Lexicon) -> set[str]:
    words = stems(one.text) | words_above(one.passage) | lexicon.meaning(one.text)
    words |= {word.lstrip("0") for word in words if word.isdigit()}  # 2025-05-03 has the 3
    return words | lexicon.sentence_stems[one.evidence.sentence.number]


def _soft(read: float | None) -> float:
    return (UNREAD if read is None else read) / 5


def _share(wanted: Collection[str], held: Collection[str]) -> float:
    return sum(one in held for one in wanted) / len(wanted) if wanted else 1.0


# Fitted by `python -m evals.calibrate` on pooled sources: docs/decisions/0005-answers.md.
INTERCEPT = -2.0
COEFFICIENTS: Mapping[str, float] = {
    "read": 2.5,
    "best": 0.0,
    "second": 0.0,
    "cosine": 1.5,
    "passage": 1.0,
    "score": 1.0,
    "covered": 1.0,
    "lacks": -0.5,
    "names": 0.5,
    "codes": 0.5,
    "known": 0.5,
    "met": 0.4,
}
THRESHOLD = 0.3
"""Below this confidence nothing is quoted: the documents are said not to answer."""

SURE = 0.97
"""Of rows that fulfil every condition of a question, and of definitions."""


def confidence(signals: Mapping[str, float]) -> float:
    """The probability, in [0, 1], that the chosen excerpts answer the question."""
    return logistic(INTERCEPT + sum(COEFFICIENTS[name] * signals[name] for name in COEFFICIENTS))
