"""Check numbers: each must be in the quote, of the same thing, in the same role."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assistant.nlp.quantities import Quantity
from assistant.nlp.tokens import stem
from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word, Wording

_MISPLACED = 1.15  # how much better another number must fit the place
_ROUNDING = 0.02
_MEASURED = ("%", "percentage points", "cells/kg", "mg/kg", "mg", "kg", "hours", "fold")
_PEOPLE = frozenset(
    stem(word)
    for word in "patient participant individual person people subject recipient case adult".split()
)
# Things that are counted: if one follows a number, the quote must count it.
_COUNTED = _PEOPLE | frozenset(
    stem(word)
    for word in (
        "woman women man men child children volunteer donor mouse mice rat lesion month "
        "week day year "
        "trial study site country hospital center relapse event death cell hour"
    ).split()
)

Placed = tuple[Quantity, int]


def number_faults(alignment: Alignment) -> Iterator[Fault]:
    """What is wrong with the numbers."""
    mine = frozenset(place for _, place in alignment.sentence.numbers)
    for number, place in alignment.sentence.numbers:
        if not _is_claim(number, place, alignment):
            continue
        equal = [found for found in alignment.quote.numbers if _equal(number, found, alignment)]
        if not equal:
            yield _absent(number, place, alignment)
            continue
        fitting = [found for found in equal if _same_unit(number, found, alignment)]
        if not fitting:
            shown = _shown(number, alignment.sentence)
            yield Fault("of_something_else", True, place, shown)
            continue
        at = [there for _, there in fitting]
        yield from _misplaced(number, place, at, alignment, mine)
        yield from _of_another_thing(number, place, at, alignment)
        yield from _used_twice(number, place, fitting, alignment)
        if fault := _bound_fault(number, place, [found for found, _ in fitting]):
            yield fault


def _is_claim(number: Quantity, place: int, alignment: Alignment) -> bool:
    """Words such as "one", "both" and "single" count only if they measure something."""
    if not number.word or number.unit:
        return True
    if number.value in (1.0, 0.0):
        return False
    return alignment.sentence.words[place].exact not in ("both", "pair", "twice")


def _equal(one: Quantity, found: Placed, alignment: Alignment) -> bool:
    other, there = found
    if math.isclose(one.value, other.value, rel_tol=1e-9):
        return True
    return math.isclose(one.raw, other.raw, rel_tol=1e-9) and _is_age(one, other, there, alignment)


def _is_age(one: Quantity, other: Quantity, there: int, alignment: Alignment) -> bool:
    """Whether an age has its unit here only: "20 years" for "the ages of 20 and 40"."""
    if {one.unit, other.unit} != {"months", ""}:
        return False
    near = alignment.quote.words[max(0, there - 6) : there + 4]
    return any(word.exact in ("age", "ages", "aged") for word in near)


def _same_unit(one: Quantity, found: Placed, alignment: Alignment) -> bool:
    other, there = found
    if one.unit == other.unit or {one.unit, other.unit} == {"cells/kg", "cells"}:
        return True
    if _is_age(one, other, there, alignment):
        return True
    return not one.unit and other.unit not in ("%", "percentage points")


def _absent(number: Quantity, place: int, alignment: Alignment) -> Fault:
    shown = _shown(number, alignment.sentence)
    for other, _ in alignment.quote.numbers:
        if other.unit != number.unit or number.bound != "about" or not other.value:
            continue
        if abs(other.value - number.value) / abs(other.value) <= _ROUNDING:
            return Fault("rounded", False, place, shown, other.text)
    return Fault("absent", True, place, shown)


def _shown(number: Quantity, text: Wording) -> str:
    rest = text.text[number.end : number.end + 1]
    return number.text + (rest if rest == "%" else "")


def _misplaced(
    number: Quantity, place: int, at: list[int], alignment: Alignment, mine: frozenset[int]
) -> Iterator[Fault]:
    """Whether another number of the quote fits the sentence's place better than its own."""
    own = max(alignment.affinity(place, there, mine) for there in at)
    rivals = [
        (alignment.affinity(place, there, mine), other, there)
        for other, there in alignment.quote.numbers
        if there not in at and number.value != other.value and other.unit == number.unit
    ]
    if not rivals:
        return
    best, other, there = max(rivals, key=lambda rival: rival[0])
    factor, margin = _MISPLACED, 0.05
    if _in_order(place, at, other, there, alignment):
        factor, margin = 2.0, 0.5
    if best > own * factor + margin:
        shown = _shown(number, alignment.sentence)
        yield Fault("another_number", best > own * 1.3 + 0.1, place, shown, other.text)


def _in_order(place: int, at: list[int], other: Quantity, there: int, alignment: Alignment) -> bool:
    """Whether the sentence has both numbers, and in the order of the quote."""
    twins = [spot for found, spot in alignment.sentence.numbers if found.value == other.value]
    return any((twin < place) == (there < own) for twin in twins for own in at if twin != place)


def _used_twice(
    number: Quantity, place: int, fitting: list[Placed], alignment: Alignment
) -> Iterator[Fault]:
    """Whether a number occurs twice, while the quote has it once with another beside it."""
    numbers = alignment.sentence.numbers
    twins = [spot for found, spot in numbers if found.value == number.value]
    if len(twins) <= len(fitting) or place != twins[-1]:
        return
    raws = {found.raw for found, _ in numbers}
    for other, _ in alignment.quote.numbers:
        units = (number.unit, fitting[0][0].unit)
        if other.unit in units and other.raw not in raws and not other.word:
            yield Fault("once", False, place, number.text)
            return


def _of_another_thing(
    number: Quantity, place: int, at: list[int], alignment: Alignment
) -> Iterator[Fault]:
    """Whether what is counted, by the words after the number, is not what the quote counts."""
    behind = [] if number.unit in _MEASURED else _behind(place, alignment)
    if not behind:
        return
    held = [word for word in behind if _stands_near(word, at, alignment)]
    strange = [word for word in behind if word.stem in _COUNTED and word not in held]
    if held and not strange:
        return
    wrong = (strange or behind)[0]
    severe = bool(strange) or not wrong.directions
    yield Fault("counted", severe, place, f"{number.text} {wrong.text}")


def _behind(place: int, alignment: Alignment) -> list[Word]:
    """The words after a number that may name what it counts."""
    words = alignment.sentence.words
    found: list[Word] = []
    for word in words[place + 1 : place + 4]:
        verb = word.text.endswith(("ing", "ed")) and word.text.islower()
        if word.kind is Kind.STOP or word.clause != words[place].clause or verb:
            break
        if word.place in alignment.sentence.number_places:
            break
        found.append(word)
    return found


def _stands_near(word: Word, at: list[int], alignment: Alignment) -> bool:
    """Whether the quote has a word, or for people another word for them, near a number."""
    if any(0 <= there - spot <= 8 for there in alignment.places[word.place] for spot in at):
        return True
    if word.stem not in _PEOPLE:
        return False
    words = alignment.quote.words
    near = [other for spot in at for other in words[max(0, spot - 8) : spot + 9]]
    return any(other.stem in _PEOPLE for other in near)


def _bound_fault(number: Quantity, place: int, found: list[Quantity]) -> Fault | None:
    bounds = {other.bound for other in found}
    if number.bound in bounds:
        return None
    if {number.bound, *bounds} >= {"over", "under"}:
        return Fault("bound", True, place, f"{number.bound} {number.text}")
    if number.bound in ("over", "under") or bounds & {"over", "under"}:
        return Fault("exactness", False, place, number.text)
    return None
