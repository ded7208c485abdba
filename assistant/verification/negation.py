"""Check negation and direction: "more" for "less", "yes" for "no"."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.nlp.word_relations import NEGATIONS, SCALES, agreement, negates
from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word, Wording

_SCOPE = 4  # content words behind a negation that it may deny
_HARMLESS = frozenset("only solely just merely necessarily".split())
_ENDS = frozenset("but although while whereas after before because which who that by".split())
_TURNED = 1.1  # how much better an opposite word must fit
_LONE, _BESIDE = 0.1, 0.25  # least fit of an opposite word, alone and beside one like ours


def direction_faults(alignment: Alignment) -> Iterator[Fault]:
    """Directions that the quote reverses for the same words."""
    for word in alignment.sentence.words:
        if not word.directions:
            continue
        same, turned, rival = _fits(word, alignment)
        if rival is None:
            if same == 0.0:
                yield from _unsaid(word, alignment)
        elif _is_turned(word, rival, same, turned) or _object_turned(word, alignment):
            yield Fault("opposite", True, word.place, word.text, rival.text)


_CLAIMS = frozenset(("amount", "degree", "quality", "goodness"))


def _unsaid(word: Word, alignment: Alignment) -> Iterator[Fault]:
    """The objection to a direction that the quote does not have at all."""
    axes = {axis for axis, _ in word.directions}
    if "time" in axes:
        if ("time", 1) in word.directions:
            yield Fault("unsaid", False, word.place, word.text)
        return
    if not axes & _CLAIMS or word.kind is Kind.STOP:
        return
    around = alignment.context.words
    if not any(agreement(word.directions, other.directions) > 0 for other in around):
        yield Fault("unsaid", alignment.sentence.compares, word.place, word.text)


def _is_turned(word: Word, rival: Word, same: float, turned: float) -> bool:
    if same == 0.0:
        return negates(word.exact, rival.exact) or turned > _LONE
    return turned > max(_BESIDE, same * _TURNED)


def _object_turned(word: Word, alignment: Alignment) -> bool:
    """Whether the words right after a direction follow only opposite ones in the quote."""
    behind = next(
        (
            other
            for other in alignment.sentence.words[word.place + 1 : word.place + 4]
            if other.kind is not Kind.STOP
        ),
        None,
    )
    if behind is None or behind.clause != word.clause or behind.directions:
        return False
    signs = set()
    for there in alignment.places[behind.place]:
        for other in alignment.quote.words[max(0, there - 3) : there]:
            agreed = 1 if other.stem == word.stem else agreement(word.directions, other.directions)
            if agreed or negates(word.exact, other.exact):
                signs.add(agreed or -1)
    return signs == {-1}


def _fits(word: Word, alignment: Alignment) -> tuple[float, float, Word | None]:
    """How well words of the same and of the other direction fit a word's place; the best other."""
    same, turned = 0.0, 0.0
    rival: Word | None = None
    for other in alignment.quote.words:
        agreed = 1 if other.stem == word.stem else agreement(word.directions, other.directions)
        if negates(word.exact, other.exact):
            agreed = -1
        if not agreed:
            continue
        fit = alignment.affinity(word.place, other.place, beyond=0.35) + 0.01
        if agreed > 0:
            same = max(same, fit)
        elif fit > turned:
            turned, rival = fit, other
    return same, turned, rival


def negated(text: Wording) -> dict[int, int]:
    """Places of negated words, each with the place of the negation."""
    denied: dict[int, int] = {}
    for word in text.words:
        if not _is_negation(text, word):
            continue
        seen = 0
        for other in text.words[word.place + 1 :]:
            if other.clause != word.clause or seen == _SCOPE:
                break
            if other.exact in _ENDS or _is_negation(text, other):
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
    """What one of the two negates and the other asserts."""
    ours, theirs = negated(alignment.sentence), negated(alignment.quote)
    words = alignment.sentence.words
    for negation in sorted(set(ours.values())):
        scope = [place for place, by in ours.items() if by == negation]
        known = [place for place in scope if alignment.places[place]]
        if not known or _is_antonym(alignment, scope[0]):
            continue
        denied = [
            place for place in known if any(there in theirs for there in alignment.places[place])
        ]
        if known[0] not in denied and 2 * len(denied) <= len(known):
            shown = f"{words[negation].text} {words[scope[0]].text}"
            yield Fault("unsaid", True, negation, shown)
        elif known[0] in denied and not _fits_denied(known[0], theirs, alignment):
            shown = f"{words[negation].text} {words[scope[0]].text}"
            yield Fault("denied_elsewhere", True, negation, shown)
    for negation in sorted(set(theirs.values())):
        yield from _left_out(negation, ours, theirs, alignment)


def _fits_denied(place: int, theirs: dict[int, int], alignment: Alignment) -> bool:
    """Whether a word negated in the sentence fits best where the quote negates it."""
    fits = [
        (alignment.affinity(place, there), there in theirs) for there in alignment.places[place]
    ]
    denied = max((fit for fit, is_denied in fits if is_denied), default=0.0)
    said = max((fit for fit, is_denied in fits if not is_denied), default=0.0)
    return denied * 1.3 >= said


def _is_antonym(alignment: Alignment, place: int) -> bool:
    """Whether "not clear" stands for "unclear"."""
    word = alignment.sentence.words[place]
    at_home = {alignment.quote.words[there].stem for there in alignment.places[place]}
    return word.stem not in at_home and any(
        negates(word.exact, other.exact) for other in alignment.quote.words
    )


def _left_out(
    negation: int, ours: dict[int, int], theirs: dict[int, int], alignment: Alignment
) -> Iterator[Fault]:
    """Whether the sentence asserts what the quote denies."""
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
            denied = f"{quote[negation].text} {quote[scope[0]].text}"
            yield Fault("denied", True, word.place, denied)
            return


def scale_faults(alignment: Alignment) -> Iterator[Fault]:
    """Find "all", "most" and "only" where the quote claims less."""
    quote = {word.exact for word in alignment.quote.words}
    theirs = max((SCALES.get(word, 0) for word in quote), default=0)
    words = alignment.sentence.words
    for word in words:
        level = SCALES.get(word.exact, 0)
        if word.exact in quote or word.exact in _LOOSE or (level < 3 and word.exact not in _SMALL):
            continue
        if word.exact in _ONLY and _is_remark(word, alignment):
            continue
        if word.exact in _SMALL and any(
            agreement(word.directions, other.directions) > 0 for other in alignment.quote.words
        ):
            continue  # "rarely" for "rare"
        if word.exact in _SMALL or theirs < level:
            severe = word.exact in _SMALL or level > _MOST
            yield Fault("unsaid", severe, word.place, word.text)


_MOST = 3  # level of "most": 70 % are most patients, but never all
_LOOSE = frozenset("any usually largely mostly partially partly".split())
_SMALL = frozenset("few minority rarely never".split())
_ONLY = frozenset("only exclusively solely".split())


def _is_remark(word: Word, alignment: Alignment) -> bool:
    """Whether "only" is a remark: "only 5%" claims what "5%" does, "not only" nothing."""
    words, numbers = alignment.sentence.words, alignment.sentence.number_places
    before = words[word.place - 1].exact if word.place else ""
    return (
        before == "not"
        or words[min(word.place + 1, len(words) - 1)].exact in _LOOSE
        or any(place in numbers for place in range(word.place, word.place + 4))
    )
