"""Check negations, directions, hedges and quantifiers: what may turn or widen a claim."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.nlp.word_relations import NEGATIONS, SCALES, agreement, negates
from assistant.verification.alignment import Alignment
from assistant.verification.premise import Fault
from assistant.verification.wording import Kind, Word, Wording

_SCOPE = 3  # content words behind a negation or a hedge that it is about
_HARMLESS = frozenset("only solely just merely necessarily".split())
_ENDS = frozenset("but although though while whereas because which who instead rather".split())
_REVERSING = frozenset("reject rejected oppose opposed refuse refused deny denied".split())

# Words that make a claim less sure. A claim that they stand before must keep one of them.
_DOUBT = frozenset(
    "may might can could possible possibly perhaps potential potentially probable probably likely "
    "suggest suggests suggested suggesting appear appears appeared seem seems seemed believe "
    "believed believes thought hypothesized hypothesised hypothesis theory theories "
    "need needs needed expect expects expected estimate estimates estimated preliminary "
    "presumably reportedly should recommended advised proposed allowed permitted probability "
    "postponed planned proposal unclear unknown uncertain disputed unanswered".split()
)
_USUALLY = frozenset(
    "usually generally typically often mainly largely mostly partly sometimes nearly "
    "almost approximately about around considered estimated roughly primarily".split()
)
_WEAKER = _DOUBT | _USUALLY
# These are about all that follows them, not only the next words.
_SOURCES = frozenset("theory theories hypothesis suggest suggests suggested suggesting".split())
_ONLY = frozenset("only exclusively solely always".split())


def _is_negation(text: Wording, word: Word) -> bool:
    exact = word.exact
    if exact not in NEGATIONS and not exact.endswith("n't"):
        return False
    after = text.words[word.place + 1].exact if word.place + 1 < len(text.words) else ""
    if exact == "free":
        return after in ("of", "from")
    return word.text != "NO" and not (exact in ("not", "no") and after in _HARMLESS)


def _scope(text: Wording, start: int, most: int = _SCOPE) -> list[int]:
    """The first content words behind a place, to the end of its clause."""
    found: list[int] = []
    for word in text.words[start + 1 :]:
        if word.clause != text.words[start].clause or word.exact in _ENDS or len(found) == most:
            break
        if word.kind is not Kind.STOP:
            found.append(word.place)
    return found


def negated(text: Wording) -> dict[int, int]:
    """Places of negated words, each with the place of the negation."""
    denied: dict[int, int] = {}
    for word in text.words:
        if _is_negation(text, word):
            for place in _scope(text, word.place):
                denied.setdefault(place, word.place)
    return denied


def negation_faults(alignment: Alignment) -> Iterator[Fault]:
    """What one of the two denies and the other says."""
    ours, theirs = negated(alignment.sentence), negated(alignment.quote)
    words, best = alignment.sentence.words, alignment.best
    for negation in sorted(set(ours.values())):
        scope = [place for place, by in ours.items() if by == negation]
        known = [place for place in scope if best[place] is not None]
        if not known or _says_the_same(alignment, scope):
            continue
        denied = any(there in theirs for place in known for there in alignment.places[place])
        if not denied or _fits_said(known[0], theirs, alignment):
            shown = f"{words[negation].text} {words[scope[0]].text}"
            yield Fault("unsaid", negation, shown)
    for negation in sorted(set(theirs.values())):
        scope = [place for place, by in theirs.items() if by == negation]
        head = _denied(alignment.quote, scope)
        held = [place for place, at in enumerate(best) if at in head and place not in ours]
        ended = [place for place, at in enumerate(best) if at in head and place in ours]
        if held and not ended and not _says_the_same(alignment, held):
            shown = " ".join(alignment.quote.words[at].text for at in (negation, scope[0]))
            yield Fault("denied", held[0], shown)


def _fits_said(place: int, theirs: dict[int, int], alignment: Alignment) -> bool:
    """Whether a word that the sentence denies fits best where the quote does not deny it."""
    fits = {at: alignment.affinity(place, at) for at in alignment.places[place]}
    denied = max((fit for at, fit in fits.items() if at in theirs), default=0.0)
    return any(fit > 1.3 * denied + 0.05 for at, fit in fits.items() if at not in theirs)


def _denied(text: Wording, scope: list[int]) -> set[int]:
    """What is denied first, and what stands beside it after "or"."""
    also = {at for at in scope if at and text.words[at - 1].exact in ("or", "nor")}
    return {scope[0], *also} - text.number_places


def _says_the_same(alignment: Alignment, places: list[int]) -> bool:
    """Whether "not clear" stands for "unclear", or "unlimited" for "not limited"."""
    return any(
        negates(alignment.sentence.words[place].exact, other.exact)
        for place in places
        for other in alignment.quote.words
        if other.kind is not Kind.STOP
    )


def direction_faults(alignment: Alignment) -> Iterator[Fault]:
    """Directions that the quote has only the other way, or the other way for the same words."""
    for word in alignment.sentence.words:
        if word.exact in _REVERSING and word.stem not in alignment.quote.at:
            yield Fault("unsaid", word.place, word.text)
        if not word.directions or word.exact in SCALES:
            continue
        same, turned = 0.0, 0.0
        rival: Word | None = None
        for other in alignment.quote.words:
            agreed = 1 if other.stem == word.stem else agreement(word.directions, other.directions)
            if negates(word.exact, other.exact):
                agreed = -1
            if not agreed:
                continue
            fit = alignment.affinity(word.place, other.place) + 0.01
            if agreed > 0:
                same = max(same, fit)
            elif fit > turned:
                turned, rival = fit, other
        if rival is not None and turned > (0.1 if not same else max(0.3, same * 1.25)):
            yield Fault("opposite", word.place, word.text, rival.text)


def hedge_faults(alignment: Alignment) -> Iterator[Fault]:
    """Claims that the quote hedges and the sentence does not."""
    own = {word.exact for word in alignment.sentence.words}
    used = {at for at in alignment.best if at is not None}
    for word in alignment.quote.words:
        if word.exact not in _WEAKER:
            continue
        kept = _DOUBT if word.exact in _DOUBT else _WEAKER
        if own & kept or word.exact in own:
            continue
        scope = _scope(alignment.quote, word.place)
        behind = sum(at > word.place for at in used)
        if word.exact in _SOURCES and behind > 0.7 * len(used):
            yield Fault("hedged", 0, word.text)
            return
        if scope and (scope[0] in used or 2 * len(used & set(scope)) >= len(scope)):
            yield Fault("hedged", 0, word.text)
            return


def scale_faults(alignment: Alignment) -> Iterator[Fault]:
    """Quantifiers beyond those of the quote: "all", "always", "only"."""
    quote = {word.exact for word in alignment.quote.words}
    theirs = max((SCALES.get(word, 0) for word in quote), default=0)
    for word in alignment.sentence.words:
        level = SCALES.get(word.exact, 0)
        same = theirs == 4 and word.exact not in _ONLY
        if word.exact in quote or level < 4 or same or word.exact == "any":
            continue
        after = alignment.sentence.words[word.place + 1 : word.place + 3]
        if after and after[0].place in alignment.sentence.number_places:
            continue  # "only 5%" claims what "5%" does
        if word.exact in ("every", "each") and after and _is_time(after[0], quote):
            continue
        yield Fault("unsaid", word.place, word.text)


_CAUSES = frozenset("because due therefore thus hence owing attributed consequently".split())
_CAUSAL = _CAUSES | frozenset(
    "as by so from through cause caused causes leading lead leads led result resulted resulting "
    "increase increases reason induce induced induces thereby".split()
)


def cause_faults(alignment: Alignment) -> Iterator[Fault]:
    """Reasons that the quote does not give: "because of …"."""
    causal = any(word.exact in _CAUSAL for word in alignment.quote.words)
    for word in alignment.sentence.words:
        if word.exact not in _CAUSES:
            continue
        held = [
            bool(alignment.places[place]) and place not in alignment.weak
            for place in _scope(alignment.sentence, word.place)
        ]
        if not causal or (held and 2 * sum(held) <= len(held)):
            yield Fault("unsaid", word.place, word.text)


def superlative_faults(alignment: Alignment) -> Iterator[Fault]:
    """Superlatives that the quote does not have: "the best", "the richest"."""
    for word in alignment.content:
        long = len(word.exact) > 5 and word.exact.endswith("est") and word.kind is Kind.WORD
        held = alignment.places[word.place] and word.place not in alignment.weak
        if (long or word.exact in ("best", "worst")) and not held:
            yield Fault("unsaid", word.place, word.text)


def _is_time(word: Word, quote: set[str]) -> bool:
    """Whether "every June" is what the quote says by "annually" or "each June"."""
    return word.exact in quote and bool(quote & {"every", "each", "annually", "daily", "yearly"})
