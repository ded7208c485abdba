"""Are all answers what they were?"""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Answer, Timings
from evals.identical import different, line

ANSWER = Answer(
    question="How many?",
    searched="How many?",
    found=False,
    lead="The documents do not say.",
    statements=(),
    citations=(),
    confidence=0.25,
)


def test_the_time_that_an_answer_took_does_not_matter() -> None:
    slow = replace(ANSWER, timings=Timings(search=9.0, answer=9.0))
    assert different([line("one", ANSWER)], [line("one", slow)]) == []


def test_the_last_bit_of_the_confidence_does() -> None:
    less = replace(ANSWER, confidence=0.25000000000000006)
    before = [line("one", ANSWER), line("two", ANSWER)]
    assert different(before, [line("one", ANSWER), line("two", less)]) == ["two"]


def test_a_case_that_is_gone_is_different() -> None:
    assert different([line("one", ANSWER), line("two", ANSWER)], [line("one", ANSWER)]) == ["two"]
