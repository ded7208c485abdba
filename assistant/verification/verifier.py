"""Verify a written sentence against the quotes it was made from.

The sentence is compared with each quote separately, so that a number cannot come from one quote and
its subject from another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from assistant.nlp.lexicon import Lexicon
from assistant.nlp.normalize import fold
from assistant.types import CheckedSentence, Verdict
from assistant.verification.alignment import Alignment
from assistant.verification.claims import is_no_claim
from assistant.verification.numbers import wrong
from assistant.verification.premise import Fault, Support, reason
from assistant.verification.signals import POSSIBLE, SURE, coverage, probability, signals, worst
from assistant.verification.wording import Reader, Wording

if TYPE_CHECKING:
    from assistant.models.reranker import CrossEncoder


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

    lexicon:    of the index: it knows what abbreviations stand for.
    entailment: scores (sentence, quote) by the log-odds that the sentence follows; without it, its
                words alone decide.
    """

    def __init__(self, lexicon: Lexicon, entailment: CrossEncoder | None = None) -> None:
        self._reader = Reader(lexicon)
        self._entailment = entailment
        self._evidence = lru_cache(maxsize=256)(self._read)

    def check(self, sentence: str, supports: Sequence[Support]) -> CheckedSentence:
        """How far the quotes support a sentence.

        sentence: as `assistant.verification.claims` gives it, without citation markers.

        A sentence that only says that the documents do not answer is no claim about their subject:
        it is supported, without markers.

        Raises ModelUnavailable if the model of entailment cannot be found or loaded.
        """
        if is_no_claim(sentence):
            return CheckedSentence(sentence, Verdict.SUPPORTED)
        if not supports:
            return CheckedSentence(sentence, Verdict.UNSUPPORTED, reason("no_quote"))
        verbatim = [support.marker for support in supports if is_verbatim(sentence, support.quote)]
        if verbatim:
            return CheckedSentence(sentence, Verdict.SUPPORTED, "", tuple(verbatim[:3]))
        aligned, entailed = self.aligned(sentence, supports), self.entailed(sentence, supports)
        found = map(_finding, supports, aligned, entailed)
        return max(found, key=lambda one: (one.sure, one.share)).told(sentence)

    def entailed(self, sentence: str, supports: Sequence[Support]) -> Sequence[float | None]:
        """The model's log-odds that the sentence follows from the best part of each quote, since
        other sentences beside that one distract it; None without a model.
        """
        if self._entailment is None:
            return [None] * len(supports)
        read = [one.parts() for one in supports]
        odds = iter(self._entailment.score([(sentence, part) for one in read for part in one]))
        return [max(float(next(odds)) for _ in one) for one in read]

    def aligned(self, sentence: str, supports: Sequence[Support]) -> Iterator[Alignment]:
        """The sentence beside each quote."""
        wording = self._reader.read(sentence)
        for support in supports:
            yield Alignment(wording, *self._evidence(support), self._reader)

    def _read(self, support: Support) -> tuple[Wording, Wording]:
        """A quote, and what stands around it."""
        around = f"{support.heading}. {support.title}. {support.antecedent}"
        return self._reader.read(support.quote), self._reader.read(around)


def _finding(support: Support, alignment: Alignment, entailed: float | None) -> _Finding:
    share, measured = coverage(alignment), signals(alignment)
    if false := next(wrong(alignment), None):
        return _Finding(0.0, share, support.marker, false)
    sure = probability(measured, share, entailed)
    return _Finding(sure, share, support.marker, worst(measured))


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
