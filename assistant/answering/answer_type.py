"""What kind of answer a question expects, and whether a sentence holds one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from assistant.nlp.lexicon import without_references
from assistant.nlp.tokens import is_stop, parts, stem, tokens


class Wanted(Enum):
    """The kinds that code can tell apart by their form."""

    PERCENTAGE = "a percentage"
    NUMBER = "a number"
    DOSE = "a dose"
    FREQUENCY = "how often"
    PLACE = "a place"
    YEAR = "a year"
    AGE = "an age"
    TIME = "a date or a time"
    DURATION = "a length of time"
    MONEY = "an amount of money"
    PERSON = "a name"
    YES_NO = "yes or no"
    DEFINITION = "a definition"
    ANYTHING = "anything"


_NUMBER = (
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|half|third"
    r"|quarter|both|none|no|single|once|twice)\b"
)
_COUNTING = r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several)"
_DURATION = r"(?:year|month|week|day|hour|minute|h\b|decade|centur|daily|annual|long-term|lifetime)"
# First match wins. Each entry: what the question looks like, what it asks for.
_QUESTION_FORMS: tuple[tuple[str, Wanted], ...] = (
    (
        r"\bhow (?:much|expensive)\b.{0,200}\b(?:cost|pay|price|expensive)|\bcosts?\b|\bprice\b",
        Wanted.MONEY,
    ),
    (
        r"\b(?:percent(?:age)?|proportion|fraction|(?:what|which) share)\b|\bwhat rate\b"
        r"|\bhow (?:common|frequent|likely)\b|\b(?:incidence|prevalence) of\b",
        Wanted.PERCENTAGE,
    ),
    (
        r"\b(?:what|which|how (?:large|high|big) an?) dos(?:e|es|age)\b",
        Wanted.DOSE,
    ),
    (r"\bhow often\b|\bhow frequently\b", Wanted.FREQUENCY),
    (r"\bhow old\b|\b(?:what|which|between what|mean|median|average) ages?\b", Wanted.AGE),
    (
        r"\bhow (?:many|much|large|big|high|far)\b|\bnumber of\b",
        Wanted.NUMBER,
    ),
    (r"\b(?:what|which) year\b", Wanted.YEAR),
    (r"\bhow (?:long|soon|quickly)\b", Wanted.DURATION),
    (r"^\W*when\b|\b(?:what|which) (?:date|month)", Wanted.TIME),
    (
        r"^\W*(?:and )?where\b.*\b(?:located|based|conducted|held|carried out|t[ao]o?ke? place)"
        r"|\b(?:what|which) (?:country|countries|city|cities|hospitals?|universit(?:y|ies))\b",
        Wanted.PLACE,
    ),
    (
        r"^\W*(?:and |but )?who(?:m|se)?\b|\bwhich (?:researcher|author|scientist|group)s?\b",
        Wanted.PERSON,
    ),
    (r"\bstands? for\b|\bmeaning of\b|\bdefin(?:e|ed|ition)\b", Wanted.DEFINITION),
    (r"^\W*(?:what|who) (?:is|are) (?:an? |the )?[\w-]++(?: [\w-]++)?\W*+$", Wanted.DEFINITION),
    (
        r"^\W*(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|can|could|should|will"
        r"|would|may|might)\b",
        Wanted.YES_NO,
    ),
)
_QUESTIONS = [(re.compile(form, re.IGNORECASE), kind) for form, kind in _QUESTION_FORMS]
_ANSWER_FORMS: dict[Wanted, str] = {
    Wanted.PERCENTAGE: r"\d\s?%|\bper ?cent|\b(?:half|third|quarter|majority)\b|\d\s?[:/]\s?\d",
    Wanted.NUMBER: _NUMBER,
    Wanted.YEAR: r"\b(?:1[89]|20)\d\d\b",
    Wanted.DOSE: r"\d[\d.,]{0,20}\s?(?:×|x\s?10|mg|ml|µg|mcg|iu\b|units|g\b|cells/)",
    Wanted.FREQUENCY: r"\b(?:daily|weekly|monthly|yearly|every|once|twice|times|per (?:day|week"
    r"|month|year))\b",
    Wanted.PLACE: r"\b(?:University|Hospital|Institute|Cent(?:er|re)|Clinic)\b|, [A-Z][a-z]+",
    Wanted.DURATION: rf"(?:\d|{_COUNTING})[\s–-]?(?:to |and |or )?(?:\d{{1,9}}[\s-])?{_DURATION}",
    Wanted.AGE: r"\bage[sd]?\b|\bages of\b|year-old|years old|\bolder\b|\byoung",
    Wanted.TIME: rf"\b(?:1[89]|20)\d\d\b|{_DURATION}",
    Wanted.MONEY: r"[$€£¥]|\b(?:dollars?|euros?|pounds|usd|eur)\b",
    Wanted.PERSON: r"\bet\s+al\b|\b[A-Z][a-z]+ [A-Z][^\W\d_]+\b|\b(?:Institute|University|Group)\b",
    # A bracket with letters; looked for from the last one's end, not from each "(".
    Wanted.DEFINITION: r"(?:(?<=\))|\A)[^()]*+\([^)A-Z]*+[A-Z][^)]*+\)"
    r"|\b(?:is|are|refers?|called|termed|means?|known)\b",
}  # fmt: skip
_ANSWERS = {
    kind: re.compile(form, 0 if kind in (Wanted.PERSON, Wanted.PLACE) else re.IGNORECASE)
    for kind, form in _ANSWER_FORMS.items()
}


_COUNTED = re.compile(
    r"\bhow many (?:of (?:the|them|these|those) )?((?:[\w-]+ ){0,3}?[\w-]+)", re.I
)
_PLURAL = re.compile(r"[\w-]*[a-z]{2}[a-rtv-z]s|people|women|men|children")  # not "SPMS"
_ALIKE = {
    stem(word): frozenset(stem(other) for other in group.split())
    for group in (
        "patients participants individuals people persons subjects volunteers women men cases",
        "injections infusions doses dosages administrations transplantations",
        "trials studies articles papers reports publications",
    )
    for word in group.split()
}
_BETWEEN = 3  # words that may stand between a number and what it counts


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question asks for. counted: stems of the thing whose number is asked for."""

    kind: Wanted
    counted: frozenset[str] = frozenset()

    def met(self, sentence: str) -> bool:
        """Whether a sentence holds something of that kind; reference marks are no numbers."""
        pattern = _ANSWERS.get(self.kind)
        if pattern is None:
            return True
        plain = without_references(sentence)
        if pattern.search(plain) is None:
            return False
        return not self.counted or _counts(plain, self.counted)


