"""Every number of a sentence has to be in the quote, of the same thing and in the same place."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assistant.checking.alignment import Alignment
from assistant.checking.fault import Fault
from assistant.checking.numbers import Quantity
from assistant.checking.wording import Kind, Wording

_MISPLACED = 1.15  # how much better another number must fit the place
_ROUNDING = 0.02
_PEOPLE = frozenset(
    "patient particip individu person peopl subject recipi case women woman men man adult child children volunt donor".split()
)


def number_faults(alignment: Alignment) -> Iterator[Fault]:
    """What is wrong with the numbers."""
    mine = frozenset(place for _, place in alignment.sentence.numbers)
    for number, place in alignment.sentence.numbers:
        if not _is_claim(number, place, alignment):
            continue
        equal = [found for found in alignment.quote.numbers if _equal(number, found[0])]
        if not equal:
            yield _absent(number, place, alignment)
            continue
        fitting = [found for found in equal if _same_unit(number, found[0])]
        if not fitting:
            yield Fault(
                f"“{_shown(number, alignment.sentence)}” is said of something else in the quote",
                True,
                place,
            )
            continue
        yield from _misplaced(number, place, [at for _, at in fitting], alignment, mine)
        yield from _of_another_thing(number, place, [at for _, at in fitting], alignment)
        if fault := _bound_fault(number, place, [found for found, _ in fitting]):
            yield fault


def _is_claim(number: Quantity, place: int, alignment: Alignment) -> bool:
    """Words such as "one", "both" and "single" count only where they measure something."""
    if not number.word or number.unit:
        return True
    if number.value in (1.0, 0.0):
        return False
    return alignment.sentence.words[place].exact not in ("both", "pair", "twice")


def _equal(one: Quantity, other: Quantity) -> bool:
    return math.isclose(one.value, other.value, rel_tol=1e-9)


def _same_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit or {one.unit, other.unit} == {"cells/kg", "cells"}:
        return True
    return (
        not one.unit
        and other.unit not in ("%", "percentage points")
        and not _digits_only(one, other)
    )


def _digits_only(one: Quantity, other: Quantity) -> bool:
    return True


def _absent(number: Quantity, place: int, alignment: Alignment) -> Fault:
    shown = _shown(number, alignment.sentence)
    for other, _ in alignment.quote.numbers:
        if other.unit == number.unit and number.bound == "about" and other.value:
            if abs(other.value - number.value) / abs(other.value) <= _ROUNDING:
                return Fault(f"“{shown}” is rounded: the quote says “{other.text}”", False, place)
    return Fault(f"“{shown}” is not in the quote", True, place)


def _shown(number: Quantity, text: Wording) -> str:
    rest = text.text[number.end : number.end + 1]
    return number.text + (rest if rest == "%" else "")


def _misplaced(
    number: Quantity, place: int, at: list[int], alignment: Alignment, mine: frozenset[int]
) -> Iterator[Fault]:
    """Whether another number of the quote fits the sentence's place better than its own."""
    own = max(alignment.affinity(place, there, mine) for there in at)
    rivals = [
        (alignment.affinity(place, there, mine), other)
        for other, there in alignment.quote.numbers
        if there not in at and not _equal(number, other) and other.unit == number.unit
    ]
    if not rivals:
        return
    best, other = max(rivals, key=lambda rival: rival[0])
    if best > own * _MISPLACED + 0.05:
        shown = _shown(number, alignment.sentence)
        yield Fault(
            f"“{shown}” may belong to something else: the quote has “{other.text}” there",
            best > own * 1.5 + 0.3,
            place,
        )


def _of_another_thing(
    number: Quantity, place: int, at: list[int], alignment: Alignment
) -> Iterator[Fault]:
    """Whether what is counted, the first noun behind the number, is not what the quote counts."""
    if number.unit in ("%", "percentage points", "cells/kg", "mg/kg", "mg", "kg", "hours", "fold"):
        return
    words = alignment.sentence.words
    behind = [
        word
        for word in words[place + 1 : place + 5]
        if word.kind is not Kind.STOP
        and word.place not in alignment.sentence.number_places
        and word.clause == words[place].clause
    ]
    if not behind:
        return
    near = behind[:3]
    for word in near:
        for there in alignment.places[word.place]:
            if any(-4 <= there - spot <= 8 for spot in at):
                return
        if word.stem in _PEOPLE and any(
            other.stem in _PEOPLE
            for spot in at
            for other in alignment.quote.words[max(0, spot - 6) : spot + 9]
        ):
            return
    yield Fault(
        f"“{number.text} {near[0].text}” is not what the quote counts",
        not near[0].directions,
        place,
    )


def _bound_fault(number: Quantity, place: int, found: list[Quantity]) -> Fault | None:
    bounds = {other.bound for other in found}
    if number.bound in bounds:
        return None
    if {number.bound, *bounds} >= {"over", "under"}:
        return Fault(f"“{number.bound} {number.text}” turns the quote round", True, place)
    if number.bound in ("over", "under") or bounds & {"over", "under"}:
        return Fault(f"“{number.text}” is not as exact as the quote, or more so", False, place)
    return None
