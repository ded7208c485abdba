"""Parse numbers in all their written forms, with their units."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_WHOLE = {"single": 1.0, "twice": 2.0, "both": 2.0, "pair": 2.0, "dozen": 12.0, "quartet": 4.0}
_SHARES = {
    "half": 50.0,
    "third": 100 / 3,
    "thirds": 100 / 3,
    "quarter": 25.0,
    "quarters": 25.0,
    "fifth": 20.0,
    "fifths": 20.0,
    "tenth": 10.0,
}
_SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_WORDS = "|".join([*_ONES, *_TENS])
_DIGITS = r"\d{1,3}(?:,\d{3}){1,9}(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?<![\w.])(?:(?<![A-Za-z]-)(?P<digits>{_DIGITS})"
    r"(?:\s?[x×*·]\s?10\s?(?:\^\s?|\s)?(?P<power>\d{1,2}))?"
    r"(?:[\s-](?P<scale>hundred|thousand|million|billion))?"
    r"(?!\.?\d|[^\W\d_]*\d|(?!(?:st|nd|rd|th|h|d|mg|kg|ml|g|s|y|yr|wk|mo)\b)[^\W\d_])"
    rf"|\b(?:(?P<times>{_WORDS}|a)[\s-])?(?P<share>half|thirds?|quarters?|fifths|tenth)\b(?=\s+(?:of|the|all))"
    rf"|\b(?P<tens>{'|'.join(_TENS)})(?:[\s-](?P<ones>{'|'.join(list(_ONES)[1:10])}))?\b"
    rf"(?:[\s-](?P<scale2>hundred|thousand|million))?"
    rf"|\b(?P<word>{'|'.join(_ONES)}|single|twice|both|pair|dozen|quartet)\b"
    rf"(?:[\s-](?P<scale3>hundred|thousand|million))?)",
    re.IGNORECASE,
)
_UNITS: tuple[tuple[str, str, float], ...] = (
    (r"percentage[\s-]points?\b", "percentage points", 1),
    (r"%|percent\b", "%", 1),
    (r"(?:years?|yrs?|y)\b", "months", 12),
    (r"(?:months?|mo)\b", "months", 1),
    (r"(?:weeks?|wks?)\b", "days", 7),
    (r"(?:days?|d)\b", "days", 1),
    (r"(?:hours?|hrs?|h)\b", "hours", 1),
    (r"(?:minutes?|min)\b", "minutes", 1),
    (r"decades?\b", "months", 120),
    (r"cells/kg\b|cells per (?:kg|kilogram)\b", "cells/kg", 1),
    (r"mg/kg\b", "mg/kg", 1),
    (r"mg\b", "mg", 1),
    (r"kg\b", "kg", 1),
    (r"ml\b", "ml", 1),
    (r"cells\b", "cells", 1),
    (r"[x×]|-?fold\b|times\b", "fold", 1),
)
_UNIT = [(re.compile(r"[\s-]?" + pattern, re.IGNORECASE), u, f) for pattern, u, f in _UNITS]
_ABOUT = re.compile(
    r"(?:\babout|\baround|\bapproximately|\broughly|\bnearly|\balmost|\bclose to|~|≈)\s*(?:a\s)?$",
    re.I,
)
_OVER = re.compile(
    r"(?:\bover|\bmore than|\bgreater than|\babove|\bat least|\bexceeding|>|≥)\s*$", re.I
)
_UNDER = re.compile(r"(?:\bunder|\bless than|\bfewer than|\bbelow|\bat most|\bup to|<|≤)\s*$", re.I)
_JOINED = re.compile(r"\s?(?:-|to|and|or|,|/)\s?(?:[<>≥≤~]\s?)?(?=\d)")
_LABEL = re.compile(r"\b(days?|weeks?|months?|years?)\s$", re.I)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text.

    value: in the unit; a share of the whole ("half") in percent.
    unit:  "%" or "months"; "" if it counts things or has none.
    bound: "about", "over" or "under" where the text says so, else "".
    text:  as written. start, end: its place, without the unit.
    word:  whether it is written in words. raw: the value before its unit was made one of few.
    """

    value: float
    unit: str
    bound: str
    text: str
    start: int
    end: int
    word: bool = False
    raw: float = 0.0

    def is_equal(self, other: Quantity) -> bool:
        """Whether two numbers are the same, in the same unit."""
        return self.unit == other.unit and math.isclose(self.value, other.value)


def quantities(text: str) -> list[Quantity]:
    """The numbers of a folded text, in order. A range is two numbers with one unit."""
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        value, unit = _value(match)
        end, raw = match.end(), value
        if not unit:
            unit, factor, _ = _unit(text, match)
            value *= factor
        found.append(
            Quantity(
                value,
                unit,
                _bound(text, match.start()),
                match[0],
                match.start(),
                end,
                match["digits"] is None,
                raw,
            )
        )
    return found


