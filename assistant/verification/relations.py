"""Check relations: who acts on whom, what causes what, part and whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.nlp.tokens import stem
from assistant.nlp.word_relations import agreement
from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word, Wording

_REACH = 8
_TELLING = 3  # words on each side
_RELATIONS = frozenset(
    stem(word)
    for word in (
        "cause lead result induce trigger promote inhibit suppress reduce increase "
        "decrease improve "
        "enhance prevent produce secrete release stimulate activate alleviate mitigate ameliorate "
        "outperform exceed affect influence regulate modulate express contain include "
        "differentiate "
        "than due because compared versus contribute derive protect replace stabilize "
        "exert support "
        "facilitate decline diminish downregulate upregulate counteract thereby surpass "
        "hinder impair "
        "eliminate attenuate destroy repress replace restore drive damage attack block "
        "mediate target "
        "precede convert bind treat raise boost limit slow delay"
    ).split()
)
_LISTED = re.compile(  # of at most 21 items, so that a long list is not scanned from each item
    r"(?<![\w+./%-])(?:[\w+./%-]++, ){0,19}[\w+./%-]++,? and [\w+./%-]++"
)
_ITEM = re.compile(r"(?:(?<![\w+./-])[+./-]++)?\w++(?:[+./-]++\w++)*\+?")
_BETWEEN = frozenset("a an the its their both to this these her his more".split())
_COMPARING = ("than", "compar", "versus", "compared")


def pairing_faults(alignment: Alignment) -> Iterator[Fault]:
    """Two lists that "respectively" pairs differently from the quote: "A and B have 1 and 2"."""
    word = next((one for one in alignment.sentence.words if one.exact == "respectively"), None)
    if word is None:
        return
    text = alignment.sentence.text
    lists = [found.group() for found in _LISTED.finditer(text, 0, text.lower().rindex(word.exact))]
    one, other = ([None, None] + [_order_in_quote(found, alignment) for found in lists])[-2:]
    if one and other and len(one) == len(other) and one != other:
        yield Fault("exchanged", True, word.place, word.text)


def _order_in_quote(listed: str, alignment: Alignment) -> list[int] | None:
    """The items of a list, by number, in the order of the quote; None if it lacks one.

    If there are several places, the last before the quote's own "respectively" counts.
    """
    told = [word.place for word in alignment.quote.words if word.exact == "respectively"]
    end = told[-1] if told else len(alignment.quote.words)
    at: list[int] = []
    for item in _ITEM.findall(re.sub(r",? and ", ", ", listed)):
        places = _places_of(item, alignment)
        if not places:
            return None
        at.append(max([place for place in places if place < end] or places))
    return sorted(range(len(at)), key=at.__getitem__)


def _places_of(item: str, alignment: Alignment) -> list[int]:
    for number, place in alignment.sentence.numbers:
        if number.text == item or alignment.sentence.words[place].text == item:
            same = (
                there for other, there in alignment.quote.numbers if other.value == number.value
            )
            return list(same)
    return [
        there
        for word in alignment.sentence.words
        if word.text == item and word.kind in (Kind.TERM, Kind.NAME)
        for there in alignment.places[word.place]
    ]


def order_faults(alignment: Alignment) -> Iterator[Fault]:
    """Relations whose two sides are swapped in the quote."""
    for word in alignment.sentence.words:
        if word.stem not in _RELATIONS and word.exact not in _COMPARING:
            continue
        voice = _voice(alignment.sentence, word.place)
        sides = [
            _sides(word, there, alignment, turned=voice != other)
            for there in _same_relation(word, alignment)
            if (other := _voice(alignment.quote, there)) == voice
            or {voice, other} == {"active", "passive"}
        ]
        if not sides:
            continue
        direct, turned = max(sides, key=lambda fits: max(fits))
        if turned > 1.2 * direct + 0.05:
            severe = word.exact in _COMPARING or turned > 2.5 * direct + 0.15
            yield Fault("exchanged", severe, word.place, word.text)
            return


def _same_relation(word: Word, alignment: Alignment) -> list[int]:
    """Places of the same relation in the quote: the same verb, or one of the same direction."""
    keys = _COMPARING if word.exact in _COMPARING else (word.stem,)
    return [
        other.place
        for other in alignment.quote.words
        if other.stem in keys
        or other.exact in keys
        or (other.stem in _RELATIONS and agreement(word.directions, other.directions) > 0)
    ]


def _sides(word: Word, there: int, alignment: Alignment, *, turned: bool) -> tuple[float, float]:
    """How well both sides fit as they are, and swapped; each needs both sides.

    Only the nearest words that the quote has on one side of the relation are compared.
    """
    fits = {(side, where): 0.0 for side in (-1, 1) for where in (-1, 1)}
    comparing = word.exact in _COMPARING
    for side in (-1, 1):
        told = 0
        for step in range(1, _REACH + 1):
            place = word.place + side * step
            if not 0 <= place < len(alignment.sentence.words) or told == _TELLING:
                break
            other = alignment.sentence.words[place]
            near = [p for p in alignment.places[place] if 0 < abs(p - there) <= _REACH + 2]
            if other.kind is Kind.STOP or (comparing and other.directions):
                continue
            if len({p > there for p in near}) != 1:
                continue  # on neither side, or on both: it tells nothing
            told += 1
            where = 1 if near[0] > there else -1
            distance = min(abs(p - there) for p in near)
            crossed = abs(other.clause - word.clause)
            weight = alignment.weights[place] * 0.5**crossed / ((1 + distance) * (1 + step))
            fits[side, -where if turned else where] += weight
    direct = fits[-1, -1] + fits[1, 1]
    exchanged = fits[-1, 1] + fits[1, -1] if fits[-1, 1] and fits[1, -1] else 0.0
    return direct, exchanged


def _voice(text: Wording, place: int) -> str:
    """Where the two sides of a relation are: the one that acts comes first in the active voice.

    "A reduces B", "a reduction in B": active; "B is reduced by A": passive; "B improved",
    if nothing is said to act: neither.
    """
    words = text.words[place + 1 : place + 5]
    if text.words[place].exact in _COMPARING:
        return "active"
    plain = [other.exact for other in words if not other.exact.endswith("ly")]
    if plain[:1] == ["by"]:
        return "passive"
    for other in words:
        if other.exact in ("in", "of") and not text.words[place].exact.endswith("ed"):
            return "active"
        if other.exact in _BETWEEN or other.text.endswith("ly"):
            continue
        return "active" if other.kind is not Kind.STOP else "neither"
    return "neither"


_CAUSES = frozenset("because due owing attributed attributable reason".split())
_TELL_CAUSES = frozenset(
    stem(word)
    for word in "because due owing reason cause lead led result explain attribute attributable "
    "since therefore thereby thus hence consequently by through via so reflect depend responsible "
    "contribute stem mechanism role owed given when facilitate enable allow "
    "induce trigger provoke stimulate produce evoke relate arise promote".split()
)
_TURNS = ("derived", "like", "conditioned", "deficient", "free", "depleted")


def cause_faults(alignment: Alignment) -> Iterator[Fault]:
    """Causes where the quote tells of none."""
    if {word.stem for word in alignment.quote.words} & _TELL_CAUSES:
        return
    for word in alignment.sentence.words:
        told = word.text.lower()
        if told in _CAUSES or (told == "explained" and _next(word, alignment) == "by"):
            yield Fault("unsaid", True, word.place, word.text)
            return


def _next(word: Word, alignment: Alignment) -> str:
    behind = alignment.sentence.words[word.place + 1 : word.place + 2]
    return behind[0].exact if behind else ""


def compound_faults(alignment: Alignment) -> Iterator[Fault]:
    """Words that the quote has only in a compound about something else.

    "MSC-derived vesicles improve" is not something MSCs do. If the sentence mentions the
    vesicles too, it says so in its own way: "vesicles of MSCs".
    """
    quote = alignment.quote.words
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or _turn(word):
            continue
        at = alignment.places[word.place]
        if not at or not all(_turn(quote[place]) for place in at):
            continue
        heads = [_head(place, alignment) for place in at]
        if all(head is not None and not _spoken_of(head, alignment) for head in heads):
            yield Fault("of_something_else", True, word.place, word.text)
            return


def _turn(word: Word) -> str:
    """The part of a compound that makes it a different thing from its first part; "" for none."""
    first, _, last = word.text.lower().rpartition("-")
    return last if first and last in _TURNS else ""


def _head(place: int, alignment: Alignment) -> Word | None:
    """What a compound describes: the last of the content words that follow it."""
    head = None
    for word in alignment.quote.words[place + 1 : place + 4]:
        if word.kind is Kind.STOP or word.clause != alignment.quote.words[place].clause:
            break
        if head is not None and (word.directions or word.text.endswith("ed")):
            break  # what it does
        head = word
        if word.stem in _THINGS or word.kind is Kind.TERM:
            break
    return head


_THINGS = frozenset(
    stem(word)
    for word in "cells neurons vesicles exosomes medium media progenitors precursors tissue "
    "tissues factors proteins".split()
)


def _spoken_of(head: Word, alignment: Alignment) -> bool:
    return any(
        head.place in alignment.places[word.place]
        for word in alignment.sentence.words
        if word.kind is not Kind.STOP
    )
