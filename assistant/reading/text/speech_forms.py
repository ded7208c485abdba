"""What lines of speech look like: who speaks, when, questions and their answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from assistant.reading.text.line_forms import ends_sentence

_STAMP = r"(?:[\[(]?\d[\d/.:,\s-]{3,20}(?:[ap]m)?[\])]?\s?(?:-\s)?)?"
_SPEAKER = re.compile(
    rf"{_STAMP}((?:[^\W\d_][\w.'’-]{{0,24}})(?:\s[^\W\d_][\w.'’-]{{0,24}}){{0,3}})"
    r"(?:\s?[\[(][^\])]{1,30}[\])])?\s?:\s+(?=\S)"
)
_NAME = r"[^\W\d_][\w.'’-]{0,24}(?:\s[^\W\d_][\w.'’-]{0,24}){0,3}"
_TIME = r"[\[(]?\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,3})?)?(?:\s?[AaPp]\.?[Mm]\b\.?)?[\])]?"
_DAY = r"(?:(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|[Tt]oday|[Yy]esterday),?\s(?:at\s)?)?"
_SPEAKS_AT = re.compile(
    rf"(?:{_TIME}\s{{1,9}})?(?P<name>{_NAME})(?:(?:,|\s[—–-])?\s{{1,9}}{_DAY}{_TIME})?"
)
_QUESTION = re.compile(r"(?:Q|Question|Frage|Pregunta|Domanda)\s?\d{0,3}\s?[.:)]\s+(?=\S)")
_ANSWER = re.compile(r"(?:A|Answer|Antwort|Réponse|Respuesta|Risposta)\s?\d{0,3}\s?[.:)]\s+(?=\S)")
_MIN_TURNS = 3


def speaker(text: str) -> str:
    """Who speaks, in "Matteo: I came late"; "" where nobody does."""
    match = _SPEAKER.match(text)
    return match.group(1) if match else ""


def speakers(texts: Iterable[str]) -> frozenset[str]:
    """Those who take turns in a text; none where its labels are those of a form."""
    found = [(speaker(text), text) for text in texts]
    turns = [(name, text) for name, text in found if name and name[0].isupper()]
    counts = Counter(name for name, _ in turns)
    again = {name for name, count in counts.items() if count > 1}
    spoken = sum(ends_sentence(text) for _, text in turns)
    if len(again) < 2 or len(turns) < 4 or 2 * spoken < len(turns) or 2 * len(counts) > len(turns):
        return frozenset()
    return frozenset(counts)


def speaks_at(text: str) -> tuple[int, int] | None:
    """Where a name stands on a line with nothing else but a time: "Ann Bell  00:03"."""
    match = _SPEAKS_AT.fullmatch(text)
    if match is None or not match["name"][0].isupper() or match["name"] == text:
        return None
    return match.span("name")


def speak_at(texts: Iterable[str]) -> bool:
    """Whether the turns of a text begin with such lines, each with something said below it."""
    names = Counter(
        text[slice(*named)]
        for text, below in pairwise(texts)
        if (named := speaks_at(text)) and not speaks_at(below)
    )
    return names.total() >= _MIN_TURNS and any(count > 1 for count in names.values())


def asks(text: str) -> bool:
    """Whether a line is the question of a pair: "Q: How long is the warranty?"."""
    return _QUESTION.match(text) is not None


def answers(text: str) -> bool:
    """Whether a line is the answer of a pair."""
    return _ANSWER.match(text) is not None
