"""The gold questions are what they say they are, and cover what they should."""

from __future__ import annotations

from collections import Counter

import pytest
from real_documents import NAMES, ROOT, SHOKATI, document

from evals.gold_cases import CALIBRATION, GOLD, Case, fold, holds, load
from evals.validate import problems

FOLDER = ROOT / "evals" / "gold"
CASES = load(FOLDER, GOLD)
FITTED_ON = load(FOLDER, CALIBRATION)
TEXTS = {name: fold(document(name).text) for name in NAMES}
EACH = [pytest.param(case, id=case.id) for case in (*CASES, *FITTED_ON)]


@pytest.mark.parametrize("case", EACH)
def test_quotes_stand_in_their_documents_and_facts_in_the_reference(case: Case) -> None:
    assert list(problems(case, TEXTS)) == []


@pytest.mark.parametrize("case", EACH)
def test_the_reference_would_be_a_right_answer(case: Case) -> None:
    assert all(any(holds(case.reference, form) for form in forms) for forms in case.facts)


def test_no_question_is_asked_twice_and_no_id_used_twice() -> None:
    everything = [*CASES, *FITTED_ON]
    asked = Counter((fold(case.question).text, case.history) for case in everything)
    assert [one for one, count in asked.items() if count > 1] == []
    ids = Counter(case.id for case in everything)
    assert [one for one, count in ids.items() if count > 1] == []


def test_there_are_enough_of_every_kind() -> None:
    assert len(CASES) >= 300
    kinds = Counter(case.kind for case in CASES)
    wanted = {"all": 25, "both": 25, "followup": 45, "false_premise": 20}
    assert {kind: kinds[kind] for kind in wanted if kinds[kind] < wanted[kind]} == {}
    assert min(kinds.values()) >= 15
    assert len(kinds) == 14
    assert sum(not case.answerable for case in CASES if case.kind == "refusal") >= 75
    whys = Counter(case.why for case in CASES if case.kind == "refusal")
    assert whys["near_miss"] > whys.total() / 2
    assert {"absent", "general", "person", "instruction"} <= whys.keys()


def test_follow_ups_have_one_to_three_earlier_turns() -> None:
    turns = Counter(len(case.history) for case in CASES if case.kind == "followup")
    assert turns.keys() == {1, 2, 3}
    assert min(turns.values()) >= 10


def test_the_halves_are_alike() -> None:
    halves = Counter((case.kind, case.split) for case in CASES)
    for kind in {case.kind for case in CASES}:
        assert min(halves[kind, "tune"], halves[kind, "check"]) >= 4, kind


def test_every_row_of_the_table_is_asked_for() -> None:
    found = document(SHOKATI)
    rows = [found.text[b.start : b.end] for b in found.blocks if b.kind == "row"]
    assert len(rows) == 34
    quotes = [
        fold(quote.quote).text
        for case in CASES
        if case.kind != "all"
        for quote in case.quotes
        if quote.document == SHOKATI
    ]
    assert [row for row in rows if not any(quote in fold(row).text for quote in quotes)] == []


def test_every_section_is_asked_about() -> None:
    asked = {fold(case.section).text for case in CASES if case.quotes}
    for name in NAMES:
        found = document(name)
        sections = {
            block.section[-1] for block in found.blocks if block.kind != "heading" and block.section
        }
        assert {one for one in sections if fold(one).text not in asked} == set(), name