def wanted(question: str) -> Wish:
    """What a question asks for."""
    for pattern, kind in _QUESTIONS:
        if pattern.search(question):
            return Wish(kind, _counted(question) if kind is Wanted.NUMBER else frozenset())
    return Wish(Wanted.ANYTHING)


def _counted(question: str) -> frozenset[str]:
    """What "how many" counts, with similar words; empty if that is not clear.

    It is the first noun in the plural: "how many adverse events", "how many MS patients".
    """
    found = _COUNTED.search(question)
    for word in re.findall(r"[\w-]+", question[found.start(1) :])[:4] if found else ():
        if _PLURAL.fullmatch(word) and not is_stop(word):
            return _ALIKE.get(stem(word), frozenset((stem(word),)))
    return frozenset()


def _counts(sentence: str, things: frozenset[str]) -> bool:
    """Whether a number stands shortly before one of these things."""
    words = tokens(sentence)
    for place, word in enumerate(words):
        if not (word[:1].isdigit() or re.fullmatch(_NUMBER, word, re.IGNORECASE)):
            continue
        near = [part for one in words[place + 1 : place + 2 + _BETWEEN] for part in parts(one)]
        if things & {stem(part) for part in (*near, *parts(word)[1:])} and "-old" not in word:
            return True
    return False
