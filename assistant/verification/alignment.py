"""Align the words of a sentence with those of a quote: which stand in the same frame, and which two
in each other's place, as "A passed B" for "B passed A".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.nlp.word_relations import relation
from assistant.verification.wording import Kind, Reader, Word, Wording

Floats = NDArray[np.float32]
Pulls = tuple[Floats, Floats]
_FRAME = 9  # words to each side that make a frame
_TURNED, _CROSSED = 0.6, 0.7  # what a neighbour counts for on the other side, in another clause
_BE = frozenset("is are was were be been being get gets got".split())
_LEAST = 0.01  # how much better both must fit in the other's place
_REACH = 3  # words from a verb to "was", and to "by"


class Alignment:
    """Where a quote has a sentence's words. Rows are the sentence's words, columns the quote's.

    context:  what stands around the quote.
    places:   for each word, where the quote has it.
    opposite: where the quote has the opposite of a word.
    fit:      how many words around a place are those around the word.
    """

    def __init__(self, sentence: Wording, quote: Wording, context: Wording, reader: Reader) -> None:
        self.sentence, self.quote, self.context = sentence, quote, context
        self._reader = reader
        shape = len(sentence.words), len(quote.words)
        self.same = np.zeros(shape, dtype=bool)
        self.opposite = np.zeros(shape, dtype=bool)
        for word in sentence.words:
            self._find(word)
        for number, place in sentence.numbers:
            for other, at in self.quote.numbers:
                self.same[place, at] |= number.is_equal(other)
        self._pulls = _pull(sentence), _pull(self.quote)
        self.fit = _frames(self.same, sentence.weights, *self._pulls)

    def _find(self, word: Word) -> None:
        """Mark where the quote has a word, and where it has its opposite."""
        row, stops = self.same[word.place], word.kind is Kind.STOP
        at = self.quote.at.get(word.exact, ()) if stops else self.exact(word, self.quote)
        row[list(at)] = True
        if word.is_named:
            return
        others = self.quote.pointed if stops else (*self.quote.plain, *self.quote.pointed)
        related = {one.place: relation(word.exact, one.exact) for one in others}
        self.opposite[word.place, [place for place, how in related.items() if how < 0]] = True
        if not stops and not at:
            row[[place for place, how in related.items() if how > 0]] = True

    def exact(self, word: Word, text: Wording) -> tuple[int, ...]:
        """Where a text has a word itself, or what it stands for."""
        found = {*text.at.get(word.exact, ()), *text.at.get(word.stem, ())}
        if found:
            return tuple(sorted(found))
        expansion = self._reader.long_forms.get(word.stem, ())
        if not expansion and len(word.pieces) > 1:
            expansion = tuple(piece for piece in word.pieces if piece in word.text.lower())
        return _together(expansion, text)

    @cached_property
    def places(self) -> list[tuple[int, ...]]:
        """For each word, where the quote has it."""
        return [tuple(int(at) for at in np.flatnonzero(row)) for row in self.same]

    @cached_property
    def best(self) -> list[int | None]:
        """For each word, the place whose frame is most like its own."""
        return [
            max(places, key=lambda at: float(self.fit[place, at])) if places else None
            for place, places in enumerate(self.places)
        ]

    @cached_property
    def path(self) -> list[tuple[int, int]]:
        """The words with their places, in the order of both, that keep most of the sentence."""
        rows, columns = self.same.shape
        worth = self.same * (0.2 * self.fit + self.sentence.weights[:, None])
        score = np.zeros((rows + 1, columns + 1), dtype=np.float32)
        for row in range(rows):
            above = score[row]
            score[row + 1, 1:] = np.maximum.accumulate(
                np.maximum(above[1:], above[:-1] + worth[row])
            )
        found: list[tuple[int, int]] = []
        row, column = rows, columns
        while row and column:
            if score[row, column] == score[row - 1, column]:
                row -= 1
            elif score[row, column] == score[row, column - 1]:
                column -= 1
            else:
                row, column = row - 1, column - 1
                found.append((row, column))
        return found[::-1]

    def own_fit(self, word: Word) -> float:
        """How well the frame of a word fits its best place; 0 if it has none."""
        at = self.best[word.place]
        return 0.0 if at is None else float(self.fit[word.place, at])

    def gains(self, words: Sequence[int], places: Sequence[int]) -> Floats:
        """How much better each word (row) fits the place of each other than its own place.

        That the two are neighbours does not count.
        """
        ahead, behind = (one[np.ix_(words, words)].T for one in self._pulls[0])
        left, right = (one[np.ix_(places, places)].T for one in self._pulls[1])
        fit = self.fit[np.ix_(words, places)]
        found: Floats = fit - fit.diagonal()[:, None]
        found += ahead * np.maximum(left, _TURNED * right)
        found += behind * np.maximum(right, _TURNED * left)
        return found


def _frames(same: NDArray[np.bool_], weights: Floats, ours: Pulls, theirs: Pulls) -> Floats:
    """For each pair of a word and a place, how alike their neighbourhoods are.

    What is near in both counts most, and what stands on the same side; less across clauses.
    """
    before, after = theirs
    left, right = (same @ one for one in (before, after))
    left, right = np.minimum(left, before.max(initial=0)), np.minimum(right, after.max(initial=0))
    ahead, behind = (one.T * weights for one in ours)
    found: Floats = ahead @ np.maximum(left, _TURNED * right)
    found += behind @ np.maximum(right, _TURNED * left)
    return found


def _pull(text: Wording) -> Pulls:
    """How much each word (row) tells of each place (column) after it, and before it."""
    places = np.arange(len(text.words))
    apart = np.subtract.outer(places, places)
    clauses = np.array([one.clause for one in text.words])
    crossed = np.abs(np.subtract.outer(clauses, clauses))
    pull = _CROSSED**crossed / (1.0 + np.abs(apart)) * (np.abs(apart) <= _FRAME)
    return (pull * (apart < 0)).astype(np.float32), (pull * (apart > 0)).astype(np.float32)


def _together(stems: Sequence[str], text: Wording) -> tuple[int, ...]:
    """Places at which all the stems stand within a short run of words."""
    spots = [text.at.get(one, ()) for one in stems]
    if not spots or not all(spots):
        return ()
    reach = len(stems) + 1
    return tuple(
        first
        for first in spots[-1]
        if all(any(abs(place - first) <= reach for place in others) for others in spots)
    )


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
    before = {one.exact for one in text.words[max(0, place - _REACH) : place]}
    behind = {one.exact for one in text.words[place + 1 : place + 1 + _REACH]}
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
