"""The clauses of a sentence that may be held up by different quotes."""

from __future__ import annotations

import re

from assistant.verification.wording import Kind, Wording

_BETWEEN = re.compile(
    r"(?:(?<!\s)\s++)?;\s*+|,\s++(?=(?:and|but|while|whereas|although|yet|so)\b)"
    r"|(?<!\s)\s++(?=(?:while|whereas|although|but)\s|and\s++(?:it|they|this|these|that|the|a|an|in)\s)"
)
_LEAST = 4  # words; what is shorter is part of a list


def clauses(sentence: str) -> list[str]:
    """The sentence cut before "and", "but", "while" where what they join is long enough."""
    parts: list[str] = []
    for part in _BETWEEN.split(sentence):
        if parts and (len(part.split()) < _LEAST or len(parts[-1].split()) < _LEAST):
            parts[-1] += f", {part}"
        elif part.strip():
            parts.append(part)
    return parts


def subject_stems(clause: Wording) -> frozenset[str]:
    """Stems of the names and terms near a clause's beginning: what it is about."""
    return frozenset(word.stem for word in clause.words[:6] if word.kind in (Kind.TERM, Kind.NAME))


def leans(clause: Wording) -> bool:
    """Whether a clause is about what the clause before it names: "and reduced relapses"."""
    words = [word for word in clause.words if word.exact not in _JOINING]
    if words and (words[0].exact in _AUXILIARY or words[0].text.endswith("ed")):
        return True
    return not any(word.kind in (Kind.TERM, Kind.NAME) for word in words)


_JOINING = frozenset("and but while whereas although yet so also then".split())
_AUXILIARY = frozenset(
    "is are was were has have had did does do can could may it they this".split()
)
