"""The decisive words of a quote: what of it answers the question, for the eye to find."""

from __future__ import annotations

import re

from assistant.answering.answer_type import Wanted
from assistant.nlp.lexicon import without_references

_UNIT = (
    r"(?:\s?%|\s+(?:patients?|participants|individuals|people|years?|months?|weeks?|days?|h|mg|kg)"
    r"\b)?"
)
_FIGURE = rf"\b\d[\d.,]*\d?{_UNIT}"
_FORMS: dict[Wanted, str] = {
    Wanted.ANYTHING: r"\b\d[\d.,–-]{0,20}\d?\s?%",
    Wanted.PERCENTAGE: r"\b\d[\d.,–-]{0,20}\d?\s?%",
    Wanted.NUMBER: _FIGURE,
    Wanted.YEAR: r"\b(?:1[89]|20)\d\d\b",
    Wanted.AGE: rf"\b\d+ (?:and|to) \d+\b|\b\d+-year-old\b|{_FIGURE}",
    Wanted.TIME: rf"\b(?:1[89]|20)\d\d\b|\b\d+[\s-](?:years?|months?|weeks?|days?|h)\b|{_FIGURE}",
    Wanted.DURATION: r"\b\w+[\s-](?:years?|months?|weeks?|days?|h)\b",
    Wanted.DOSE: r"\d[\d.,]{0,20}\s?(?:×\s?\d+ cells/kg|mg|ml|µg)(?:/\w+)?",
    Wanted.PERSON: r"\b[A-Z][\w’'-]{1,50}(?: [A-Z][\w’'-]{1,50})? et\s+al\b\.?"
    r"|\b[A-Z][a-z]+ [A-Z][a-z]+\b",
    Wanted.PLACE: r"\b(?:[A-Z][\w’'-]{1,50} ){0,9}"
    r"(?:University|Hospital|Institute|Cent(?:er|re)|Clinic)\b(?: (?:of|de|in) [A-Z][\w’'-]+)*",
    Wanted.FREQUENCY: r"\b(?:daily|weekly|monthly|yearly|once|twice|every \w+"
    r"|\w+ times|per (?:day|week|month|year))\b",
    Wanted.MONEY: r"[$€£¥]\s?\d[\d.,]*\d?|\b\d[\d.,]{0,20}\s?(?:dollars?|euros?|pounds|USD|EUR)\b",
    Wanted.YES_NO: r"\b(?:no|not|never|neither|nor|without|cannot|lack(?:s|ed|ing)?"
    r"|fail(?:s|ed)? to|significant(?:ly)?|remains? \w+)\b",
    Wanted.DEFINITION: r"\([A-Za-z](?:[^\WA-Z]|[+-])*+[A-Z][\w+-]*+\)",
}
_PATTERNS = {kind: re.compile(form) for kind, form in _FORMS.items()}


def decisive(kind: Wanted, text: str) -> tuple[tuple[int, int], ...]:
    """Ranges of a quote that hold the kind of thing asked for; none where form cannot tell."""
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return ()
    plain = without_references(text)
    return tuple(match.span() for match in pattern.finditer(plain))
