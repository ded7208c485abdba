"""Verify a written sentence against the quotes it was made from.

The sentence is compared with each quote separately, so that a number cannot come from one quote and
its subject from another. If no quote supports the whole sentence, its clauses are checked one by
one, each against a single quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.nlp.lexicon import Lexicon
from assistant.nlp.normalize import fold
from assistant.nlp.tokens import stems
from assistant.types import CheckedSentence, Verdict
from assistant.verification.alignment import Alignment, Evidence
from assistant.verification.claims import clauses, is_no_claim, subject_stems
from assistant.verification.claims import leans as leans_on_another
from assistant.verification.numbers import (
    name_faults,
    number_faults,
    period_faults,
    repeated_faults,
    respective_faults,
    sibling_faults,
)
from assistant.verification.polarity import (
    cause_faults,
    direction_faults,
    hedge_faults,
    negation_faults,
    scale_faults,
    superlative_faults,
)
from assistant.verification.premise import Fault, Support, leans, reason
from assistant.verification.replacement import replaced_faults, swapped_faults
from assistant.verification.roles import (
    comparison_faults,
    contrast_faults,
    role_faults,
)
from assistant.verification.signals import POSSIBLE, SURE, probability, signals
from assistant.verification.vocabulary import Vocabulary
from assistant.verification.wording import read

Scorer = Callable[[list[tuple[str, str]]], list[dict[str, float]]]
"""Premise and hypothesis to the probability of each label: "entailment", "neutral",
"contradiction"."""

CONTRADICTED = 0.8
"""From this probability of a contradiction on, a sentence is withheld."""
ENTAILED = 0.3
"""Probability of entailment below which a scorer marks a sentence as supported only partly."""


CHECKS: dict[str, Callable[[Alignment], Iterable[Fault]]] = {
    "number": number_faults,
    "name": name_faults,
    "negation": negation_faults,
    "direction": direction_faults,
    "hedge": hedge_faults,
    "scale": scale_faults,
    "superlative": superlative_faults,
    "cause": cause_faults,
    "sibling": sibling_faults,
    "role": role_faults,
    "comparison": comparison_faults,
    "contrast": contrast_faults,
    "period": period_faults,
    "repeated": repeated_faults,
    "respectively": respective_faults,
    "replaced": replaced_faults,
    "swapped": swapped_faults,
}
"""What makes a sentence false whatever else it shares with a quote."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one quote has for and against a sentence.

    share: of the sentence's words that the quote has.
    sure:  how likely the sentence is true, faults aside.
    """

    marker: int
    faults: tuple[Fault, ...]
    share: float
    sure: float

    @property
    def verdict(self) -> Verdict:
        """What this quote alone makes of the sentence."""
        if self.faults or self.sure < POSSIBLE:
            return Verdict.UNSUPPORTED
        return Verdict.SUPPORTED if self.sure >= SURE else Verdict.PARTLY

    @property
    def rank(self) -> tuple[int, int, float]:
        """The less, the better."""
        return (-_LEVEL[self.verdict], len(self.faults), -self.sure)


_LEVEL = {Verdict.UNSUPPORTED: 0, Verdict.PARTLY: 1, Verdict.SUPPORTED: 2}


class Checker:
    """Checks sentences against quotes; made once for an index, safe to use from several threads.

    lexicon: of the index: it knows what abbreviations stand for and how rare words are.
    nli:     scores pairs of quote and sentence; it may lower a verdict, never raise one.
    """

    def __init__(self, lexicon: Lexicon, nli: Scorer | None = None) -> None:
        self._vocabulary = Vocabulary(lexicon)
        self._nli = nli
        self._evidence = lru_cache(maxsize=256)(self._read)

    def check(
        self, sentence: str, supports: Sequence[Support], question: str = ""
    ) -> CheckedSentence:
        """How far the quotes support a sentence.

        sentence: as `assistant.verification.claims` gives it, without citation markers.
        question: its words may be used in the answer; its numbers and names must be in a quote.

        A sentence that only says that the documents do not answer is no claim about their subject:
        it is supported, without markers.
        """
        if is_no_claim(sentence):
            return CheckedSentence(sentence, Verdict.SUPPORTED)
        if not supports:
            return CheckedSentence(sentence, Verdict.UNSUPPORTED, reason("no_quote"))
        verbatim = [support.marker for support in supports if _is_verbatim(sentence, support.quote)]
        if verbatim:
            return CheckedSentence(sentence, Verdict.SUPPORTED, "", tuple(verbatim[:3]))
        evidence = [self._evidence(support) for support in supports]
        asked = frozenset(stems(question))
        found = _checked(sentence, [_weighed(self._findings(sentence, evidence, asked))])
        if found.verdict is not Verdict.SUPPORTED and len(evidence) > 1:
            found = self._by_clauses(sentence, evidence, asked, found)
        return self._second_opinion(found, supports)

    def aligned(self, sentence: str, supports: Sequence[Support]) -> list[Alignment]:
        """The sentence beside each quote: what evaluation measures the signals of."""
        return self._aligned(sentence, [self._evidence(support) for support in supports])

    def _read(self, support: Support) -> Evidence:
        quote = read(support.quote, self._vocabulary)
        before = support.before if leans(support.quote) else ""
        around = read(f"{support.heading}. {support.title}. {before}", self._vocabulary)
        vectors = self._vocabulary.thesaurus.vectors([word.text for word in quote.words])
        return Evidence(support.marker, quote, around, vectors)

    def _aligned(self, sentence: str, evidence: Sequence[Evidence]) -> list[Alignment]:
        wording = read(sentence, self._vocabulary)
        vectors = self._vocabulary.thesaurus.vectors([word.text for word in wording.words])
        return [Alignment(wording, vectors, one, self._vocabulary) for one in evidence]

    def _findings(
        self, sentence: str, evidence: Sequence[Evidence], asked: frozenset[str]
    ) -> list[Finding]:
        """What each quote has for and against a sentence."""
        aligned = self._aligned(sentence, evidence)
        return [
            _find(one, other.marker, asked) for one, other in zip(aligned, evidence, strict=True)
        ]

    def _by_clauses(
        self,
        sentence: str,
        evidence: Sequence[Evidence],
        asked: frozenset[str],
        whole: CheckedSentence,
    ) -> CheckedSentence:
        """The verdict of the weakest clause, if it is better than that of the whole."""
        parts = clauses(sentence)
        if len(parts) < 2:
            return whole
        subject = subject_stems(read(parts[0], self._vocabulary))
        findings: list[Finding] = []
        for number, part in enumerate(parts):
            fitting = list(evidence)
            if number and leans_on_another(read(part, self._vocabulary)):
                fitting = [one for one in evidence if _holds(one, subject)]
            if not fitting:
                return whole
            findings.append(_weighed(self._findings(part, fitting, asked)))
        joined = _checked(sentence, findings)
        if len({finding.marker for finding in findings}) < 2:
            return whole  # one quote for all: its objection to the whole sentence stands
        return joined if _LEVEL[joined.verdict] > _LEVEL[whole.verdict] else whole

    def _second_opinion(
        self, found: CheckedSentence, supports: Sequence[Support]
    ) -> CheckedSentence:
        """Lower the verdict where the scorer finds a contradiction or no entailment."""
        if self._nli is None or found.verdict is Verdict.UNSUPPORTED or not found.markers:
            return found
        quotes = [one.quote for one in supports if one.marker in found.markers]
        (scores,) = self._nli([(" ".join(quotes), found.text)])
        if scores.get("contradiction", 0.0) >= CONTRADICTED:
            why = reason("contradicted")
            return CheckedSentence(found.text, Verdict.UNSUPPORTED, why, found.markers)
        if found.verdict is Verdict.SUPPORTED and scores.get("entailment", 1.0) < ENTAILED:
            why = reason("unfollowing")
            return CheckedSentence(found.text, Verdict.PARTLY, why, found.markers)
        return found


_NEARLY_ALL, _NEARER = 0.85, 0.05  # shares of a sentence's words


def _find(alignment: Alignment, marker: int, asked: frozenset[str]) -> Finding:
    faults = tuple(fault for check in CHECKS.values() for fault in check(alignment))
    values = signals(alignment, asked)
    return Finding(marker, faults, values[0], probability(values))


def _weighed(findings: Sequence[Finding]) -> Finding:
    """The finding of the quote that supports a sentence best, unless a closer one denies it.

    "Significant adverse events occurred" must not be supported by a quote about other events
    while the quote that it was written from says "no significant adverse events".
    """
    best = min(findings, key=lambda finding: finding.rank)
    nearest = max(findings, key=lambda finding: finding.share)
    nearer = nearest.share >= _NEARLY_ALL and nearest.share > best.share + _NEARER
    return nearest if nearer and nearest.faults else best


def _checked(sentence: str, findings: Sequence[Finding]) -> CheckedSentence:
    """The verdict of the weakest finding, and its reason."""
    weakest = max(findings, key=lambda finding: finding.rank)
    markers = tuple(dict.fromkeys(finding.marker for finding in findings))[:3]
    if weakest.verdict is Verdict.SUPPORTED:
        return CheckedSentence(sentence, Verdict.SUPPORTED, "", markers)
    if weakest.verdict is Verdict.PARTLY:
        return CheckedSentence(sentence, Verdict.PARTLY, reason("unfollowing"), markers)
    why = weakest.faults[0].told() if weakest.faults else reason("little")
    return CheckedSentence(sentence, Verdict.UNSUPPORTED, why)


def _holds(evidence: Evidence, subject: frozenset[str]) -> bool:
    """Whether a quote or its surroundings name what a clause depends on."""
    return all(stem in evidence.quote.at or stem in evidence.context.at for stem in subject)


def _is_verbatim(sentence: str, quote: str) -> bool:
    """Whether the sentence is one or more whole sentences of the quote."""
    ours, theirs = _plain(sentence), _plain(quote)
    at = theirs.find(ours) if ours else -1
    if at < 0:
        return False
    before, after = theirs[:at].rstrip(), theirs[at + len(ours) :].lstrip()
    return (not before or before[-1] in ".!?") and (
        not after or ours[-1] in ".!?" or after[0] in ".!?"
    )


_SPACE = re.compile(r"\s+")


def _plain(text: str) -> str:
    return _SPACE.sub(" ", fold(text)).replace(" .", ".").replace(" ,", ",").strip()
