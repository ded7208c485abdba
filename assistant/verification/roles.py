"""Check who does what to whom, and what is more than what."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word, Wording

_BE = frozenset("is are was were be been being".split())
_REACH = 5  # words to each side of a verb in which what acts and what is acted on stand


def role_faults(alignment: Alignment) -> Iterator[Fault]:
    """Verbs whose two sides are exchanged, with regard to the passive: "was surpassed by"."""
    for word in alignment.content:
        if not (word.exact.endswith(("ed", "ing")) or word.directions):
            continue
        for there in alignment.places[word.place]:
            other = alignment.quote.words[there]
            if (
                other.stem == word.stem
                and not _is_noun(other, alignment.quote)
                and _is_exchanged(word, other, alignment)
            ):
                yield Fault("exchanged", word.place, word.text)
                return


def _is_exchanged(word: Word, other: Word, alignment: Alignment) -> bool:
    left = _nearest(word, -1, alignment)
    right = _nearest(word, 1, alignment)
    if not (left and right):
        return False
    same = any(at < other.place for at in left) and any(at > other.place for at in right)
    turned = all(at > other.place for at in left) and all(at < other.place for at in right)
    passive = _is_passive(alignment.sentence, word) != _is_passive(alignment.quote, other)
    return (turned and not passive) or (same and passive and not turned)


def _nearest(word: Word, step: int, alignment: Alignment) -> set[int]:
    """Where the quote has the nearest content word on one side of a word."""
    words = alignment.sentence.words
    for distance in range(1, _REACH + 1):
        at = word.place + step * distance
        if not 0 <= at < len(words) or words[at].clause != word.clause:
            break
        if words[at].exact.endswith("ly") or len(alignment.places[at]) > 1:
            continue
        if words[at].kind is not Kind.STOP and at not in alignment.sentence.number_places:
            return set(alignment.places[at])
    return set()


def _is_passive(text: Wording, word: Word) -> bool:
    before = {one.exact for one in text.words[max(0, word.place - 3) : word.place]}
    return bool(before & _BE) and word.exact.endswith(("ed", "en"))


def _is_noun(word: Word, text: Wording) -> bool:
    after = text.words[word.place + 1 : word.place + 2]
    return bool(after) and after[0].exact in ("in", "of")


_CONTRAST = frozenset("but while whereas although though".split())


def contrast_faults(alignment: Alignment) -> Iterator[Fault]:
    """Halves of a contrast mixed: "one does A, while the other does B" does not make one do B."""
    turns = [word.place for word in alignment.quote.words if word.exact in _CONTRAST]
    own = [word.place for word in alignment.sentence.words if word.exact in _CONTRAST]
    for turn in turns:
        if alignment.quote.words[turn - 1].exact in ("not", "all", "nothing") or not turn:
            continue
        for begin, end in pairwise([0, *own, len(alignment.sentence.words)]):
            sides = {
                there[0] > turn
                for place in range(begin, end)
                if alignment.weights[place] and len(there := alignment.places[place]) == 1
            }
            if len(sides) == 2:
                yield Fault("exchanged", begin, alignment.quote.words[turn].text)
                return


def comparison_faults(alignment: Alignment) -> Iterator[Fault]:
    """Comparisons whose two sides are exchanged, or that the quote does not make."""
    ours, theirs = _than(alignment.sentence), _than(alignment.quote)
    for place in ours:
        behind = _after(alignment.sentence, place)
        if behind & alignment.sentence.number_places:
            continue
        if not theirs:
            if not any(word.directions for word in alignment.quote.words):
                yield Fault("exchanged", place, "than")
            continue
        known = {at for one in behind for at in alignment.places[one]}
        before = {
            at
            for one in range(max(0, place - 9), place)
            if alignment.weights[one]
            for at in alignment.places[one]
        }
        spots = set().union(*(_after(alignment.quote, at) for at in theirs))
        if known and not known & spots and before & spots:
            yield Fault("exchanged", place, "than")


def _than(text: Wording) -> list[int]:
    return [word.place for word in text.words if word.exact in ("than", "unlike")]


def _after(text: Wording, place: int) -> frozenset[int]:
    """The content words right behind a place."""
    found = [
        word.place
        for word in text.words[place + 1 : place + 5]
        if word.exact not in ("one", "ones")
        and (word.kind is not Kind.STOP or word.place in text.number_places)
    ]
    return frozenset(found[:1])
