"""What kind of thing a question asks for, and whether a text holds one: one signal among others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.nlp import countries
from assistant.nlp.word_statistics import without_references

_NUMBER = (
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand|million|dozens?|half|third|quarter|both|none|no|single|once|twice"
    r"|several)\b"
)
MONTH = (
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
        (r"^\W*(?:and |but |so )?when\b", "time"),  # whatever is behind it: "the price list"
        (r"^\W*(?:and |but |so )?where\b(?! (?:can|could|do|should|may|might) (?:i|we) )", "place"),
        (r"^\W*(?:and |but )?who(?:m|se)?\b|\bwhich (?:researcher|author|scientist)s?\b", "person"),
        (
            r"\bhow (?:much|expensive)\b.{0,200}\b(?:cost|pay|paid|price|charge|owe|earn|expensive)"
            r"|(?<!\bwhich )(?<!\bwhat )\b(?:costs?|price|fee|fare|salary|wage)\b"
            r"|\bwh(?:at|ich) (?:cost|price|fee|fare|salary|wage)\b",  # "which costs" are things
            "money",
        ),
        (
            r"\b(?:percent(?:age)?|proportion|fraction|(?:what|which) share)\b|\bwhat rate\b"
            r"|\bhow (?:common|frequent|likely)\b|\b(?:incidence|prevalence) of\b",
            "share",
        ),
        (r"\bhow (?:often|frequently|regularly)\b", "rate"),
        (r"\bhow old\b|\b(?:what|which|between what|mean|median|average) ages?\b", "age"),
        (
            r"\bhow (?:many|much|large|big|high|far|tall|deep|wide|heavy|fast|loud|hot|cold|warm"
            r"|thick)\b|\bnumber of\b|\b(?:what|which) dos(?:e|es|age)\b",
            "number",
        ),
        (r"\bhow (?:long|soon|quickly)\b", "length"),
        (r"\bwhat time\b|\b(?:what|which) (?:date|year|month|day)", "time"),
    )
]
_COUNTRY = "|".join(sorted(map(re.escape, countries.names()), key=len, reverse=True))
_NO_PERSON = rf"(?!(?:{MONTH}|{_DAY}s?|{_COUNTRY})\b)"
# What follows these is a place, or a body.
_NOT_THERE = "".join(rf"(?<!\b{word} )" for word in "in at from near to on the".split())
_PERSON = (
    r"\bet\s+al\b|\b(?:mr|mrs|ms|dr|prof)\b|(?-i:\b[A-Z]\. [A-Z][a-z])"
    rf"|(?<=[\w,;:] ){_NOT_THERE}{_NO_PERSON}(?-i:[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])"
    rf"|\b{_NO_PERSON}(?-i:[A-Z])[a-z]{{1,30}} {_NO_PERSON}(?-i:[A-Z])[^\W\d_]"
    r"|\b(?:chair|secretary|treasurer|manager|director|officer|clerk|owner|nurse|doctor|teacher"
    r"|tenant|landlord|supplier|team|committee|board|council|group)\b"
)
_BEGINS = r"(?:^\W*|[.;:|(–—,]\s+|\bthis (?:[\w-]{1,20} ){1,3}(?:is|was|has been) )"
# How a text says who wrote it; a name alone may be anyone's.
_AUTHOR = (
    rf"{_BEGINS}(?:(?:written|kept|compiled|collected|composed|edited|prepared|drafted|drawn up"
    r"|made|recorded|reported|translated|issued|published|signed|taken|sent)"
    r"(?:(?: [\w,]{1,20}){0,5} by\b| ?:)|by\b"
    r"|(?:the )?(?:authors?|writers?|editors?|text|words|minutes|compiler|publisher|responsible"
    r"|from)(?: and [\w-]{1,20})?(?: ?:| by\b| (?:is|are|was|were)\b))"
)
_ANSWERS = {
    kind: re.compile(form, re.IGNORECASE)
    for kind, form in {
        "money": r"[$€£¥₹]|\b(?:dollars?|euros?|pounds?|pence|cents?|francs?|krone?[nr]?|kronor"
        r"|shillings?|yen|rupees?|usd|eur|gbp|chf|nok|sek|dkk|free|no (?:charge|fee))\b"
        r"|\d ?(?:kr|p|ct|zł|kč)\b",
        "share": r"\d\s?%|\bper ?cent|\b(?:half|thirds?|quarters?|fifths?|majority)\b"
        r"|\d\s?[:/]\s?\d|\b\w+ (?:in|out of) (?:\d|two|three|four|five|ten|a hundred)",
        "rate": r"\b(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|nightly|every|once|twice"
        rf"|times|{_PER})\b|\beach (?:[\w-]{{1,15}} )?{_LENGTH}"
        rf"|\bin (?:an?|any|{_NUMBER}) ?(?:[\w-]{{1,15}} )?{_LENGTH}",
        "age": r"\bage[sd]?\b|\bages of\b|(?:year|month|week)s?[- ]old\b|\bolder\b|\byoung"
        r"|\bwhen (?:he|she) was"
        rf"|\b(?:was|is|am|at|turned) (?:only |just |about |nearly )?(?:{_AGE})\b",
        "number": _NUMBER,
        "date": rf"(?<!\d/){_YEAR}(?!/\d{{3}})|\b(?:{MONTH})\b",
        "length": rf"(?:{_NUMBER}|\ban? )[\s–-]?(?:to |and |or )?(?:\d{{1,9}}[\s-])?"
        rf"(?:[a-z]{{1,12}} )?(?:{_LENGTH}|{_DISTANCE})"
        r"|\b(?:lifetime|annual|daily|fortnight|until)\b"
        rf"|\bsince (?:[a-z]{{1,12}} ){{0,4}}(?:\d{{4}}|{MONTH})|\bin {_LENGTH}",
        "time": rf"{_YEAR}|{_CLOCK}|\b(?:{MONTH}|{_DAY}s?)\b|\bin \d{{3}}\b"
        r"|\b(?:noon|midnight|dusk|dawn|sunset|sunrise|easter|christmas)\b"
        r"|\bas soon as\b|\b(?:beginning|start|end) of (?:the|each|every)\b"
        rf"|\b(?:{_NUMBER}|an?|the|every|each|next|last|same|this|that|first|in)"
        rf" (?:[\w-]{{1,15}} )?{_LENGTH}",
        "place": r"\b(?:in|inside|at|on|near|by|beside|behind|above|over|under|below|beneath"
        r"|between|among|round|along|across|opposite|outside|from|into|onto|towards?|to|via) (?:the"
        r"|an?|its?|our|their|his|her|your|my|this|that|each|every|any|all|both|one|two)\b"
        r"|\b(?:in|inside|at|on|near|beside|behind|above|under|below|outside) [a-z]{4}"
        rf"|\b(?:in|at|on|near|from|to|off|outside) {_NO_PERSON}(?-i:[A-ZÀ-ÖØ-Þ])"
        r"|\b(?:north|south|east|west|left|right|here|there|home|abroad|nearby|\w+stairs|\w+where"
        r"|online|\w+doors|address|located?)\b",
        "person": _PERSON,
        "author": rf"{_AUTHOR}(?=.{{0,60}}?(?:{_PERSON}))",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of thing asked for; name: "" where the question does not tell."""

    name: str = ""

    def met(self, text: str) -> bool:
        """Whether a text holds something of the kind; reference marks are no numbers. True where
        no kind is known.
        """
        pattern = _ANSWERS.get(self.name)
        return pattern is None or pattern.search(without_references(text)) is not None


def kind_of(question: str) -> Kind:
    """What a question asks for."""
    return Kind(next((kind for pattern, kind in _QUESTIONS if pattern.search(question)), ""))
