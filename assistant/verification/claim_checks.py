"""Claims that need no strange word: a cause put in, a part of a compound taken for the whole."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.nlp.tokens import stem
from assistant.verification.alignment import Alignment
from assistant.verification.issue import Fault
from assistant.verification.wording import Kind, Word

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
    """Words that the quote has only in a compound that is of something else.

    "MSC-derived vesicles improve" is nothing that MSCs do. Where the sentence speaks of the
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
    """The part of a compound that makes it another thing than its first part; "" for none."""
    first, _, last = word.text.lower().rpartition("-")
    return last if first and last in _TURNS else ""


def _head(place: int, alignment: Alignment) -> Word | None:
    """What a compound describes: the last word of the run of content words behind it."""
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
