"""What speaks for and against a sentence beside a quote: a few general signals, one probability."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from assistant.nlp.tokens import stem, word_lists
from assistant.nlp.word_relations import NEGATIONS
from assistant.verification.alignment import Alignment, exchanged
from assistant.verification.premise import Fault, Reason
from assistant.verification.wording import Kind, Word, Wording

SURE, POSSIBLE = 0.626, 0.5
"""From these probabilities on, a sentence is supported, and shown with a mark."""
CLOSE, FAR = 0.75, 0.5
"""Share of a sentence's words in the quote from which on it is judged; the probability falls to 0
at the other, since other words may say the same or anything else."""
FIRM = 4.0
"""Log-odds of entailment: more than so much, for or against, counts no more."""
INTERCEPT = 0.85
WEIGHTS = {  # fitted by `python -m evals.verification --fit`
    "excerpt": 4.33,
    "negated": -0.50,
    "unnegated": -0.78,
    "opposite": -3.09,
    "misplaced number": -9.60,
    "misplaced name": -5.77,
    "exchanged": -1.36,
    "substituted": -1.19,
    "small word": -0.27,
    "far": -0.16,
    "surer": -1.08,
    "wider": -0.42,
}
ENTAILED = (0.02, 0.44, 0.34, 0.4, 0.23)
"""Weights beside a model of entailment, fitted by the same command: the intercept, the log-odds of
the signals, those of the model, how far the words are others, and the last two together."""

_LISTS = word_lists(Path(__file__).with_name("words.json"))
_DOUBT, _WIDE = _LISTS["doubt"], _LISTS["wide"]
_FREE = _LISTS["free"]  # small words that may stand for each other
# What joins any two things, and what a writer says about the quotes.
_VERBS, _SAID = (frozenset(map(stem, _LISTS[name])) for name in ("verbs", "fillers"))
_REACH = 3  # content words behind a negation that it is about
_LEAST, _MOST = 0.05, 2.0  # of any signal
_ORDERED = 0.5  # how much better another number must fit where both are in order


class Signal(NamedTuple):
    """How much there is of something, and what a reader is told of it."""

    value: float
    fault: Fault | None = None


_NONE = Signal(0.0)


def signals(alignment: Alignment) -> dict[str, Signal]:
    """The signals of `WEIGHTS`; 0 for none."""
    found = dict((*_scope(alignment), *_negations(alignment)))
    found |= dict((*_misplaced(alignment), *_replaced(alignment)))
    pair = exchanged(alignment)
    found["exchanged"] = Signal(1.0, Fault("exchanged", *(w.text for w in pair))) if pair else _NONE
    clean = not any(one.value for one in found.values())
    return found | dict(_order(alignment, clean=clean))


def probability(
    found: Mapping[str, Signal], coverage: float, entailed: float | None = None
) -> float:
    """How likely a sentence with these signals is true, in [0, 1].

    entailed: the log-odds of a model that the quote entails it; None where there is no model.
    """
    odds = INTERCEPT + sum(weight * found[name].value for name, weight in WEIGHTS.items())
    close = min(1.0, max(0.0, (coverage - FAR) / (CLOSE - FAR)))
    if entailed is None or not close:
        return close / (1 + math.exp(-odds))
    firm, other = max(-FIRM, min(FIRM, entailed)), 1 - close
    beside = zip(ENTAILED, (1.0, odds, firm, other, firm * other), strict=True)
    return 1 / (1 + math.exp(-sum(weight * one for weight, one in beside)))


def worst(found: Mapping[str, Signal]) -> Fault | None:
    """What speaks most against a sentence, if anything does."""
    against = {name: WEIGHTS[name] * one.value for name, one in found.items() if one.fault}
    return found[min(against, key=against.__getitem__)].fault if against else None


def coverage(alignment: Alignment) -> float:
    """Share of what is claimed that the quote or its surroundings have."""
    held = missing = 0
    for word in alignment.sentence.content:
        if alignment.places[word.place] or alignment.exact(word, alignment.context):
            held += 1
        elif word.place not in alignment.sentence.number_at:
            missing += word.stem not in _VERBS | _SAID
    return held / (held + missing or 1)


def _order(alignment: Alignment, *, clean: bool) -> Iterator[tuple[str, Signal]]:
    """Whether it is a piece of the quote, and how far apart the quote has two of its neighbours.

    clean: whether nothing else speaks against it; the words around a lost "not" all fit.
    """
    kept = {place for place, _ in alignment.path}
    whole = all(after - before == 1 for (_, before), (_, after) in pairwise(alignment.path))
    free = all(one.exact in _FREE for one in alignment.sentence.words if one.place not in kept)
    yield "excerpt", Signal(float(clean and whole and free))
    far = 0.0
    for one, other in pairwise(alignment.sentence.content):
        first, second = alignment.best[one.place], alignment.best[other.place]
        if one.clause == other.clause and first is not None and second is not None:
            far = max(far, math.log1p(abs(second - first)))
    yield "far", Signal(far)


def _scope(alignment: Alignment) -> Iterator[tuple[str, Signal]]:
    """A hedge of the quote that is lost, and "all" or "because" that is put in."""
    words, quote, path = alignment.sentence.words, alignment.quote.words, alignment.path
    kept = {at for _, at in path}
    first = quote[path[0][1]].clause if path else 0
    left = [
        one
        for one in quote[: path[-1][1] if path else 0]
        if one.clause >= first and one.place not in kept and one.exact in _DOUBT
    ]
    hedged = any(one.exact in _DOUBT for one in words)
    yield "surer", _first("hedged", [] if hedged else left)
    mine = {place for place, _ in path}
    put = [one for one in words if one.place not in mine and one.exact in _WIDE]
    yield "wider", _first("unsaid", put)


def _first(why: Reason, words: Sequence[Word]) -> Signal:
    return Signal(1.0, Fault(why, words[0].text)) if words else _NONE


def _negations(alignment: Alignment) -> Iterator[tuple[str, Signal]]:
    """What one of the two denies and the other says."""
    words, quote = alignment.sentence.words, alignment.quote.words
    ours, theirs = negated(alignment.sentence), negated(alignment.quote)
    found: dict[str, list[Fault]] = {"negated": [], "unnegated": []}
    for word in alignment.sentence.content:
        at = alignment.best[word.place]
        if at is None or (word.place in ours) == (at in theirs):
            continue
        if word.place in ours:
            found["negated"].append(Fault("unsaid", f"{words[ours[word.place]].text} {word.text}"))
        else:
            found["unnegated"].append(Fault("denied", f"{quote[theirs[at]].text} {quote[at].text}"))
    for name, faults in found.items():
        yield name, Signal(min(_MOST, len(faults)), faults[0]) if faults else _NONE


def negated(text: Wording) -> dict[int, int]:
    """Places of negated words, each with the place of the negation."""
    denied: dict[int, int] = {}
    for word in filter(lambda one: _is_negation(text, one), text.words):
        found = 0
        for other in text.words[word.place + 1 :]:
            if other.clause != word.clause or found == _REACH:
                break
            if other.kind is not Kind.STOP:
                denied.setdefault(other.place, word.place)
                found += 1
    return denied


def _is_negation(text: Wording, word: Word) -> bool:
    exact = word.exact
    if exact not in NEGATIONS and not exact.endswith("n't"):
        return False
    after = text.words[word.place + 1].exact if word.place + 1 < len(text.words) else ""
    return after in ("of", "from") if exact == "free" else word.text != "NO"


def _misplaced(alignment: Alignment) -> Iterator[tuple[str, Signal]]:
    """Opposites, other numbers and names that fit the frame of a word better than it does."""
    found = dict.fromkeys(("opposite", "misplaced number", "misplaced name"), _NONE)
    for word in alignment.sentence.words:
        own = alignment.own_fit(word)
        absent = 0.3 * (not alignment.places[word.place])
        for other in alignment.quote.words:
            name = _rivalry(word, other, alignment)
            by = float(alignment.fit[word.place, other.place]) - own
            by += absent * (name == "opposite")
            by -= _ORDERED * (name == "misplaced number" and _in_order(word, other, alignment))
            if name and by > max(_LEAST, found[name].value):
                why: Reason = "another_number" if "number" in name else "exchanged"
                why = "opposite" if name == "opposite" else why
                found[name] = Signal(min(_MOST, by), Fault(why, word.text, other.text))
    yield from found.items()


def _rivalry(word: Word, other: Word, alignment: Alignment) -> str:
    """What it would be if the other word stood in this one's place; "" for nothing."""
    at = word.place, other.place
    if alignment.opposite[at]:
        return "" if alignment.same[:, other.place].any() else "opposite"
    if alignment.same[at] or not alignment.places[word.place]:
        return ""
    mine = alignment.sentence.number_at.get(word.place)
    theirs = alignment.quote.number_at.get(other.place)
    if mine or theirs:
        return "misplaced number" if mine and theirs and mine.unit == theirs.unit else ""
    return "misplaced name" if word.is_named and other.is_named else ""


