"""Check numbers and names: each must be in the quote, in its unit and with its bound."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assistant.nlp.quantities import Quantity
from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault

_FREE = frozenset("et al dr prof".split())
_SHARES = ("%", "percentage points")


def wrong(alignment: Alignment) -> Iterator[Fault]:
    """What makes a sentence false whatever else it shares with a quote: numbers that the quote
    lacks, has of something else or bounds the other way, and names that it lacks.
    """
    for number, _ in alignment.sentence.numbers:
        if number.word and not number.unit and _is_idle(number):
            continue
        shown = number.text + ("%" if alignment.sentence.text[number.end :][:1] == "%" else "")
        found = [one for one, _ in alignment.quote.numbers if _is_same_figure(number, one)]
        fitting = [one for one in found if _has_same_unit(number, one)]
        bounds = {number.bound, *(one.bound for one in fitting)}
        if not fitting:
            yield Fault("of_something_else" if found else "absent", shown)
        elif {"under", "over"} <= bounds:
            yield Fault("bound", f"{number.bound} {number.text}")
    for word in alignment.sentence.content:
        known = alignment.places[word.place] or alignment.exact(word, alignment.context)
        is_number = word.place in alignment.sentence.number_at
        if word.is_named and not (known or is_number or word.exact in _FREE):
            yield Fault("absent", word.text)
    if "respectively" in alignment.sentence.at:
        kept = {place for place, _ in alignment.path}
        if any(one.is_named and one.place not in kept for one in alignment.sentence.words):
            yield Fault("exchanged", "respectively")


def _is_idle(number: Quantity) -> bool:
    """Whether a number word counts nothing: "no one", "both"."""
    return number.value in (0.0, 1.0) or number.text.lower() in ("both", "pair", "twice")


def _is_same_figure(one: Quantity, other: Quantity) -> bool:
    """Whether the values are the same, in one unit or as written."""
    raw = one.raw or one.value, other.raw or other.value
    return math.isclose(one.value, other.value) or math.isclose(*raw)


def _has_same_unit(one: Quantity, other: Quantity) -> bool:
    counts = not one.unit and other.unit and other.unit not in _SHARES
    return bool(counts) or one.is_equal(other)
