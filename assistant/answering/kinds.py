"""What kind of thing a question asks for, and whether a text holds one: one signal among others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.nlp import countries
from assistant.nlp.tokens import is_stop, parts, stem, tokens
from assistant.nlp.word_statistics import without_references

_NUMBER = (
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand|million|dozens?|half|third|quarter|both|none|no|single|once|twice"
    r"|several)\b"
)
_MONTH = (
    r"january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_LENGTH = (
    r"(?:years?|months?|weeks?|(?:working )?days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)"
    r"|nights?|fortnights?|h\b|min\b)"
)
_DISTANCE = r"(?:met(?:er|re)s?|miles?|km|cm|mm|m|feet|foot|ft|inch(?:es)?|yards?)\b"
_AGE = (
    r"\d{1,3}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]{3,5})?"
)
_CLOCK = r"\b\d{1,2}[:.]\d\d\b|\d ?[ap]\.?m\b"
_YEAR = r"\b(?:1\d|20)\d\ds?\b|\d ?(?:AD|BC|CE)\b"  # the 1950s too
_PER = r"per (?:day|week|month|year|hour)"

# First match wins. Each: what a question looks like, and the kind of thing that it asks for.
_QUESTIONS = [
    (re.compile(form, re.IGNORECASE), kind)
    for form, kind in (
        (
            r"\bhow (?:much|expensive)\b.{0,200}\b(?:cost|pay|paid|price|charge|owe|earn|expensive)"
            r"|\b(?:costs?|price|fee|fare|salary|wage)\b",
            "money",
        ),
        (
            r"\b(?:percent(?:age)?|proportion|fraction|(?:what|which) share)\b|\bwhat rate\b"
            r"|\bhow (?:common|frequent|likely)\b|\b(?:incidence|prevalence) of\b",
            "share",
        ),
        (r"\b(?:what|which|how (?:large|high|big) an?) dos(?:e|es|age)\b", "dose"),
        (r"\bhow (?:often|frequently|regularly)\b", "rate"),
        (r"\bhow old\b|\b(?:what|which|between what|mean|median|average) ages?\b", "age"),
        (r"\bhow (?:many|much)\b|\bnumber of\b", "number"),
        (
            r"\bhow (?:large|big|high|far|tall|deep|wide|heavy|fast|loud|hot|cold|warm|thick)\b",
            "measure",
        ),
        (r"\b(?:what|which) year\b", "year"),
        (r"\bhow (?:long|soon|quickly)\b", "length"),
        (r"^\W*when\b|\bwhat time\b|\b(?:what|which) (?:date|month|day)", "time"),
        (
            r"^\W*(?:and )?where\b|\b(?:what|which) (?:country|countries|city|cities|town"
            r"|hospitals?|universit(?:y|ies)|room|place)\b",
            "place",
        ),
        (r"^\W*(?:and |but )?who(?:m|se)?\b|\bwhich (?:researcher|author|scientist)s?\b", "person"),
        (r"\bstands? for\b|\bmeaning of\b|\bdefin(?:e|ed|ition)\b", "definition"),
        (r"^\W*(?:what|who) (?:is|are) (?:an? |the )?[\w-]++(?: [\w-]++)?\W*+$", "definition"),
    )
]
_ANSWERS = {
    kind: re.compile(form, re.IGNORECASE)
    for kind, form in {
        "money": r"[$€£¥₹]|\b(?:dollars?|euros?|pounds?|pence|cents?|francs?|krone?[nr]?|kronor"
        r"|shillings?|yen|rupees?|usd|eur|gbp|chf|nok|sek|dkk|free|no (?:charge|fee))\b"
        r"|\d ?(?:kr|p|ct|zł|kč)\b",
        "share": r"\d\s?%|\bper ?cent|\b(?:half|thirds?|quarters?|fifths?|majority)\b"
        r"|\d\s?[:/]\s?\d|\b\w+ (?:in|out of) (?:\d|two|three|four|five|ten|a hundred)",
        "dose": r"\d[\d.,]{0,20}\s?(?:×|x\s?10|mg|ml|µg|mcg|iu\b|units|g\b|cells/|tablets?|drops)",
        "rate": r"\b(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|nightly|every|once|twice"
        rf"|times|{_PER})\b|\beach (?:[\w-]{{1,15}} )?{_LENGTH}"
        rf"|\bin (?:an?|any|{_NUMBER}) ?(?:[\w-]{{1,15}} )?{_LENGTH}",
        "age": r"\bage[sd]?\b|\bages of\b|year-old|years old|\bolder\b|\byoung"
        r"|\bwhen (?:he|she) was"
        rf"|\b(?:was|is|am|at|turned) (?:only |just |about |nearly )?(?:{_AGE})\b",
        "number": _NUMBER,
        "measure": _NUMBER,
        "year": rf"{_YEAR}|\b(?:AD|BC|CE) ?\d",
        "length": rf"(?:{_NUMBER}|\ban? )[\s–-]?(?:to |and |or )?(?:\d{{1,9}}[\s-])?"
        rf"(?:[a-z]{{1,12}} )?(?:{_LENGTH}|{_DISTANCE})"
        r"|\b(?:lifetime|annual|daily|fortnight|until)\b"
        rf"|\bsince (?:[a-z]{{1,12}} ){{0,4}}(?:\d{{4}}|{_MONTH})|\bin {_LENGTH}",
        "time": rf"{_YEAR}|{_CLOCK}|\b(?:{_MONTH}|{_DAY}s?)\b|\bin \d{{3}}\b"
        r"|\b(?:noon|midnight|dusk|dawn|sunset|sunrise|easter|christmas)\b"
        r"|\bas soon as\b|\b(?:beginning|start|end) of (?:the|each|every)\b"
        rf"|\b(?:{_NUMBER}|an?|the|every|each|next|last|same|this|that|first|in)"
        rf" (?:[\w-]{{1,15}} )?{_LENGTH}",
    }.items()
}
_NAME = r"(?<=[\w,;:] )(?-i:[A-Z])[^\W\d_]+"
_COUNTRY = "|".join(sorted(map(re.escape, countries.names()), key=len, reverse=True))
_NO_PLACE = rf"(?!(?:{_MONTH}|{_DAY}s?)\b)"
_NO_PERSON = rf"(?!(?:{_MONTH}|{_DAY}s?|{_COUNTRY})\b)"
# Where what follows is a place, or a body rather than a person.
_NOT_THERE = "".join(rf"(?<!\b{word} )" for word in "in at from near to on the".split())
_PLACE = re.compile(
    r"\b(?:university|hospital|institute|cent(?:er|re)|clinic|street|road|lane|rooms?|hall|office"
    rf"|station|building)\b|\b(?:{_COUNTRY})\b|, {_NAME}"
    r"|\b(?:near|behind|under|beside|above|below|inside|opposite|between|along|outside|around"
    r"|across) |\b(?:in|at|on) the [a-z]"
    rf"|\b(?:in|at|on|from|to) (?:the )?{_NO_PLACE}(?-i:[A-Z])[^\W\d_]",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\bet\s+al\b|\b(?:mr|mrs|ms|dr|prof)\b|(?-i:\b[A-Z]\. [A-Z][a-z])"
    rf"|(?<=[\w,;:] ){_NOT_THERE}{_NO_PERSON}(?-i:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])"
    rf"|\b{_NO_PERSON}(?-i:[A-Z])[a-z]{{1,30}} {_NO_PERSON}(?-i:[A-Z])[^\W\d_]"
    r"|\b(?:chair|secretary|treasurer|manager|director|officer|clerk|owner|nurse|doctor|teacher"
    r"|tenant|landlord|supplier|team|committee|board|council|group)\b",
    re.IGNORECASE,
)
# A bracket with letters; looked for from the last one's end, not from each "(".
_DEFINED = re.compile(
    r"(?:(?<=\))|\A)[^()]*+\([^)A-Z]*+[A-Z][^)]*+\)"
    r"|(?i:\b(?:is|are|refers?|called|termed|means?|known|counts? as)\b)"
)
_ANSWERS |= {"place": _PLACE, "person": _PERSON, "definition": _DEFINED}

_COUNTED = re.compile(
    r"\bhow many (?:of (?:the|them|these|those) )?((?:[\w-]+ ){0,3}?[\w-]+)", re.I
)
_PLURAL = re.compile(r"[\w-]*[a-z]{2}[a-rtv-z]s|people|women|men|children")  # not "SPMS"
_ALIKE = {
    stem(word): frozenset(stem(other) for other in group.split())
    for group in (
        "patients participants individuals people persons subjects volunteers women men cases"
        " members staff employees inhabitants visitors guests",
        "injections infusions doses dosages administrations transplantations",
        "trials studies articles papers reports publications",
    )
    for word in group.split()
}
_BETWEEN = 3  # words that may stand between a number and what it counts


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of thing asked for.

    name:    "" where the question does not tell.
    counted: stems of the thing whose number is asked for; empty where that is not clear.
    """

    name: str = ""
    counted: frozenset[str] = frozenset()

    def met(self, text: str) -> bool:
        """Whether a text holds something of the kind; reference marks are no numbers. True where
        no kind is known.
        """
        pattern = _ANSWERS.get(self.name)
        if pattern is None:
            return True
        plain = without_references(text)
        if pattern.search(plain) is None:
            return False
        return not self.counted or _counts(plain, self.counted)


def kind_of(question: str) -> Kind:
    """What a question asks for."""
    for pattern, kind in _QUESTIONS:
        if pattern.search(question):
            return Kind(kind, _counted(question) if kind == "number" else frozenset())
    return Kind()


def _counted(question: str) -> frozenset[str]:
    """What "how many" counts, with similar words: the first noun in the plural."""
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
