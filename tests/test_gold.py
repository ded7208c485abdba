"""The gold questions are what they say they are."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from real_documents import NAMES, document, file_text

from evals.gold_cases import GOLD, Case, load, normal

PRESENT = [path.stem for path in (GOLD / "seed.jsonl", GOLD / "calibration.jsonl") if path.exists()]
CASES = [pytest.param(case, id=case.id) for name in PRESENT for case in load(name)]
REFERENCES = {
    row["id"]: str(row.get("reference", ""))
    for name in PRESENT
    for row in map(json.loads, (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines())
}
# As read, and as in the file: a row's number gets a full stop in reading.
TEXTS = {name: normal(f"{document(name).text}\n{file_text(name)}") for name in NAMES}


@pytest.mark.parametrize("case", CASES)
def test_quotes_stand_in_their_documents(case: Case) -> None:
    for name, quote in case.quotes:
        assert normal(quote) in TEXTS[name], quote


@pytest.mark.parametrize("case", CASES)
def test_facts_are_in_the_quotes_or_the_reference(case: Case) -> None:
    held = normal(" ".join([*(quote for _, quote in case.quotes), REFERENCES[case.id]]))
    for forms in case.facts:
        assert any(normal(form) in held for form in forms), forms


@pytest.mark.parametrize("case", CASES)
def test_what_can_be_answered_has_quotes_and_facts(case: Case) -> None:
    assert case.question.strip() == case.question != ""
    assert bool(case.quotes) == case.answerable
    assert bool(case.facts) == case.answerable
    assert (case.kind == "refusal") != case.answerable or case.kind != "refusal"
    assert all(form.strip() for forms in case.facts for form in forms)
    assert (case.kind == "followup") <= bool(case.history)


def test_ids_are_unique() -> None:
    counts = Counter(case.id for name in PRESENT for case in load(name))
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_question_is_asked_twice() -> None:
    counts = Counter(
        (normal(case.question), case.history) for name in PRESENT for case in load(name)
    )
    assert [asked for asked, count in counts.items() if count > 1] == []


def test_there_are_enough_of_every_kind() -> None:
    cases = load("seed")
    assert len(cases) >= 60
    counts = Counter(case.kind for case in cases)
    assert set(counts) == {
        "all",
        "comparison",
        "definition",
        "fact",
        "followup",
        "lay",
        "list",
        "number",
        "paraphrase",
        "refusal",
        "typo",
        "yesno",
    }
    assert min(counts.values()) >= 5
    assert {case.split for case in cases} == {"tune", "check"}
    assert {name for case in cases for name, _ in case.quotes} == {*NAMES}
