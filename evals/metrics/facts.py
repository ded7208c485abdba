"""Facts found: the share of a case's key facts that the answer holds."""

from __future__ import annotations

from evals.cases.case import Case
from evals.cases.comparing import holds
from evals.metrics.outcome import Outcome, Score


def found_in(text: str, case: Case) -> float:
    """Share of the facts of which the text holds an accepted form."""
    return sum(any(holds(text, form) for form in forms) for forms in case.facts) / len(case.facts)


def facts(outcome: Outcome) -> Score | None:
    """Of a question that the documents answer; 0 where it was refused."""
    if not outcome.case.answerable:
        return None
    return Score(found_in(outcome.text, outcome.case))


def facts_answered(outcome: Outcome) -> Score | None:
    """The same, of what was answered."""
    return facts(outcome) if outcome.answer.found else None


def facts_in_full(outcome: Outcome) -> Score | None:
    """Of a follow-up asked in full, without a history: what its rewriting is measured against."""
    if not outcome.case.answerable or outcome.in_full is None:
        return None
    text = outcome.in_full.text if outcome.in_full.found else ""
    return Score(found_in(text, outcome.case))
