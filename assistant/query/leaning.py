"""Tell whether a question leans on the talk before it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.nlp.discourse import Lead, opening
from assistant.nlp.noun_phrases import is_name, phrases
from assistant.nlp.question_words import OTHERS, POINTING, asks
from assistant.nlp.tokens import is_stop, tokens

LEANS = -0.2
"""The log-odds from which a question is searched with its context."""
LEANS_SURELY = 3.0
"""The log-odds from which nothing else is tried."""
_POINTERS = frozenset(
    """it its itself he him his she her hers they them their theirs this that these those
    one ones both neither either such""".split()
)
_MORE = (POINTING | frozenset("same too also then again more".split())) - {"one", "ones"}
_PLACES = {
    "first": 0, "former": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "latter": -1
}  # fmt: skip
_CLAUSE = re.compile(
    r"\bthat (?=(?:the|an?|his|her|their|our|my|he|she|it|they|we|you|i|is|are|was|were|has|have"
    r"|can|may|do|does|[\w-]+s)\b)|\b(?:so|such) that\b",
    re.I,
)
_BOUNDARY = re.compile(
    r"[,;:–—?.]\s|\b(?:and|but|when|where|while|if|because|before|after|who)\b", re.I
)


def place_meant(question: str) -> int | None:
    """Which of several things a question means: 1 for "the second of them"."""
    words = [token.lower() for token in tokens(question)]
    for word, after in zip(words, [*words[1:], ""], strict=False):
        alone = not after or is_stop(after) or after in OTHERS  # not "the first six months"
        if word in ("former", "latter") or (alone and word in _PLACES):
            return _PLACES[word]
    return None


def place_in(question: str) -> bool:
    """Whether a question has an ordinal: "the first year"."""
    return not _PLACES.keys().isdisjoint(map(str.lower, tokens(question)))


def points(question: str) -> int:
    """How many of a question's words point back, beyond the question itself."""
    named = False  # whether a clause before has what a pronoun may stand for
    count = 0
    for clause in _BOUNDARY.split(_CLAUSE.sub(" ", question)):
        if not named:
            count += sum(word.lower() in _POINTERS for word in tokens(clause))
        named = named or bool(phrases(clause))
    return count


def signals(question: str) -> Mapping[str, float]:
    """What tells whether a question leans on the turns before it, each in [0, 1]."""
    opened = opening(question)
    words = tokens(opened.rest)
    lower = [word.lower() for word in words]
    content = [word for word in words if not is_stop(word)]
    return {
        "points": min(2, points(opened.rest)) / 2,
        "on": float(opened.lead is Lead.ON),
        "mended": float(opened.lead is Lead.MENDED),
        "more": float(not _MORE.isdisjoint(lower)),
        "place": float(place_meant(opened.rest) is not None),
        "few": 1 - min(6, len(content)) / 6,
        "named": float(any(is_name(word) for word in words[1:])),
        "whole": float(asks(opened.rest) and len(content) > 1 and not points(opened.rest)),
    }


# Fitted on follow-ups and the same asked in full: docs/decisions/0013-context.md.
BIAS = -0.53
WEIGHTS: Mapping[str, float] = {
    "points": 1.28,
    "on": 3.17,
    "mended": 1.83,
    "more": 1.40,
    "place": 0.69,
    "few": 3.62,
    "named": -0.56,
    "whole": -1.73,
}


def leaning(question: str) -> float:
    """How likely a question leans on the turns before it, in log-odds."""
    return BIAS + sum(WEIGHTS[name] * value for name, value in signals(question).items())
