"""Check numbers and names: each must be in the quote, and of the same thing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from assistant.nlp.quantities import Quantity
from assistant.nlp.tokens import stem
from assistant.nlp.word_relations import are_siblings, families
from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word

_MISNAMED = 2.0  # how much better another name must fit it
_MISPLACED = 1.15  # how much better another number must fit the place
_PAIR = 3  # words between two numbers that are told together
_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_FREE = frozenset("et al dr prof".split())


def number_faults(alignment: Alignment) -> Iterator[Fault]:
    """Numbers that the quote lacks, has of something else, or bounds the other way."""
    mine = frozenset(place for _, place in alignment.sentence.numbers)
    for number, place in alignment.sentence.numbers:
        if number.word and not number.unit and _is_idle(number):
            continue
        shown = _shown(number, alignment.sentence.text)
        found = [
            (other, there)
            for other, there in alignment.quote.numbers
            if _equal(number, other) or _alike(number, other)
        ]
        fitting = [(other, there) for other, there in found if _same_unit(number, other)]
        if not fitting:
            if not found and _is_around(number, alignment):
                continue
            yield Fault("of_something_else" if found else "absent", place, shown)
            continue
        if thing := _counted(number, place, alignment):
            yield Fault("of_something_else", place, f"{shown} {thing.text}")
        if rival := _rival(number, place, [there for _, there in fitting], alignment, mine):
            yield Fault("another_number", place, shown, rival.text)
        if _is_turned(number, place, alignment):
            yield Fault("bound", place, shown)
        bounds = {other.bound for other, _ in fitting}
        if "under" in {number.bound, *bounds} and "over" in {number.bound, *bounds}:
            yield Fault("bound", place, f"{number.bound} {number.text}")


def _is_around(number: Quantity, alignment: Alignment) -> bool:
    """Whether the quote's surroundings have a number of which the quote has no other like it."""
    rivals = any(one.unit == number.unit for one, _ in alignment.quote.numbers)
    return not rivals and any(
        _equal(number, one) and one.unit == number.unit for one, _ in alignment.context.numbers
    )


def _is_idle(number: Quantity) -> bool:
    """Whether a number word counts nothing: "no one", "both"."""
    return number.value in (0.0, 1.0) or number.text.lower() in ("both", "pair", "twice")


def _equal(one: Quantity, other: Quantity) -> bool:
    return math.isclose(one.value, other.value, rel_tol=1e-9)


def _alike(one: Quantity, other: Quantity) -> bool:
    """Whether the figures are the same, whatever they measure."""
    return math.isclose(one.raw or one.value, other.raw or other.value, rel_tol=1e-9)


def _same_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit:
        return _equal(one, other)
    return not one.unit and other.unit not in ("%", "percentage points") and _alike(one, other)


def _shown(number: Quantity, text: str) -> str:
    return number.text + ("%" if text[number.end : number.end + 1] == "%" else "")


_PERIODS = frozenset("second minute hour day week month quarter year decade century".split())
_SINCE = frozenset("since until till before after".split())


def period_faults(alignment: Alignment) -> Iterator[Fault]:
    """Periods that the quote does not name ("a day"), and "since" for its "until"."""
    units = {number.unit for number, _ in alignment.quote.numbers}
    known = {one for one in _PERIODS if stem(one) in alignment.quote.at}
    for word in alignment.sentence.words:
        plain = word.exact.removesuffix("s")
        if plain in _PERIODS and plain not in known and not units & {"months", "days", "hours"}:
            yield Fault("absent", word.place, word.text)
    words = alignment.quote.words
    for number, place in alignment.sentence.numbers:
        before = alignment.sentence.words[place - 1].exact if place else ""
        theirs = {
            words[at - 1].exact
            for other, at in alignment.quote.numbers
            if at and _equal(number, other)
        }
        if before in _SINCE and theirs & _SINCE and before not in theirs:
            yield Fault("bound", place - 1, f"{before} {number.text}")


def _is_turned(number: Quantity, place: int, alignment: Alignment) -> bool:
    """Whether the quote has this number and the next one the other way round: "from 6 to 17"."""
    theirs = {
        (one.value, other.value)
        for (one, at), (other, there) in pairwise(alignment.quote.numbers)
        if there - at <= _PAIR
    }
    return any(
        (other.value, number.value) in theirs and (number.value, other.value) not in theirs
        for (one, at), (other, there) in pairwise(alignment.sentence.numbers)
        if at == place and there - at <= _PAIR
    )


def _counted(number: Quantity, place: int, alignment: Alignment) -> Word | None:
    """What follows a number, unit or thing counted, if the quote does not have it at all."""
    words = alignment.sentence.words
    if number.unit or place + 1 >= len(words):
        return None
    word = words[place + 1]
    is_thing = word.kind is not Kind.STOP and not word.exact.endswith(("ing", "ed", "er"))
    if not is_thing or word.clause != words[place].clause or word.stem in alignment.quote.at:
        return None
    held = alignment.places[word.place] and word.place not in alignment.weak
    return None if held and len(word.exact) > 2 else word


