"""How sure an answer is."""

from __future__ import annotations

import math

import pytest
from evidence_samples import Liking, searcher
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.choosing import choose
from assistant.answering.confidence import (
    COEFFICIENTS,
    THRESHOLD,
    confidence,
    logistic,
    measure,
)
from assistant.answering.evidence import gather
from assistant.answering.rerank import second_look
from assistant.messages import MEDIUM
from assistant.nlp.kinds import kind_of

MANUAL = """# Boiler

## Pressure

The gauge shows 1.5 bar when the boiler is cold.

## Cleaning

Wipe the case with a damp cloth. Never use solvents.
"""


def signals(question: str, liked: str | None = None) -> dict[str, float]:
    one = searcher(MANUAL)
    query = one.query(question)
    kind = kind_of(query.text)
    evidence = gather(one.rank(query), one.lexicon, query, kind)
    if liked is not None:
        evidence = second_look(evidence, query.text, Liking(liked))
    chosen = choose(evidence, query.terms)
    return measure(query, kind, evidence, chosen, one.lexicon)


def test_every_signal_that_counts_is_measured() -> None:
    assert set(COEFFICIENTS) <= set(signals("What does the gauge show?"))


def test_a_question_that_is_covered_is_surer_than_one_that_is_not() -> None:
    covered = signals("What does the gauge show when the boiler is cold?")
    foreign = signals("What does the embassy in Lisbon charge for a visa?")
    assert covered["at_once"] > foreign["at_once"]
    assert covered["known"] > foreign["known"]
    assert confidence(covered) > confidence(foreign)


def test_what_reads_well_is_surer() -> None:
    question = "What does the gauge show when the boiler is cold?"
    assert confidence(signals(question, "1.5 bar")) > confidence(signals(question, "nothing"))


def test_words_count_where_the_kind_of_thing_that_is_asked_for_is_there() -> None:
    assert signals("How many bar does the gauge show when cold?")["at_once"] > 0
    assert signals("When was the case wiped with a damp cloth?")["at_once"] == 0
    assert signals("Why must no solvents be used?")["at_once"] > 0


@given(st.floats(allow_nan=False))
def test_the_logistic_function_never_overflows(value: float) -> None:
    assert 0 <= logistic(value) <= 1
    assert logistic(0.0) == 0.5
    assert logistic(math.log(3)) == pytest.approx(0.75)


def test_an_unknown_name_makes_it_the_closest_passage_and_no_answer() -> None:
    known = {**signals("What does the gauge show?"), "read": 2.0, "excerpt": 2.0, "known": 1.0}
    assert confidence(known) > MEDIUM > confidence({**known, "known": 0.0}) > THRESHOLD
