"""Sentences that claim nothing about the documents' subject."""

from __future__ import annotations

import re

_SILENT = re.compile(
    r"\W*+(?:(?:however|unfortunately|but|overall|therefore|thus),?\s++)?(?:(?:from|based "
    r"on|in|according to) [^,]{0,60},?\s++)?"
    r"(?:(?:the|these|this|those|provided|given|supplied|available|cited|above)\s++){0,3}"
    r"(?:documents?|quot(?:es?|ations?)|sources?|passages?|excerpts?|texts?|context|information|articles?|reviews?)"
    r"(?:\s++(?:provided|given|above|here|available))?\s++"
    r"(?:do(?:es)?|did|are|is|has|have)?\s*+(?:not|n't|n’t|never|nothing)\s++"
    r"(?:\w+ly\s++)?(?:say|state|mention|specify|contain|provide|give|include|tell|answer|report|address|discuss"
    r"|describe|explain|reveal|indicate|cover|sufficient|enough)\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\W*(?:i (?:do not|don['’]t) know|i (?:cannot|can['’]t|could not) (?:answer|find|say|tell)"
    r"|(?:there is|there['’]s) (?:no|not enough|insufficient) (?:information|mention|answer|data)"
    r"|(?:it|this|that|the answer) is not (?:stated|mentioned|specified|given|said"
    r"|answered|provided)"
    r"|no (?:information|answer|mention)\b[^.]{0,60}\b(?:is|was) (?:given|provided|found"
    r"|made|available))",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:but|however|although|though|while|whereas|yet|except|only that)\b|;|\d", re.IGNORECASE
)
_EMPTY = re.compile(
    r"\W*+(?:(?:sure|certainly|of course|okay|ok|yes|no)\W*+)?"
    r"(?:(?:here (?:is|are)|here['’]s|below (?:is|are)|the following is|following "
    r"is)\b[^.:]{0,80}[.:]?"
    r"|(?:based on|according to|from)\s++(?:the\s++)?(?:\w+\s++){0,3}(?:quotes?|documents?"
    r"|passages?|sources?|context|information)\s*+[:,.]?"
    r"|(?:(?:final|short|brief|the)\s++)?(?:answer|summary|response|conclusion|sources?|quotes?|references?|question)s?(?:\s++\d++)?\s*+[:.]?"
    r"|(?:i hope|hope) this helps.{0,40}|let me know.{0,80}|sure|certainly|of course|okay"
    r"|ok|yes|no)?\W*+",
    re.IGNORECASE,
)


def is_no_claim(sentence: str) -> bool:
    """Whether a sentence only says that the documents do not answer."""
    found = _SILENT.match(sentence) or _UNKNOWN.match(sentence)
    return bool(found) and not _TURN.search(sentence, 12)


def is_empty(sentence: str) -> bool:
    """Whether a sentence says nothing at all: "Here is the answer:"."""
    return bool(_EMPTY.fullmatch(sentence))
