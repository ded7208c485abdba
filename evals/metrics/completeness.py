"""Completeness: of a question for all of something, how much of it is there, and what else."""

from __future__ import annotations

from evals.metrics.focus import shows
from evals.metrics.outcome import Outcome, Score


def _applies(outcome: Outcome) -> bool:
    return outcome.case.kind == "all" and outcome.case.answerable


def _lost(outcome: Outcome) -> Score | None:
    if not outcome.lost:
        return None
    return Score(None, f"an item is not in the index: {outcome.lost[0][:60]}")


def items_recall(outcome: Outcome) -> Score | None:
    """Share of the items that the answer shows; 0 for a refusal."""
    if not _applies(outcome):
        return None
    shown = [
        any(shows(citation, place) for citation in outcome.answer.citations)
        for place in outcome.items
    ]
    return _lost(outcome) or Score(sum(shown) / len(shown) if outcome.answer.found else 0.0)


def items_precision(outcome: Outcome) -> Score | None:
    """Share of the answer's citations that show an item; for what was answered."""
    if not _applies(outcome) or not outcome.answer.found:
        return None
    right = [
        any(shows(citation, place) for place in outcome.items)
        for citation in outcome.answer.citations
    ]
    return _lost(outcome) or Score(sum(right) / len(right))