def _in_order(word: Word, other: Word, alignment: Alignment) -> bool:
    """Whether the sentence has a number and its rival in the quote's order."""
    own, rivals = alignment.best[word.place], np.flatnonzero(alignment.same[:, other.place])
    return own is not None and any((at < word.place) == (other.place < own) for at in rivals)


def _replaced(alignment: Alignment) -> Iterator[tuple[str, Signal]]:
    """Words of the sentence where the quote, between the same neighbours, has others."""
    words, quote = alignment.sentence.words, alignment.quote.words
    ends = [(-1, -1), *alignment.path, (len(words), len(quote))]
    found = {"substituted": _NONE, "small word": _NONE}
    for (before, left), (after, right) in pairwise(ends):
        new, old = words[before + 1 : after], quote[left + 1 : right]
        edge = before < 0 or after == len(words)
        small = not edge and len(new) == len(old) == 1 and len(_content([*new, *old])) < 2
        if small and not {new[0].exact, old[0].exact} & _FREE:
            found["small word"] = Signal(1.0, Fault("opposite", new[0].text, old[0].text))
        mine = [one for one in _content(new) if not alignment.places[one.place]]
        mine = [one for one in mine if one.stem not in _VERBS]
        theirs = _content(old)
        if edge:
            theirs = theirs[-2:] if before < 0 else theirs[:2]
        by = 0.5 if edge else 1.0
        if 0 < len(mine) <= 2 and 0 < len(theirs) <= 2 and by > found["substituted"].value:
            found["substituted"] = Signal(by, Fault("opposite", mine[0].text, theirs[0].text))
    yield from found.items()


def _content(words: Iterable[Word]) -> list[Word]:
    return [one for one in words if one.kind is not Kind.STOP]
