"""The follow-ups of the gold sets are what they say they are, and are asked both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from real_documents import ROOT

from assistant.reading.discovery import discover
from assistant.reading.reader import read
from evals import follow_ups
from evals.follow_ups import Asked, Talks, ask, table, talks
from evals.gold_cases import Case, Folded, fold, holds

EACH = talks(ROOT)
CASES = [(one, case, split) for one in EACH for case, split in one.cases]
EACH_CASE = [pytest.param(one, case, id=case.id) for one, case, _ in CASES]
NAME = "flat-lease"


@cache
def texts(folder: Path) -> Mapping[str, Folded]:
    """The documents of a folder by name, as read."""
    return {file.name: fold(read(file).text) for file in discover(folder).files}


@pytest.mark.parametrize(("one", "case"), EACH_CASE)
def test_quotes_and_facts_are_there(one: Talks, case: Case) -> None:
    known = texts(one.documents)
    assert all(known[quote.document].find(quote.quote) for quote in case.quotes)
    for told in ("\n".join(quote.quote for quote in case.quotes), case.reference):
        assert all(any(holds(told, form) for form in forms) for forms in case.facts)


@pytest.mark.parametrize(("one", "case"), EACH_CASE)
def test_a_question_does_not_hold_its_answer(one: Talks, case: Case) -> None:
    given = [any(holds(case.question, form) for form in forms) for forms in case.facts]
    assert not given or not all(given), one.name


def test_there_are_enough_of_each_half_and_no_id_is_used_twice() -> None:
    ids = Counter(case.id for _, case, _ in CASES)
    assert [name for name, count in ids.items() if count > 1] == []
    halves = Counter(split for _, _, split in CASES)
    assert min(halves.values()) >= 120
    new = Counter(split for one in EACH for case, split in one.cases if "-none-" in case.id)
    assert min(new.values()) >= 10


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    [one] = [one for one in EACH if one.name == NAME]
    chosen = [(case, split) for case, split in one.cases if case.id in ("lease-018", "lease-016")]
    return list(ask([Talks(one.name, one.documents, tuple(chosen))]))


def test_each_is_asked_in_the_talk_and_in_full(asked: list[Asked]) -> None:
    assert [one.case.id for one in asked] == ["lease-016", "lease-018"]
    for one in asked:
        assert one.talk.question == one.case.question
        assert one.in_full.question == one.case.standalone
        assert all(0 <= score <= 1 for score in one.scores)


def test_what_is_lost_is_told_by_half_and_kind(asked: list[Asked]) -> None:
    lines = table(asked).splitlines()
    assert [line.split("  ")[0] for line in lines[1:]] == [
        "all: tune",
        "general: tune",
        "kind: others, tune",
    ]
    in_talk, in_full = ([one.scores[n] for one in asked] for n in (0, 1))
    lost = 100 * (sum(in_full) - sum(in_talk)) / len(asked)
    assert f" {lost:.1f} (" in lines[1]


def test_a_workspace_without_gold_sets_is_a_clear_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert follow_ups.main(["--workspace", str(tmp_path)]) == follow_ups.ERROR
    assert "No gold cases" in capsys.readouterr().err
