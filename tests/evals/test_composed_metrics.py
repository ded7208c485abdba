"""What is measured of composed answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_assistant import REVIEW, answer, citation

from assistant.types import Answer, CheckedSentence, Composition, Verdict
from evals.gold_cases import Case
from evals.metrics import citations, content
from evals.metrics.outcome import Outcome

QUOTE = "The five-year survival after aHSCT was 92% in 281 patients."
CASE = Case(
    id="a-1",
    kind="number",
    question="What was the survival?",
    answerable=True,
    documents=(REVIEW.name,),
    quotes=({"document": REVIEW.name, "quote": QUOTE},),  # type: ignore[arg-type]
    facts=(("92%",), ("281",)),
    reference="92 %.",
    section="Results",
    difficulty="easy",
)


def outcome(*sentences: CheckedSentence, leads: bool = True) -> Outcome:
    quoted: Answer = answer(CASE.question, citation(1, REVIEW, QUOTE))
    made = Composition("model", sentences, leads, first_word=0.5, seconds=1.5, tokens=21)
    found = replace(quoted, composed=made)
    return Outcome(CASE, found, (), (), (), (), 2.0)


def said(text: str, verdict: Verdict = Verdict.SUPPORTED) -> CheckedSentence:
    return CheckedSentence(text, verdict, "", () if verdict is Verdict.UNSUPPORTED else (1,))


def test_of_a_text_that_leads_what_is_shown_is_measured() -> None:
    found = outcome(said("Survival was 92%."), said("In 90 men.", Verdict.UNSUPPORTED))
    assert citations.leads(found).value == 1.0  # type: ignore[union-attr]
    assert citations.withheld(found).value == 0.5  # type: ignore[union-attr]
    assert citations.partly(found).value == 0.0  # type: ignore[union-attr]
    assert citations.composed_numbers_quoted(found).value == 1.0  # type: ignore[union-attr]
    assert citations.facts_lost(found).value == 0.5  # type: ignore[union-attr]
    assert citations.first_word(found).value == 0.5  # type: ignore[union-attr]
    assert citations.tokens_per_second(found).value == 20.0  # type: ignore[union-attr]
    assert content.facts(found).value == 1.0, "the quotes stay"  # type: ignore[union-attr]


def test_a_number_that_its_quote_lacks_is_seen_whatever_the_verdict() -> None:
    found = outcome(said("It was 92% in 282 patients.", Verdict.PARTLY))
    assert citations.composed_numbers_quoted(found).value == 0.5  # type: ignore[union-attr]
    assert citations.partly(found).value == 1.0  # type: ignore[union-attr]


def test_a_text_that_does_not_lead_costs_no_facts() -> None:
    found = outcome(said("It was 12%.", Verdict.UNSUPPORTED), leads=False)
    assert citations.leads(found).value == 0.0  # type: ignore[union-attr]
    assert content.facts(found).value == 1.0  # type: ignore[union-attr]
    assert citations.facts_lost(found) is None
    assert citations.composed_numbers_quoted(found) is None


@pytest.mark.parametrize("measure", [citations.leads, citations.withheld, citations.first_word])
def test_quoted_answers_have_no_such_score(measure: object) -> None:
    quoted = replace(outcome(), answer=answer(CASE.question, citation(1, REVIEW, QUOTE)))
    assert measure(quoted) is None  # type: ignore[operator]
