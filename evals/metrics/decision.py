"""Refusals: whether it was right to answer, or to say that the documents do not."""

from __future__ import annotations

from evals.metrics.facts import found_in
from evals.metrics.outcome import Outcome, Score


def decision(outcome: Outcome) -> Score | None:
    """1 if an answerable question was answered, or another one handled; what was answered is
    not looked at.
    """
    right = outcome.answer.found if outcome.case.answerable else handled(outcome)
    return Score(float(right))


def answered(outcome: Outcome) -> Score | None:
    """1 if an answerable question was answered."""
    return Score(float(outcome.answer.found)) if outcome.case.answerable else None


def refused(outcome: Outcome) -> Score | None:
    """1 if a question that the documents do not answer was refused or set right."""
    return None if outcome.case.answerable else Score(float(handled(outcome)))


def false_premise(outcome: Outcome) -> Score | None:
    """1 if a false premise was refused, or answered with what sets it right."""
    if outcome.case.kind != "false_premise":
        return None
    return Score(float(handled(outcome)))


def handled(outcome: Outcome) -> bool:
    """Whether a question that the documents do not answer was refused, or its false premise
    set right.
    """
    if not outcome.answer.found:
        return True
    return bool(outcome.case.facts) and found_in(outcome.text, outcome.case) == 1.0


def right(outcome: Outcome) -> Score | None:
    """1 if the question was answered with every fact, or rightly refused."""
    if outcome.case.answerable:
        return Score(float(outcome.answer.found and found_in(outcome.text, outcome.case) == 1.0))
    return Score(float(handled(outcome)))
