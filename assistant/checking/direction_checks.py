"""Whether a sentence says more where the quote says less, or yes where it says no."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.alignment import Alignment
from assistant.checking.fault import Fault
from assistant.checking.polarity import NEGATIONS, SCALES, agreement
from assistant.checking.wording import Kind, Word, Wording

_SCOPE = 4  # content words behind a negation that it may deny
_HARMLESS = frozenset("only solely just merely limited necessarily".split())
_TURNED = 1.1


def direction_faults(alignment: Alignment) -> Iterator[Fault]:
    """Directions that the quote has the other way round at the same words."""
    for word in alignment.sentence.words:
        if not word.directions:
            continue
        same, turned, rival = 0.0, 0.0, None
        for other in alignment.quote.words:
            agreed = agreement(word.directions, other.directions)
            if other.stem == word.stem:
                agreed = 1
            if not agreed:
                if negates(word, other):
                    agreed = -1
                else:
                    continue
            fit = alignment.affinity(word.place, other.place)
            if agreed > 0:
                same = max(same, fit + 0.01)
            elif fit > turned:
                turned, rival = fit, other
        if rival is not None and turned > max(0.25, same * _TURNED):
            yield Fault(f"the quote says “{rival.text}”, not “{word.text}”", True, word.place)


def negates(word: Word, other: Word) -> bool:
    """Whether one is the other with a denying prefix."""
    from assistant.checking.alignment import negates as denies

    return denies(word.exact, other.exact)


def negated(text: Wording) -> dict[int, int]:
    """Places of words that a negation denies, each with the place of the negation."""
    denied: dict[int, int] = {}
    for word in text.words:
        if not _is_negation(text, word):
            continue
        seen = 0
        for other in text.words[word.place + 1 :]:
            if other.clause != word.clause or seen == _SCOPE:
                break
            if other.exact in ("but", "although", "while", "whereas"):
                break
            if other.kind is not Kind.STOP:
                denied.setdefault(other.place, word.place)
                seen += 1
    return denied


def _is_negation(text: Wording, word: Word) -> bool:
    exact = word.exact
    if exact not in NEGATIONS and not exact.endswith("n't"):
        return False
    if word.text == "NO":
        return False
    after = text.words[word.place + 1].exact if word.place + 1 < len(text.words) else ""
    if exact == "free":
        return after in ("of", "from")
    return not (exact in ("not", "no") and (after in _HARMLESS or after == "longer"))


def negation_faults(alignment: Alignment) -> Iterator[Fault]:
    """What one of the two denies and the other says."""
    ours, theirs = negated(alignment.sentence), negated(alignment.quote)
    words = alignment.sentence.words
    for negation in sorted(set(ours.values())):
        scope = [place for place, by in ours.items() if by == negation]
        known = [place for place in scope if alignment.places[place]]
        if not known:
            continue
        if not any(there in theirs for place in known for there in alignment.places[place]):
            if (
                any(there in theirs.values() for there in alignment.places[negation])
                and len(known) < 2
            ):
                continue
            if _is_antonym(alignment, known):
                continue
            yield Fault(
                f"the quote does not say “{words[negation].text} {words[scope[0]].text}”",
                True,
                negation,
            )
    for negation in sorted(set(theirs.values())):
        yield from _left_out(negation, ours, theirs, alignment)


def _is_antonym(alignment: Alignment, scope: list[int]) -> bool:
    """ "Not clear" for "unclear"."""
    return any(
        negates(alignment.sentence.words[place], other)
        or agreement(alignment.sentence.words[place].directions, other.directions) < 0
        for place in scope
        for other in alignment.quote.words
    )


def _left_out(
    negation: int, ours: dict[int, int], theirs: dict[int, int], alignment: Alignment
) -> Iterator[Fault]:
    """Whether the sentence says what the quote denies."""
    scope = [place for place, by in theirs.items() if by == negation]
    head = set(scope[:2])
    for word in alignment.sentence.words:
        if word.kind is Kind.STOP or word.place in ours:
            continue
        places = alignment.places[word.place]
        if not head & set(places):
            continue
        best = max(places, key=lambda there: alignment.affinity(word.place, there))
        fit = alignment.affinity(word.place, best)
        beside = {
            there
            for other in alignment.sentence.words
            if other.kind is not Kind.STOP
            and other.place != word.place
            and abs(other.place - word.place) <= 5
            and other.place not in ours
            for there in alignment.places[other.place]
        }
        if best in head and fit > 0.3 and (len(scope) == 1 or beside & set(scope)):
            quote = alignment.quote.words
            yield Fault(
                f"the quote says “{quote[negation].text} {quote[scope[0]].text}”", True, word.place
            )
            return


def scale_faults(alignment: Alignment) -> Iterator[Fault]:
    """ "All" and "most" where the quote does not claim so much."""
    theirs = [
        (SCALES[word.exact], word.place) for word in alignment.quote.words if word.exact in SCALES
    ]
    for word in alignment.sentence.words:
        level = SCALES.get(word.exact, 0)
        if level < 2 and word.exact not in ("few", "minority", "rarely"):
            continue
        if word.exact in (
            "any",
            "whole",
            "often",
            "several",
            "various",
            "multiple",
            "many",
            "numerous",
        ):
            if alignment.places[word.place]:
                continue
            level = min(level, 2)
        near = [there_level for there_level, _ in theirs]
        if level >= 3 and max(near, default=0) < level and not alignment.places[word.place]:
            yield Fault(f"the quote does not say “{word.text}”", False, word.place)
        elif word.exact in ("few", "minority", "rarely") and not alignment.places[word.place]:
            yield Fault(f"the quote does not say “{word.text}”", False, word.place)
