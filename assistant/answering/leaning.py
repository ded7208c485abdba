"""Sentences that cannot be understood, or do not say enough, without their neighbour."""

from __future__ import annotations

import re

_LEANING = re.compile(
    r"(?:this|these|those|they|their|it|its|such|he|she|both|among (?:them|these|the)"
    r"|(?:the|these) (?:results?|findings?|study|studies|trial|analysis|authors?|former|latter"
    r"|outcomes?|participants|reduction|procedure|phenomenon))\b"
    r"|(?:results|participants|researchers) (?:indicated|showed|revealed|were|demonstrated)\b"
    r"|(?:conversely|specifically|notably, these|for instance|for example|as a result"
    r"|consequently|therefore|thus|hence|in contrast|indeed)\b",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"\b(?:conducted|initiated|pioneered|designed|undertook|launched|performed)\b"
    r"|\b(?:aim(?:ed|s|ing)?|sought|seeks) (?:to|at)\b"
    r"|\bto (?:evaluate|assess|investigate|examine|explore|determine|compare)\b"
    r"|\b(?:evaluat|investigat|assess|scrutini[sz]|examin|compar|explor|stud)(?:ed|ied)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:show|reveal|demonstrat|found|find|report|observ|conclud|indicat|result|confirm)"
    r"|\d\s?%|\b(?:significant|increas|decreas|improv|reduc)",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    return _LEANING.match(text.lstrip("([“\"' ")) is not None


def tells_of_a_study(text: str) -> bool:
    """Whether a sentence says what was studied, and not what came of it."""
    return _STUDY.search(text) is not None and _RESULT.search(text) is None
