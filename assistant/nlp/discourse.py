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
_REASON = re.compile(
    r"(?:this|that|these|it|the reasons?|one reason|(?:such|these|this) (?:\w+ ){1,3})\s*+"
    r"(?:\w+ly )?(?:is|are|was|were|can be|could be|may be|might be|lies?|may|might|could)?\s*+"
    r"(?:\w+ly )?(?:attribut\w+ to|due to|because|explained by|owing to|related to"
    r"|results? (?:from|of)|stems? from|reflects?\b|in that)"
    r"|(?:possible|potential|likely) (?:reasons|explanations)\b",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"(?:conversely|in contrast|by contrast|on the (?:other hand|contrary)|however|whereas)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bwhy\b|\bhow come\b|\bwhat (?:is|was|are|were) the (?:reasons?|cause|explanation)"
    r"|\b(?:account|accounts|accounted) for\b|\bexplain(?:s|ed)?\b",
    re.IGNORECASE,
)


def leans(text: str) -> bool:
    """Whether a sentence cannot be understood without the one before it."""
    return _LEANING.match(text.lstrip("([“\"' ")) is not None


def tells_of_a_study(text: str) -> bool:
    """Whether a sentence says what was studied, and not what came of it."""
    return _STUDY.search(text) is not None and _RESULT.search(text) is None


def asks_why(question: str) -> bool:
    """Whether a question asks for a reason."""
    return _WHY.search(question) is not None


def gives_the_reason(text: str) -> bool:
    """Whether a sentence explains the one before it: "This is attributed to …"."""
    return _REASON.match(text) is not None


def sets_against(text: str) -> bool:
    """Whether a sentence is the other side of the one before it: "Conversely, …"."""
    return _CONTRAST.match(text) is not None
