"""Verify a written sentence against the quotes it was made from.

The sentence is compared with each quote separately, so that a number cannot come from one quote and
its subject from another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from assistant.nlp.discourse import quote_leans
from assistant.nlp.lexicon import Lexicon
from assistant.nlp.normalize import fold
from assistant.types import CheckedSentence, Verdict
from assistant.verification.alignment import Alignment
from assistant.verification.claims import is_no_claim
from assistant.verification.numbers import wrong
from assistant.verification.premise import Fault, Support, reason
from assistant.verification.signals import POSSIBLE, SURE, coverage, probability, signals, worst
from assistant.verification.wording import Reader, Wording

Scorer = Callable[[list[tuple[str, str]]], list[dict[str, float]]]
"""Premise and hypothesis to the probability of each label: "entailment", "neutral",
"contradiction"."""

CONTRADICTED = 0.8
"""From this probability of a contradiction on, a sentence is withheld."""
ENTAILED = 0.3
"""Probability of entailment below which a scorer marks a sentence as supported only partly."""


class _Finding(NamedTuple):
    """What one quote makes of a sentence.

    sure:  how likely the sentence is true. share: of its words that the quote has.
    fault: what speaks most against it, if anything does.
    """

    sure: float
    share: float
    marker: int
    fault: Fault | None

    def told(self, sentence: str) -> CheckedSentence:
        """The verdict, with its reason."""
        if self.sure >= SURE:
            return CheckedSentence(sentence, Verdict.SUPPORTED, "", (self.marker,))
        partly = self.sure >= POSSIBLE
        why = self.fault.told() if self.fault else reason("unfollowing" if partly else "little")
        verdict = Verdict.PARTLY if partly else Verdict.UNSUPPORTED
        return CheckedSentence(sentence, verdict, why, (self.marker,) if partly else ())


class Checker:
    """Checks sentences against quotes; made once for an index, safe to use from several threads.

    lexicon: of the index: it knows what abbreviations stand for.
    nli:     scores pairs of quote and sentence; it may lower a verdict, never raise one.
    """

    def __init__(self, lexicon: Lexicon, nli: Scorer | None = None) -> None:
        self._reader = Reader(lexicon)
        self._nli = nli
        self._evidence = lru_cache(maxsize=256)(self._read)

    def check(self, sentence: str, supports: Sequence[Support]) -> CheckedSentence:
        """How far the quotes support a sentence.

        sentence: as `assistant.verification.claims` gives it, without citation markers.

        A sentence that only says that the documents do not answer is no claim about their subject:
        it is supported, without markers.
        """
        if is_no_claim(sentence):
            return CheckedSentence(sentence, Verdict.SUPPORTED)
        if not supports:
            return CheckedSentence(sentence, Verdict.UNSUPPORTED, reason("no_quote"))
        verbatim = [support.marker for support in supports if is_verbatim(sentence, support.quote)]
        if verbatim:
            return CheckedSentence(sentence, Verdict.SUPPORTED, "", tuple(verbatim[:3]))
        found = (_finding(*one) for one in self.aligned(sentence, supports))
        best = max(found, key=lambda one: (one.sure, one.share))
        return self._second_opinion(best.told(sentence), supports)

    def aligned(
        self, sentence: str, supports: Sequence[Support]
    ) -> Iterator[tuple[int, Alignment]]:
        """The sentence beside each quote, by its marker."""
        wording = self._reader.read(sentence)
        for support in supports:
            quote, context = self._evidence(support)
            yield support.marker, Alignment(wording, quote, context, self._reader)

    def _read(self, support: Support) -> tuple[Wording, Wording]:
        """A quote, and what stands around it."""
        before = support.before if quote_leans(support.quote) else ""
        around = f"{support.heading}. {support.title}. {before}"
        return self._reader.read(support.quote), self._reader.read(around)

    def _second_opinion(
        self, found: CheckedSentence, supports: Sequence[Support]
    ) -> CheckedSentence:
        """Lower the verdict where the scorer finds a contradiction or no entailment."""
        if self._nli is None or found.verdict is Verdict.UNSUPPORTED or not found.markers:
            return found
        quotes = [one.quote for one in supports if one.marker in found.markers]
        (scores,) = self._nli([(" ".join(quotes), found.text)])
        if scores.get("contradiction", 0.0) >= CONTRADICTED:
            return replace(found, verdict=Verdict.UNSUPPORTED, reason=reason("contradicted"))
        if found.verdict is Verdict.SUPPORTED and scores.get("entailment", 1.0) < ENTAILED:
            return replace(found, verdict=Verdict.PARTLY, reason=reason("unfollowing"))
        return found


def _finding(marker: int, alignment: Alignment) -> _Finding:
    share, measured = coverage(alignment), signals(alignment)
    if false := next(wrong(alignment), None):
        return _Finding(0.0, share, marker, false)
    return _Finding(probability(measured, share), share, marker, worst(measured))


def is_verbatim(sentence: str, quote: str) -> bool:
    """Whether the sentence is one or more whole sentences of the quote."""
    ours, theirs = _plain(sentence), _plain(quote)
    at = theirs.find(ours) if ours else -1
    if at < 0:
        return False
    before, after = theirs[:at].rstrip(), theirs[at + len(ours) :].lstrip()
    return (not before or before[-1] in ".!?") and (
        not after or ours[-1] in ".!?" or after[0] in ".!?"
    )


def _plain(text: str) -> str:
    return " ".join(fold(text).split()).replace(" .", ".").replace(" ,", ",")
