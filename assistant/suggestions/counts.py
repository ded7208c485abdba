"""Questions for numbers: how many did, what percentage, and what a rate was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.suggestions.candidate import Made
from assistant.suggestions.phrasing import POINTING, fits

QUANTITY = re.compile(
    r"\b(?:rate|survival|prevalence|incidence|age|number|risk|dose|mortality|proportion|percentage"
    r"|size|length|score|temperature|duration|amount|frequency|probability|concentration|price"
    r"|cost|height|weight|speed|distance|population|accuracy|sensitivity|specificity|share|total"
    r"|period|ratio|level|value|limit|range|capacity)s?\b",
    re.IGNORECASE,
)
"""What a sentence says the number of."""

_NUMBER = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
A_NUMBER = re.compile(
    rf"^(?:about|around|approximately|nearly|only|over|estimated at|between|up to|at least"
    rf"|roughly)?\s?[$€£]?{_NUMBER}\b",
    re.IGNORECASE,
)
"""A number at the beginning, or about one."""

_COUNTED = re.compile(
    rf"^(?:a total of |only |about |approximately )?(?P<number>{_NUMBER})(?P<percent> ?%)?"
    r" (?P<what>[a-z][\w-]*(?: [\w-]+){0,4}?) (?P<verb>were|had|received|underwent|reported|showed"
    r"|experienced|exhibited|developed|died|achieved|completed|improved|remained|responded)"
    r" (?P<rest>.+)$",
    re.IGNORECASE,
)
_FRONTED = re.compile(r"^(?P<tail>(?:Among|Of|After|In|During) [^,;:()]{3,110}), (?P<rest>.+)$")
_PEOPLE = ("people", "children", "mice", "women", "men")
_MEASURES = re.compile(r"\b(?:years?|months?|weeks?|days?|hours?|mg|kg|ml)\b")
_RATE = re.compile(
    rf"\b(?:an?|the) (?:(?:impressive|overall|remarkable|high|low|estimated|favorable) )*"
    rf"(?P<what>(?:[\w-]+ ){{0,3}}(?:rate|survival|prevalence|incidence|mortality|probability|dose"
    rf"|size|duration|length|weight|temperature)) of (?:about |approximately |only |nearly )?"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_MOST_REST = 10  # words


def counted(text: str) -> Iterator[Made]:
    """How many: "Seven patients exhibited …" is "How many patients exhibited …?"."""
    tail = ""
    if before := _FRONTED.match(text):
        text = before["rest"]
        tail = f" {before['tail'][0].lower()}{before['tail'][1:]}"
    match = _COUNTED.match(text)
    if match is None or not fits(text):
        return
    what, rest = match["what"], re.split(r"[,;]| and (?=\d)", match["rest"])[0]
    share = match["percent"] is not None
    leans = POINTING & {*f"{what} {rest} {tail}".lower().split()}
    if share == what.startswith("of ") and _counts(what) and _ends_well(rest) and not leans:
        how = "What percentage" if share else "How many"
        yield Made(f"{how} {what} {match['verb']} {rest}{tail}?", "value", bool(tail))


def rated(text: str) -> Iterator[Made]:
    """What a rate was that a sentence mentions: of what, only those before it say."""
    for match in _RATE.finditer(text):
        what = match["what"]
        if " " in what and not POINTING & {*what.lower().split()}:
            yield Made(f"What was the {what}?", "value", alone=False)


def _counts(what: str) -> bool:
    """Whether things are counted, not measured."""
    if what[0].isupper() or re.search(r"\b(?:and|or|in|to|by|at)\b", what):
        return False
    return what.endswith(("s", *_PEOPLE)) and _MEASURES.search(what) is None


def _ends_well(rest: str) -> bool:
    words = rest.split()
    return (
        0 < len(words) <= _MOST_REST
        and words[0] not in ("to", "by")
        and words[-1] not in ("and", "to", "of", "the", "with")
    )