def _rival(
    number: Quantity, place: int, at: list[int], alignment: Alignment, mine: frozenset[int]
) -> Quantity | None:
    """Another number of the quote that fits the sentence's place better than its own."""
    own = max(alignment.affinity(place, there, mine) for there in at)
    rivals = [
        (alignment.affinity(place, there, mine), there, other)
        for other, there in alignment.quote.numbers
        if there not in at and number.value != other.value and other.unit == number.unit
    ]
    if not rivals:
        return None
    best, there, other = max(rivals, key=lambda rival: rival[:2])
    # Where both tell the numbers in one order, only a much better fit counts.
    ordered = any(
        found.value == other.value and (spot < place) == (there < min(at))
        for found, spot in alignment.sentence.numbers
        if spot != place
    )
    factor, margin = (2.0, 0.5) if ordered else (_MISPLACED, 0.1)
    return other if best > own * factor + margin else None


def name_faults(alignment: Alignment) -> Iterator[Fault]:
    """Names and terms that the quote and its surroundings lack."""
    for word in alignment.sentence.words:
        if word.kind not in (Kind.TERM, Kind.NAME) or word.exact in _FREE:
            continue
        if alignment.places[word.place]:
            yield from _misplaced(word, alignment)
            yield from _of_its_product(word, alignment)
            continue
        if word.place in alignment.sentence.number_places:
            continue
        if not (alignment.in_context(word) or _only_general(word, alignment)):
            yield Fault("absent", word.place, word.text)


def _misplaced(word: Word, alignment: Alignment) -> Iterator[Fault]:
    """Whether another term of the sentence fits this one's place in the quote far better."""
    at = alignment.places[word.place]
    if word.kind is not Kind.TERM:
        return
    own = max(alignment.affinity(word.place, there) for there in at)
    for other in alignment.sentence.words:
        if other.kind is not word.kind or set(word.pieces) & set(other.pieces):
            continue
        fits = [alignment.affinity(word.place, there) for there in alignment.places[other.place]]
        if fits and max(fits) > own * _MISNAMED + 0.3:
            yield Fault("exchanged", word.place, word.text)
            return


def _of_its_product(word: Word, alignment: Alignment) -> Iterator[Fault]:
    """What the quote says of a thing derived from another, said of that other."""
    own = {at for places in alignment.places for at in places}
    words = alignment.quote.words
    for at in alignment.places[word.place]:
        behind = [one.place for one in words[at + 1 : at + 2]]
        if not words[at].exact.endswith(("-derived", "-free", "-like")) or own & set(behind):
            return
    yield Fault("of_something_else", word.place, word.text)


def repeated_faults(alignment: Alignment) -> Iterator[Fault]:
    """Figures that the sentence has more often than the quote: "CD8 and CD8"."""
    ours, theirs = (
        Counter(_trimmed(figure) for figure in _DIGITS.findall(text))
        for text in (alignment.sentence.text, alignment.quote.text)
    )
    for figure, count in ours.items():
        if count > max(1, theirs[figure]) and theirs[figure]:
            yield Fault("absent", 0, f"{figure} … {figure}")


def _trimmed(figure: str) -> str:
    """A figure without the zeros that change nothing: "0.010" is "0.01"."""
    return figure.rstrip("0").rstrip(".") if figure.count(".") == 1 else figure


def respective_faults(alignment: Alignment) -> Iterator[Fault]:
    """Lists told "respectively" in another order than the quote's."""
    words = alignment.sentence.words
    ends = [word.place for word in words if word.exact == "respectively"]
    if not ends or not alignment.sentence.numbers or "respectively" not in alignment.quote.at:
        return
    order = [
        alignment.places[word.place][0]
        for word in words[: ends[0]]
        if word.kind in (Kind.TERM, Kind.NAME) and len(alignment.places[word.place]) == 1
    ]
    if order != sorted(order):
        yield Fault("exchanged", ends[0], "respectively")


def _only_general(word: Word, alignment: Alignment) -> bool:
    """A general term for the quote's specific one: "HSCT" for "aHSCT"."""
    expansion = {piece for piece in word.pieces if piece != word.stem}
    return len(expansion) > 1 and any(
        expansion <= set(other.pieces)
        for text in (alignment.quote, alignment.context)
        for other in text.words
    )


def sibling_faults(alignment: Alignment) -> Iterator[Fault]:
    """Words that the quote lacks, with a sibling in their place: "rats" for "mice"."""
    own = {word.stem for word in alignment.sentence.words}
    for word in alignment.content:
        if not families(word.exact) or alignment.places[word.place]:
            continue
        for other in alignment.quote.words:
            if other.stem not in own and are_siblings(word.exact, other.exact):
                yield Fault("opposite", word.place, word.text, other.text)
                break
