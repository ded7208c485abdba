"""Metrics of facts, focus, completeness, refusals and cost."""

from __future__ import annotations

from assistant import Citation
from evals.gold_cases import Case, holds
from evals.metrics.outcome import Outcome, Place, Score


def found_in(text: str, case: Case) -> float:
    """Share of the facts that the text gives in an accepted form."""
    return sum(any(holds(text, form) for form in forms) for forms in case.facts) / len(case.facts)


def facts(outcome: Outcome) -> Score | None:
    """For a question that the documents answer; 0 if it was refused."""
    if not outcome.case.answerable:
        return None
    return Score(found_in(outcome.text, outcome.case))


def facts_answered(outcome: Outcome) -> Score | None:
    """The same, of what was answered."""
    return facts(outcome) if outcome.answer.found else None


def facts_in_full(outcome: Outcome) -> Score | None:
    """For a follow-up asked in full, without a history: the rewriting is compared with this."""
    if not outcome.case.answerable or outcome.in_full is None:
        return None
    text = outcome.in_full.text if outcome.in_full.found else ""
    return Score(found_in(text, outcome.case))


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


def seconds(outcome: Outcome) -> Score | None:
    """From the question to the whole answer."""
    return Score(outcome.seconds)


def search_seconds(outcome: Outcome) -> Score | None:
    """From the question to the first evidence."""
    return Score(outcome.answer.timings.search)
