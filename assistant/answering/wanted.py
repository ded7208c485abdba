"""What kind of thing a question asks for, and whether a sentence holds such a thing."""

from __future__ import annotations

import re
from enum import Enum

from assistant.searching.lexicon import without_references


class Wanted(Enum):
    """The kinds that code can tell apart by their form."""

    PERCENTAGE = "a percentage"
    NUMBER = "a number"
    AGE = "an age"
    TIME = "a date or a time"
    MONEY = "an amount of money"
    PERSON = "a name"
    YES_NO = "yes or no"
    DEFINITION = "a definition"
    ANYTHING = "anything"


_NUMBER = (
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|third"
    r"|quarter|both|none|no|single|once|twice)\b"
)
_DURATION = r"(?:year|month|week|day|hour|minute|h\b|decade|centur|daily|annual|long-term|lifetime)"
# First match wins. Each entry: what the question looks like, what it asks for.
_QUESTIONS: tuple[tuple[str, Wanted], ...] = (
    (
        r"\bhow (?:much|expensive)\b.*\b(?:cost|pay|price|expensive)|\bcosts?\b|\bprice\b",
        Wanted.MONEY,
    ),
    (r"\b(?:percent(?:age)?|proportion|fraction|share)\b|\bwhat rate\b", Wanted.PERCENTAGE),
    (r"\bhow old\b|\b(?:what|which|between what|mean|median|average) ages?\b", Wanted.AGE),
    (
        r"\bhow (?:many|much|often|large|big|high|far)\b|\bnumber of\b|\bdos(?:e|es|age)\b",
        Wanted.NUMBER,
    ),
    (
        r"^\W*when\b|\b(?:what|which) (?:year|date|month)|\bhow (?:long|soon|fast|quickly)\b",
        Wanted.TIME,
    ),
    (
        r"^\W*(?:and |but )?who(?:m|se)?\b|\bwhich (?:researcher|author|scientist|group)s?\b",
        Wanted.PERSON,
    ),
    (r"\bstands? for\b|\bmeaning of\b|\bdefin(?:e|ed|ition)\b", Wanted.DEFINITION),
    (r"^\W*(?:what|who) (?:is|are) (?:an? |the )?[\w-]+(?: [\w-]+)?\W*$", Wanted.DEFINITION),
    (
        r"^\W*(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will"
        r"|would|may|might)\b",
        Wanted.YES_NO,
    ),
)
_ANSWERS: dict[Wanted, str] = {
    Wanted.PERCENTAGE: r"\d\s?%|\bper ?cent|\b(?:half|third|quarter|majority)\b|\d\s?[:/]\s?\d",
    Wanted.NUMBER: _NUMBER,
    Wanted.AGE: r"\bage[sd]?\b|\bages of\b|year-old|years old|\bolder\b|\byoung",
    Wanted.TIME: rf"\b(?:1[89]|20)\d\d\b|{_DURATION}",
    Wanted.MONEY: r"[$€£¥]|\b(?:dollars?|euros?|pounds|usd|eur)\b",
    Wanted.PERSON: r"\bet\s+al\b|\b[A-Z][a-z]+ [A-Z][^\W\d_]+\b|\b(?:Institute|University|Group)\b",
    Wanted.DEFINITION: r"\([^)]*[A-Z][^)]*\)|\b(?:is|are|refers?|called|termed|means?|known)\b",
}  # fmt: skip


def wanted(question: str) -> Wanted:
    """The kind of thing that a question asks for."""
    for pattern, kind in _QUESTIONS:
        if re.search(pattern, question, re.IGNORECASE):
            return kind
    return Wanted.ANYTHING


def holds(kind: Wanted, sentence: str) -> bool:
    """Whether a sentence holds something of that kind; reference marks are no numbers."""
    pattern = _ANSWERS.get(kind)
    if pattern is None:
        return True
    flags = 0 if kind is Wanted.PERSON else re.IGNORECASE
    return re.search(pattern, without_references(sentence), flags) is not None
