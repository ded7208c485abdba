"""Focus: how much of an answer is evidence, and how long it is."""

from __future__ import annotations

from assistant import Citation
from evals.cases.comparing import holds
from evals.metrics.outcome import Outcome, Place, Score

_HALF = 0.5


def shows(citation: Citation, place: Place) -> bool:
    """Whether a citation shows a gold place: half of the shorter of the two is shared."""
    shared = place.overlap(citation.document.name, citation.start, citation.end)
    shorter = min(citation.end - citation.start, place.end - place.start)
    return shared >= _HALF * shorter > 0


def focus(outcome: Outcome) -> Score | None:
    """Share of the answer's sentences that show a gold quote or hold a fact.

    For what was answered and can be; lists of rows have their own measure.
    """
    case, answer = outcome.case, outcome.answer
    if not case.answerable or not answer.found or case.kind == "all":
        return None
    if outcome.lost:
        return Score(None, f"a gold quote is not in the index: {outcome.lost[0][:60]}")
    citations = {citation.marker: citation for citation in answer.citations}
    forms = [form for forms in case.facts for form in forms]
    carrying = [
        any(holds(statement.text, form) for form in forms)
        or any(
            statement.marker in citations and shows(citations[statement.marker], place)
            for place in outcome.gold
        )
        for statement in answer.statements
    ]
    return Score(sum(carrying) / len(carrying)) if carrying else Score(0.0)


def words(outcome: Outcome) -> Score | None:
    """Length in words, of what was answered and can be."""
    if not outcome.case.answerable or not outcome.answer.found or outcome.case.kind == "all":
        return None
    return Score(float(len(outcome.answer.text.split())))
