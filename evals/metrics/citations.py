"""Metrics of citations, of overlap with a reference, and of composed text."""

from __future__ import annotations

import re
from collections import Counter

from rapidfuzz.distance import LCSseq

from assistant import Citation, Statement
from assistant.types import Composition, Verdict
from evals.gold_cases import fold, holds, spelled
from evals.metrics.content import found_in
from evals.metrics.outcome import Outcome, Score

_WORD = re.compile(r"\w+(?:[.,-]\w+)*%?")
_MARKER = re.compile(r"(?:(?<!\s)\s++)?\[\d+\]")


def tokens(text: str) -> list[str]:
    """Words and numbers, without citation markers."""
    return _WORD.findall(spelled(_MARKER.sub("", text)))


def f1(shared: float, given: int, wanted: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * shared / (given + wanted) if shared else 0.0


def token_f1(outcome: Outcome) -> Score | None:
    """F1 of the answer's words against the reference's, order aside."""
    if not outcome.case.answerable:
        return None
    given, wanted = tokens(outcome.text), tokens(outcome.case.reference)
    return Score(f1((Counter(given) & Counter(wanted)).total(), len(given), len(wanted)))


def rouge_l(outcome: Outcome) -> Score | None:
    """F1 of the longest common subsequence of words with the reference."""
    if not outcome.case.answerable:
        return None
    given, wanted = tokens(outcome.text), tokens(outcome.case.reference)
    return Score(f1(LCSseq.similarity(given, wanted), len(given), len(wanted)))


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\s?%?")


def exact(outcome: Outcome) -> Score | None:
    """1 if every quote stands in its document at just the place that its citation names."""
    citations = outcome.answer.citations
    return Score(float(all(is_exact(citation) for citation in citations))) if citations else None


def is_exact(citation: Citation) -> bool:
    """Whether a quote stands just where its citation says."""
    return citation.document.text[citation.start : citation.end] == citation.quote


def supported(statement: Statement, citation: Citation) -> bool | None:
    """Whether a quote supports a sentence; None if code cannot tell."""
    if fold(statement.text).text.strip() in fold(citation.quote).text:
        return True
    return False if missing_numbers(statement.text, citation.quote) else None


def numbers(text: str) -> list[str]:
    """The numbers of a text, with their percent signs."""
    return _NUMBER.findall(text)


def missing_numbers(text: str, quote: str) -> list[str]:
    """Numbers of a sentence that do not stand in its quote."""
    return [number for number in numbers(text) if not holds(quote, number)]


def citation_precision(outcome: Outcome) -> Score | None:
    """Share of the cited sentences that their quote supports."""
    pairs = _pairs(outcome)
    if not pairs:
        return None
    verdicts = [supported(statement, citation) for statement, citation in pairs]
    if None in verdicts:
        return Score(None, "a sentence is worded otherwise than its quote")
    return Score(sum(bool(verdict) for verdict in verdicts) / len(verdicts))


def citation_recall(outcome: Outcome) -> Score | None:
    """Share of the answer's sentences that have a citation: each needs one."""
    if not outcome.answer.found or not outcome.answer.statements:
        return None
    return Score(len(_pairs(outcome)) / len(outcome.answer.statements))


def numbers_quoted(outcome: Outcome) -> Score | None:
    """Share of the numbers in an answer's sentences that stand in the sentence's quote."""
    total = missing = 0
    for statement, citation in _pairs(outcome):
        total += len(numbers(statement.text))
        missing += len(missing_numbers(statement.text, citation.quote))
    return Score(1 - missing / total) if total else None


def _pairs(outcome: Outcome) -> list[tuple[Statement, Citation]]:
    if not outcome.answer.found:
        return []
    citations = {citation.marker: citation for citation in outcome.answer.citations}
    return [
        (statement, citations[statement.marker])
        for statement in outcome.answer.statements
        if statement.marker in citations
    ]


def leads(outcome: Outcome) -> Score | None:
    """1 if the composed text stands before the quotes; of what was composed."""
    composed = outcome.answer.composed
    return None if composed is None else Score(float(composed.leads))


def withheld(outcome: Outcome) -> Score | None:
    """Share of the written sentences that no reader sees."""
    composed = outcome.answer.composed
    if composed is None or not composed.sentences:
        return None
    return Score(1 - len(composed.shown) / len(composed.sentences))


def partly(outcome: Outcome) -> Score | None:
    """Share of the shown sentences that are marked as supported only partly."""
    led = _led(outcome)
    if led is None:
        return None
    return Score(sum(one.verdict is Verdict.PARTLY for one in led.shown) / len(led.shown))


def composed_numbers_quoted(outcome: Outcome) -> Score | None:
    """Share of the numbers in the shown text that stand in a quote that its sentence cites."""
    led = _led(outcome)
    if led is None:
        return None
    quotes = {citation.marker: citation.quote for citation in outcome.answer.citations}
    total = missing = 0
    for sentence in led.shown:
        cited = " ".join(quotes[marker] for marker in sentence.markers)
        total += len(numbers(sentence.text))
        missing += len(missing_numbers(sentence.text, cited))
    return Score(1 - missing / total) if total else None


def facts_lost(outcome: Outcome) -> Score | None:
    """Facts found in the quotes less those in the composed text alone that stands before them."""
    if _led(outcome) is None or not outcome.case.answerable:
        return None
    case = outcome.case
    lead = outcome.answer.composed.text if outcome.answer.composed else ""
    return Score(found_in(outcome.answer.quoted, case) - found_in(lead, case))


def first_word(outcome: Outcome) -> Score | None:
    """Seconds from asking the model to its first word."""
    composed = outcome.answer.composed
    if composed is None or composed.first_word is None:
        return None
    return Score(composed.first_word)


def tokens_per_second(outcome: Outcome) -> Score | None:
    """While writing."""
    composed = outcome.answer.composed
    if composed is None or composed.first_word is None or not composed.tokens:
        return None
    writing = composed.seconds - composed.first_word
    return Score((composed.tokens - 1) / writing) if writing > 0 else None


def _led(outcome: Outcome) -> Composition | None:
    composed = outcome.answer.composed
    return composed if composed is not None and composed.leads else None
