"""What kind of thing a question asks for, and whether a text holds one: one signal among others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.nlp.lexicon import without_references

_NUMBER = (
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|hundred|thousand|million|dozens?|half|halves|thirds?|quarters?|both|none|no|single"
    r"|once|twice|couple|several)\b"
)
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow|yesterday"
_TIME = (
    rf"\d|\b(?:{_MONTH}|{_DAY}|noon|midnight|midday|dusk|dawn|sunset|sunrise|morning|afternoon"
    r"|evening|night|spring|summer|autumn|winter|easter|christmas|century|decade|weekend"
    r"|year|month|week|day|hour|minute|fortnight|before|after|until|when|once|every|immediately)\b"
)
_UNIT = (
    r"year|month|week|day|hour|minute|second|fortnight|decade|centur|night|session|season|term"
    r"|annual|daily|lifetime|long-term|permanent|until|met(?:er|re)|mile|km\b|cm\b|mm\b|foot|feet"
)
_RATE = (
    r"\b(?:daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|hourly|nightly|every|each|once"
    r"|twice|times|per|fortnightly|regularly|always|never|occasionally)\b|\d"
)
_MONEY = (
    r"[$€£¥₹]|\b(?:dollars?|euros?|pounds?|pence|cents?|francs?|kron(?:er|or|a|e)|shillings?|yen"
    r"|rupees?|guineas?|usd|eur|gbp|chf|nok|sek|dkk|free|cost|charge)\b|\d"
)
_SHARE = r"%|\bper ?cent|\d\s?[:/]\s?\d|\b(?:half|thirds?|quarters?|fifths?|majority|all|none|\w+ in \w+)\b"
_NAME = r"(?<![.!?:]\s)(?<!^)(?<!^[\"“(•*-])\b[A-Z][^\W\d_]+|\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame)\b"
_ROLE = (
    r"\b(?:he|she|they|we|you|chair|secretary|treasurer|manager|director|officer|clerk|owner"
    r"|author|nurse|doctor|physician|teacher|tenant|landlord|supplier|customer|staff|team"
    r"|committee|board|council|authors|investigators|patients|members?|everyone|anyone|nobody)\b"
)
_PLACE = r"\b(?:in|at|on|near|behind|under|beside|above|below|inside|outside|opposite|from|to)\b"

_ANSWERS = {
    kind: re.compile(form, re.IGNORECASE)
    for kind, form in {
        "number": _NUMBER,
        "length": rf"(?:{_NUMBER}).*?(?:{_UNIT})|{_UNIT}",
        "measure": _NUMBER,
        "time": _TIME,
        "rate": _RATE,
        "money": _MONEY,
        "share": _SHARE,
        "place": _PLACE,
        "address": r"@|\d|/|www\.|\bhttps?:",
    }.items()
}
_PERSON = (re.compile(_NAME), re.compile(_ROLE, re.IGNORECASE))

# First match wins. Each: what a question looks like, and the kind of thing that it asks for.
_QUESTIONS = [
    (re.compile(form, re.IGNORECASE), kind)
    for form, kind in (
        (r"\b(?:e-?mail|phone|telephone|fax|web ?site|url|port|ip)\b", "address"),
        (r"\bhow much\b.{0,80}\b(?:cost|pay|paid|price|charge|fee|worth|spend|spent|owe)", "money"),
        (r"\b(?:price|cost|fee|fare|rent|salary|budget|charge)s?\b", "money"),
        (r"\b(?:per ?cent(?:age)?|proportion|fraction|share) of\b|\bwhat share\b", "share"),
        (r"\bhow (?:often|frequently|regularly)\b", "rate"),
        (r"\bhow (?:long|soon|quickly|late|early)\b", "length"),
        (r"\bhow (?:many|much)\b|\bnumber of\b|\bhow few\b", "number"),
        (
            r"\bhow (?:old|far|high|tall|deep|wide|big|large|small|heavy|fast|loud|hot|cold|warm"
            r"|thick|strong|steep|bright|near|close)\b",
            "measure",
        ),
        (
            r"\b(?:what|which) (?:temperature|weight|length|height|size|speed|pressure|dose)",
            "measure",
        ),
        (
            r"\bwhen\b|\bwhat time\b|\b(?:what|which|on what) (?:date|day|month|year|century)",
            "time",
        ),
        (r"\bwho(?:m|se)?\b", "person"),
        (r"\bwhere\b|\b(?:what|which) (?:country|city|town|place|address|room)", "place"),
    )
]


@dataclass(frozen=True, slots=True)
class Kind:
    """The kind of thing asked for. name: "" where the question does not tell."""

    name: str = ""

    def met(self, text: str) -> bool:
        """Whether a text holds something of the kind; reference marks are no numbers."""
        plain = without_references(text)
        if self.name == "person":
            return any(pattern.search(plain) for pattern in _PERSON)
        pattern = _ANSWERS.get(self.name)
        return pattern is not None and pattern.search(plain) is not None


def kind_of(question: str) -> Kind:
    """What a question asks for."""
    for pattern, kind in _QUESTIONS:
        if pattern.search(question):
            return Kind(kind)
    return Kind()
