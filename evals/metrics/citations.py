"""Citations: exactness, precision, recall, and numbers that their quote does not hold.

Precision and recall as in ALCE (Gao et al. 2023), but decided by code: a sentence that stands in
its quote is supported, one with a number that its quote lacks is not, and of any other sentence
this measure says that it cannot judge.
"""

from __future__ import annotations

import re

from assistant import Citation, Statement
from evals.cases.comparing import fold, holds
from evals.metrics.outcome import Outcome, Score

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\s?%?")


def exact(outcome: Outcome) -> Score | None:
    """1 if every quote stands in its document at just the place that its citation names."""
    citations = outcome.answer.citations
    return Score(float(all(is_exact(citation) for citation in citations))) if citations else None


def is_exact(citation: Citation) -> bool:
    """Whether a quote stands just where its citation says."""
    return citation.document.text[citation.start : citation.end] == citation.quote


def supported(statement: Statement, citation: Citation) -> bool | None:
    """Whether a quote supports a sentence; None where code cannot tell."""
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
