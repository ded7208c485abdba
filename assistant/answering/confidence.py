"""Estimate how likely an answer is right, from a few general signals."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from assistant.answering.evidence import BETWEEN, Evidence, in_context, naming, words_above
from assistant.answering.excerpts import Excerpt
from assistant.nlp.discourse import in_brackets
from assistant.nlp.kinds import Kind
from assistant.nlp.lexicon import Lexicon, Query
from assistant.nlp.named import Named
from assistant.nlp.tokens import stems
from assistant.retrieval.retriever import Reads

UNREAD = -6.0
"""The log-odds if there is no cross-encoder and the deciding sentence holds none of the question's
words; 0 if it holds them all: then these alone decide.
"""

_SOFT = 5.0  # log-odds are divided by this
_SIXTH = 5


def logistic(log_odds: float) -> float:
    """1 / (1 + exp(-log_odds)), in [0, 1]; in a form that never overflows."""
    return 0.5 + 0.5 * math.tanh(log_odds / 2)


def measure(
    query: Query,
    kind: Kind,
    evidence: Sequence[Evidence],
    chosen: Sequence[Excerpt],
    lexicon: Lexicon,
    encoder: Reads | None = None,
    asked: str = "",
) -> dict[str, float]:
    """Signals of an answer; more is better. asked: what the cross-encoder reads as the question.

    read:    log-odds, divided by 5, that a sentence answers, by a cross-encoder: of the best one.
    excerpt: the same of the first excerpt, read as a whole.
    score:   how far the deciding sentence is above the sixth best, in log-odds divided by 5.
    at_once: the share of the question's words that the deciding sentence holds with the one before
             it and what stands above; 0 if it does not hold the kind of thing asked for.
    ids:     the share of the question's ids, versions and dates that the excerpts hold.
    known:   1 if every name and code of the question occurs somewhere in the documents, else 0.
    """
    first = chosen[0]
    held = {word for one in chosen for word in _held(one, lexicon)}
    named = Named.of(query.text)
    names = named.names | named.codes
    reads = [one.read for one in evidence if one.read is not None]
    at_once = first.evidence.signals["at_once"] if kind.met(first.evidence.text) else 0.0
    unread = UNREAD * (1.0 - at_once)
    pair = asked or in_brackets(query.text), as_read(first, names)
    whole = encoder.score([pair])[0] if encoder else unread
    sixth = evidence[min(_SIXTH, len(evidence) - 1)]
    return {
        "read": max(reads, default=unread) / _SOFT,
        "excerpt": float(whole) / _SOFT,
        "score": (first.evidence.score - sixth.score) / _SOFT,
        "at_once": at_once,
        "ids": sum(one in held for one in named.ids) / len(named.ids) if named.ids else 1.0,
        "known": float(all(one in held or lexicon.frequency(one) for one in names)),
    }


def as_read(one: Excerpt, named: Collection[str] = ()) -> str:
    """An excerpt with its nearest heading and what `naming` gives, as it is read."""
    if one.passage.kind == "row":
        return in_context(one.passage, one.evidence.span, named)
    shown = [" ".join(one.text.split()), *one.passage.section[-1:]]
    return BETWEEN.join((*shown, *naming(one.passage, named, " ".join(shown))))


def _held(one: Excerpt, lexicon: Lexicon) -> set[str]:
    words = stems(one.text) | words_above(one.passage) | lexicon.meaning(one.text)
    words |= {word.lstrip("0") for word in words if word.isdigit()}  # 2025-05-03 has the 3
    return words


# Fitted by `python -m evals.calibrate` on pooled sources: docs/decisions/0012-excerpts.md.
INTERCEPT = -0.66
COEFFICIENTS: Mapping[str, float] = {
    "read": 1.21,
    "excerpt": 1.16,
    "score": 0.47,
    "at_once": 0.38,
    "known": 0.40,
}
THRESHOLD = 0.18
"""Below this confidence nothing is quoted: the documents are said not to answer."""

SURE = 0.97
"""Of rows that fulfil every condition of a question."""

_DOUBTFUL = 0.14
"""The most that an answer is worth that lacks an id of the question (order 1003 is not 1001)."""
_STRANGE = 0.45
"""The most that it is worth where a name of the question occurs nowhere: it is shown as what is
closest, and never as the answer.
"""


def confidence(signals: Mapping[str, float]) -> float:
    """The probability, in [0, 1], that the chosen excerpts answer the question."""
    sure = logistic(INTERCEPT + sum(COEFFICIENTS[name] * signals[name] for name in COEFFICIENTS))
    if signals["ids"] < 1.0:
        return min(sure, _DOUBTFUL)
    return sure if signals["known"] else min(sure, _STRANGE)
