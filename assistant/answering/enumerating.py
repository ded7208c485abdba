"""Questions for all of something in running text: every sentence that names one is quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.scoring import Evidence

_ALL = re.compile(
    r"\b(?:list|name|collect|enumerate|give|show|tell) (?:me )?(?:all|every|each|them|the)\b"
    r"|\b(?:what|which|who) (?:are|were) all\b|\ball of them\b|\b(?:name|list) (?:all|each|them)\b"
    r"|\ball \w+ taken together\b|\b(?:bulleted|complete|full|whole) list\b"
    r"|\bevery (?:one|single)\b"
    r"|\bwhose (?:studies|trials|works?|results|experiments|clinical studies)\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"\b(?:bullet\w*|list) of\b|\bbullet", re.IGNORECASE)
_BY_NAME = re.compile(
    r"\bwhose (?:\w+ )?(?:studies|trials|works?|results|experiments)\b"
    r"|\bresearchers?[’']s? names?\b|\bby (?:author|researcher|name)\b",
    re.IGNORECASE,
)
_STUDY_BY = re.compile(r"\bet\s+al\b")
MAX_NAMED = 8
_NEXT_BEST = 0.78
_LEAD_IN = 0.7


def asks_for_all(question: str) -> bool:
    """Whether a question wants everything of a kind, and not one good answer."""
    return _ALL.search(question) is not None


def asks_by_name(question: str) -> bool:
    """Whether it wants studies by their authors' names, which form can tell."""
    return _BY_NAME.search(question) is not None


def enumerated(question: str, evidence: Sequence[Evidence], *, narrowed: bool) -> list[Evidence]:
    """The sentences that each name one of what is asked for, best first.

    narrowed: whether the evidence is of a section that the question names; if it asks for studies
              by their authors' names, all of that section's are wanted, however they score.
    """
    if not evidence:
        return []
    best = evidence[0].score
    if asks_by_name(question):
        named = [one for one in evidence if _STUDY_BY.search(one.text)]
        return [one for one in named if narrowed or one.score >= best * _NEXT_BEST][:MAX_NAMED]
    if _LIST.search(question):
        lead_in = next((one for one in evidence if one.text.rstrip().endswith(":")), None)
        if lead_in and lead_in.score >= best * _LEAD_IN:
            return [lead_in]
    return [one for one in evidence if one.score >= best * _NEXT_BEST][:MAX_NAMED]
