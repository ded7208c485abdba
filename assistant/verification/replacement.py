"""Check what stands in the same frame: "a _ of 12 patients" must hold the quote's word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word

_LONGEST = 4  # words to each side that make a frame
_FRAME = 2.0  # how much of a frame both must share
_SWAPPED = 1.5  # the same for each of two names that are exchanged
_NAMED = (Kind.TERM, Kind.NAME)


def replaced_faults(alignment: Alignment) -> Iterator[Fault]:
    """Numbers and names that stand where the quote has another one that the sentence leaves out."""
    left_out = _left_out(alignment)
    absent = {word.place for word in left_out}
    for word in alignment.content:
        rivals = [other for other in left_out if _are_rivals(word, other, alignment)]
        if not rivals:
            continue
        mine = [at for at in alignment.places[word.place] if at not in absent]
        own = max((sum(_frame(word.place, at, alignment)) for at in mine), default=0.0)
        for other in rivals:
            left, right = _frame(word.place, other.place, alignment)
            # An ordinary word may be another way to say a name, unless all around it is the same.
            mixed = (word.kind in _NAMED) != (other.kind in _NAMED)
            if mixed and not (left and right):
                continue
            if left + right >= max(_FRAME, own + 0.5):
                yield Fault("opposite", word.place, word.text, other.text)
                break


def swapped_faults(alignment: Alignment) -> Iterator[Fault]:
    """Two names of the sentence, each of which stands in the other's frame."""
    named = [
        word for word in alignment.content if word.kind in _NAMED and alignment.places[word.place]
    ]
    for one, other in combinations(named, 2):
        if _is_kind_of(one, other):
            continue
        crossed = _fit(one, other, alignment), _fit(other, one, alignment)
        own = _fit(one, one, alignment) + _fit(other, other, alignment)
        if min(crossed) >= _SWAPPED and sum(crossed) > own:
            yield Fault("exchanged", one.place, one.text)


def _fit(word: Word, owner: Word, alignment: Alignment) -> float:
    """The longest frame that a word shares with a place of another one."""
    places = alignment.places[owner.place]
    return max(sum(_frame(word.place, at, alignment)) for at in places)


def _left_out(alignment: Alignment) -> list[Word]:
    """The quote's words that the sentence does not have; one part of a long form is not enough."""
    users: dict[int, list[Word]] = {}
    for word in alignment.content:
        best = alignment.best[word.place]
        if best is not None:
            users.setdefault(best, []).append(word)
    anywhere = {at for places in alignment.places for at in places}

    def is_used(other: Word) -> bool:
        if other.kind not in _NAMED:
            return other.place in anywhere
        own = users.get(other.place, [])
        same = any(word.exact == other.exact or word.stem == other.stem for word in own)
        return same or len({word.stem for word in own}) > 1

    content = [word for word in alignment.quote.words if word.kind is not Kind.STOP]
    return [word for word in content if not is_used(word)]


def _are_rivals(word: Word, other: Word, alignment: Alignment) -> bool:
    """Whether one of the two is a number or a name, so that it cannot stand for the other."""
    is_number = word.place in alignment.sentence.number_places
    if is_number != (other.place in alignment.quote.number_places) or _is_kind_of(word, other):
        return False
    if is_number:
        return not _is_reworded(word, alignment)
    return word.kind in _NAMED or other.kind in _NAMED


def _is_reworded(word: Word, alignment: Alignment) -> bool:
    """Whether the quote has a number only in another form: "half" for "50%"."""
    values = [number.value for number, at in alignment.sentence.numbers if at == word.place]
    taken = {
        at for place, found in enumerate(alignment.places) if place != word.place for at in found
    }
    known = {number.value for number, at in alignment.quote.numbers if at not in taken}
    return not alignment.places[word.place] and bool(known.intersection(values))


def _is_kind_of(word: Word, other: Word) -> bool:
    """Whether one stands for the other, or for a kind of it: "HSCT" for "aHSCT"."""
    mine, theirs = (set(one.pieces) - {one.stem} or {one.stem} for one in (word, other))
    return mine <= theirs or theirs <= mine


def _frame(place: int, at: int, alignment: Alignment) -> tuple[float, float]:
    """How many words before and behind are the same in both; a function word counts half."""
    return _run(place, at, -1, alignment), _run(place, at, 1, alignment)


def _run(place: int, at: int, step: int, alignment: Alignment) -> float:
    total = 0.0
    ours, theirs = alignment.sentence.words, alignment.quote.words
    for distance in range(step, step * (_LONGEST + 1), step):
        mine, there = place + distance, at + distance
        if not 0 <= mine < len(ours) or not 0 <= there < len(theirs):
            ended = not 0 <= mine < len(ours) and not 0 <= there < len(theirs)
            return total + 0.5 * ended
        crossed = ours[mine].clause != ours[place].clause, theirs[there].clause != theirs[at].clause
        if crossed[0] != crossed[1] or there not in alignment.places[mine]:
            return total
        total += 0.5 if ours[mine].kind is Kind.STOP else 1.0
    return total
