"""Two things that a sentence has in each other's place, as "A passed B" for "B passed A"."""

from __future__ import annotations

import numpy as np

from assistant.verification.alignment import Alignment
from assistant.verification.wording import Word, Wording

_BE = frozenset("is are was were be been being get gets got".split())
_LEAST = 0.01  # how much better both must fit in the other's place
_NEAR = 3  # words from a verb to "was", and to "by"


def exchanged(alignment: Alignment) -> tuple[Word, Word] | None:
    """The two words, if each fits the other's place in the quote better than its own."""
    turned = [verb for verb in alignment.sentence.plain if _is_turned(alignment, verb)]
    if turned:  # what acts should have gone to the other side of the verb
        return next(filter(None, (_kept(alignment, verb) for verb in turned)), None)
    ours, theirs = alignment.sentence.number_at, alignment.quote.number_at
    places = ((one, alignment.places[one.place]) for one in alignment.sentence.content)
    single = {
        one: found[0]
        for one, found in places
        if len(found) == 1 and one.place not in ours and found[0] not in theirs
    }
    gains = alignment.gains([one.place for one in single], list(single.values()))
    pairs = np.argwhere(np.minimum(gains, gains.T) > _LEAST)
    words = list(single)
    return (words[pairs[0][0]], words[pairs[0][1]]) if len(pairs) else None


def _is_turned(alignment: Alignment, verb: Word) -> bool:
    """Whether one of the two has the verb in the passive with "by", the other in the active."""
    at = alignment.best[verb.place]
    voices = {_voice(alignment.sentence, verb.place), _voice(alignment.quote, at or 0)}
    return at is not None and voices == {(True, True), (False, False)}


def _voice(text: Wording, place: int) -> tuple[bool, bool]:
    """Whether "was" stands before a verb, and "by" behind it."""
    before = {one.exact for one in text.words[max(0, place - _NEAR) : place]}
    behind = {one.exact for one in text.words[place + 1 : place + 1 + _NEAR]}
    return bool(before & _BE), "by" in behind


def _kept(alignment: Alignment, verb: Word) -> tuple[Word, Word] | None:
    """What stands on the two sides of a verb, if the quote has each on the same side."""
    places, words = alignment.places, alignment.quote.words
    near = [one for one in alignment.sentence.content if one.clause == verb.clause]
    left = [one for one in near if one.place < verb.place and places[one.place]]
    right = [one for one in near if one.place > verb.place and places[one.place]]
    if not left or not right:
        return None
    order = [*places[left[-1].place], *places[verb.place], *places[right[0].place]]
    one_clause = words[order[0]].clause == words[order[-1]].clause
    return (left[-1], right[0]) if one_clause and order == sorted(order) else None