def _value(match: re.Match[str]) -> tuple[float, str]:
    if digits := match["digits"]:
        value = float(digits.replace(",", ""))
        if match["power"]:
            value *= 10.0 ** int(match["power"])
        return value * _SCALE.get((match["scale"] or "").lower(), 1.0), ""
    if share := match["share"]:
        times = (match["times"] or "a").lower()
        return _SHARES[share.lower()] * (_ONES.get(times, 1) or 1), "%"
    if tens := match["tens"]:
        value = float(_TENS[tens.lower()] + _ONES.get((match["ones"] or "").lower(), 0))
        return value * _SCALE.get((match["scale2"] or "").lower(), 1.0), ""
    word = match["word"].lower()
    value = float(_ONES[word]) if word in _ONES else _WHOLE[word]
    return value * _SCALE.get((match["scale3"] or "").lower(), 1.0), ""


def _unit(text: str, match: re.Match[str]) -> tuple[str, float, int]:
    """The unit behind a number, or behind the number that it makes a range or list with."""
    at = match.end()
    for _ in range(3):
        for pattern, unit, factor in _UNIT:
            if found := pattern.match(text, at):
                return unit, factor, found.end()
        joined = _JOINED.match(text, at)
        following = joined and _NUMBER.match(text, joined.end())
        if not following:
            break
        at = following.end()
    if label := _LABEL.search(text, max(0, match.start() - 8), match.start()):
        for pattern, unit, factor in _UNIT:
            if pattern.fullmatch(label[1]):
                return unit, factor, at
    return "", 1.0, at


def _bound(text: str, start: int) -> str:
    before = text[max(0, start - 18) : start]
    for pattern, bound in ((_ABOUT, "about"), (_OVER, "over"), (_UNDER, "under")):
        if pattern.search(before):
            return bound
    return ""


_FIGURE = re.compile(
    r"(?<![\w.,-])(?P<before>[$€£]?)\s?(?P<number>[-−+]?\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?::(?P<minutes>\d\d)\b|-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b)?"
    r"(?:[\s-]?(?P<after>[%$€£]|[^\W\d_]{1,10}\b))?"
)
_YEARS = range(1000, 2100)
_KINDS = """mass mg 1e-6 g 1e-3 kg 1 t 1e3 | volume ml 1e-3 l 1 litre 1 litres 1 liter 1 liters 1
    | length mm 1e-3 cm 1e-2 m 1 km 1e3 metre 1 metres 1 meter 1 meters 1
    | power w 1 kw 1e3 mw 1e6 | data kb 1e-3 mb 1 gb 1e3 tb 1e6
    | time s 1 seconds 1 min 60 minutes 60 h 3600 hour 3600 hours 3600 day 86400 days 86400
    week 604800 weeks 604800 month 2629800 months 2629800 year 31557600 years 31557600
    | % % 1 percent 1 | $ $ 1 usd 1 dollar 1 dollars 1 | € € 1 eur 1 euro 1 euros 1
    | £ £ 1 gbp 1"""
_OF_KIND = {
    unit: (kind, float(factor))
    for kind, *units in map(str.split, _KINDS.split("|"))
    for unit, factor in zip(units[::2], units[1::2], strict=True)
}
UNITS = "|".join(map(re.escape, sorted(_OF_KIND, key=len, reverse=True)))
"""A pattern for the units of figures."""
Figure = tuple[str, float, float]
"""Its kind, its size in the kind's base unit, and the number as written."""


def figure(text: str) -> Figure:
    """The first figure of a table's cell or a limit; "" and twice NaN where there is none. The kind
    of years and dates is "year".
    """
    found = _FIGURE.search(text)
    if found is None:
        return "", math.nan, math.nan
    value = float(found["number"].replace(",", "").replace("−", "-"))
    if found["minutes"]:
        return "clock", value * 60 + float(found["minutes"]), value
    if found["month"]:
        return "year", value + float(found["month"]) / 100 + float(found["day"]) / 10_000, value
    unit = (found["before"] or found["after"] or "").lower()
    if not unit and value in _YEARS and found["number"].isdigit():
        return "year", value, value
    kind, factor = _OF_KIND.get(unit, ("", 1.0))
    return kind, value * factor, value


def figures(text: str) -> list[str]:
    """The figures of a text as written, each with the word behind it."""
    return [found[0].strip() for found in _FIGURE.finditer(text)]


_RANGE = re.compile(
    r"\W{0,3}(?:(?P<most>up to|at most)|(?P<under>under|below|less than)|(?P<least>from|at least)"
    r"|(?P<over>over|above|more than))? ?(?P<first>[$€£]?\d[\d.,]{0,15}) ?(?P<unit>[a-z%]{0,15})"
    r"(?: ?(?:to|[-–]) ?(?P<last>[$€£]?\d[\d.,]{0,15} ?(?P<its>[a-z%]{0,15})))?\W{0,3}",
    re.IGNORECASE,
)


def span(text: str) -> tuple[str, float, float] | None:
    """The kind, the least and the greatest figure of a range: "Up to 6 m", "6 to 12 m"."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    kind, size, _ = figure(f"{found['first']} {found['unit'] or found['its'] or ''}")
    if found["last"]:
        return kind, size, figure(found["last"])[1]
    if found["most"] or found["under"]:
        return kind, -math.inf, size if found["most"] else math.nextafter(size, -math.inf)
    if found["least"] or found["over"]:
        return kind, size if found["least"] else math.nextafter(size, math.inf), math.inf
    return None
