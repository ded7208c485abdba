"""Check names and terms: each must be in the quote, and not merely a similar one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.nlp.word_relations import are_siblings, families
from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word

_MISPLACED = 1.3
_FREE = frozenset("et al dr prof".split())


def name_faults(alignment: Alignment) -> Iterator[Fault]:
    """Names and terms that are missing, or stand where the quote has another one."""
    quote_names = any(_is_person(alignment, place) for place in range(len(alignment.quote.words)))
    leans = not quote_names
    for word in alignment.sentence.words:
        if word.kind not in (Kind.TERM, Kind.NAME) or word.exact in _FREE:
            continue
        if word.place in alignment.sentence.number_places:
            continue
        nearby = alignment.in_context(word) and (leans or word.kind is Kind.TERM)
        if alignment.places[word.place] or nearby:
            yield from _misplaced(word, alignment)
            yield from _instead_of_a_sister(word, alignment)
        elif not _only_general(word, alignment):
            yield Fault("absent", True, word.place, word.text)


def _only_general(word: Word, alignment: Alignment) -> bool:
    """A general term for the quote's specific one: "HSCT" for "aHSCT", "interleukins" for IL-17."""
    expansion = [piece for piece in word.pieces if piece != word.stem]
    if word.kind is not Kind.TERM or len(expansion) < 2:
        return False
    return any(
        set(expansion) <= set(other.pieces)
        for text in (alignment.quote, alignment.context)
        for other in text.words
    )


def _is_person(alignment: Alignment, place: int) -> bool:
    words = alignment.quote.words
    return words[place].exact == "al" and place > 0 and words[place - 1].exact == "et"


def _misplaced(word: Word, alignment: Alignment) -> Iterator[Fault]:
    """Whether another term of the quote fits the sentence's place better than this one."""
    at = alignment.places[word.place]
    own = max((alignment.affinity(word.place, there) for there in at), default=0.0)
    best, rival = 0.0, None
    for other in alignment.quote.words:
        if other.kind is not word.kind or other.place in at or _is_kind_of(word, other):
            continue
        fit = alignment.affinity(word.place, other.place)
        if fit > best:
            best, rival = fit, other
    if rival is not None and best > own * _MISPLACED + (0.3 if at else 0.2):
        severe = alignment.sentence.compares or best > 2 * own + 0.4
        yield Fault("another_name", severe, word.place, word.text, rival.text)


def _instead_of_a_sister(word: Word, alignment: Alignment) -> Iterator[Fault]:
    """Whether "CD8 and CD8" stands where the quote has "CD8 and CD4"."""
    written = [other.exact for other in alignment.sentence.words]
    if written.count(word.exact) < 2 or not _DIGITS.search(word.exact):
        return
    quoted = [other.exact for other in alignment.quote.words]
    form = _DIGITS.sub("0", word.exact)
    sisters = [one for one in quoted if one not in written and _DIGITS.sub("0", one) == form]
    if sisters and written.count(word.exact) > quoted.count(word.exact):
        yield Fault("sister", False, word.place, sisters[0].upper())


_DIGITS = re.compile(r"\d")


def _is_kind_of(one: Word, other: Word) -> bool:
    """Whether all that one stands for is in the other: "HSCT" in "aHSCT"."""
    mine, theirs = set(one.pieces), set(other.pieces)
    return mine <= theirs or theirs <= mine


def sibling_faults(alignment: Alignment) -> Iterator[Fault]:
    """Words that the quote lacks, with a sibling in their place."""
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or not families(word.exact) or alignment.places[word.place]:
            continue
        rival = _rival(word, alignment)
        if rival:
            yield Fault("opposite", True, word.place, word.text, rival.text)
        elif not alignment.in_context(word):
            yield Fault("unsaid", False, word.place, word.text)


def _rival(word: Word, alignment: Alignment) -> Word | None:
    """A sibling that is in the quote and not in the sentence."""
    own = {other.stem for other in alignment.sentence.words}
    return next(
        (
            other
            for other in alignment.quote.words
            if other.stem not in own and are_siblings(word.exact, other.exact)
        ),
        None,
    )
