"""What an answer costs: seconds to the first evidence and to the whole."""

from __future__ import annotations

from evals.metrics.outcome import Outcome, Score


def seconds(outcome: Outcome) -> Score | None:
    """From the question to the whole answer."""
    return Score(outcome.seconds)


def search_seconds(outcome: Outcome) -> Score | None:
    """From the question to the first evidence."""
    return Score(outcome.answer.timings.search)
