"""The general collections are asked each over its own documents, and compared with before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from real_documents import ROOT

from assistant.errors import UsageError
from evals import general
from evals.gate.general_baseline import accept, baseline, compare, compared, scores
from evals.general import run, table, told
from evals.general_gold import collections
from evals.records.folder import Folder
from evals.records.general import MEASURES, GeneralLine

NAMES = ("travel-policy", "valley-bus")
GOLD = ROOT / "evals" / "gold" / "general"


@pytest.fixture(scope="module")
def asked() -> list[GeneralLine]:
    return list(run([one for one in collections(GOLD) if one.name in NAMES]))


def test_every_question_is_asked_of_its_own_documents(asked: list[GeneralLine]) -> None:
    assert len({one.line.id for one in asked}) == len(asked) > 20
    there = {one.name: one for one in collections(GOLD)}
    for one in asked:
        known = {path.name for path in there[one.collection].documents.rglob("*")}
        assert {Path(cited.document).name for cited in one.line.citations} <= known
        assert all(cited.exact for cited in one.line.citations)
        assert one.line.split == there[one.collection].about.split


def test_further_follow_ups_are_asked_after_their_talks_and_scored_apart(
    asked: list[GeneralLine],
) -> None:
    there = {one.id for each in collections(GOLD) for one in each.follow_ups}
    assert {one.line.id for one in asked if one.talk} == {
        one.line.id for one in asked if one.line.id in there
    }
    assert sum(one.talk for one in asked) > 5
    rows = [row for row in table(asked).splitlines() if row.startswith("further follow-ups: ")]
    singles = sum(not one.talk for one in asked)
    (total,) = [row.split()[1] for row in table(asked).splitlines() if row.startswith("all ")]
    assert rows
    assert int(total) == singles


def test_most_facts_are_found(asked: list[GeneralLine]) -> None:
    facts = [one.scores["facts"] for one in asked if "facts" in one.scores]
    assert sum(facts) / len(facts) > 0.5


def test_figures_are_by_field_kind_and_split(asked: list[GeneralLine]) -> None:
    text = table(asked)
    for one in asked:
        assert f"field: {one.field} " in text
        assert f"kind: {one.kind} " in text
        assert f"split: {one.line.split} " in text


def _worse(asked: list[GeneralLine]) -> list[GeneralLine]:
    """The same, with every score 0."""
    return [
        replace(one, line=one.line.model_copy(update={"scores": dict.fromkeys(one.scores, 0.0)}))
        for one in asked
    ]


def test_what_got_worse_is_told_and_what_did_not_is_not(asked: list[GeneralLine]) -> None:
    before = scores(asked)
    assert not any(one.worse for one in compare(before, asked))
    lost = {one.measure for one in compare(before, _worse(asked)) if one.worse}
    assert {"facts", "right", "answered"} <= lost <= set(MEASURES)
    assert "WORSE" in told(compared(_worse(asked), before))[0]


def test_a_changed_question_is_not_compared_and_named(asked: list[GeneralLine]) -> None:
    before = {f"{key}x": value for key, value in scores(asked).items()}
    found = compared(asked, before)
    assert found.changes == []
    assert found.uncompared == [one.line.id for one in asked]
    assert told(found) == [
        f"{len(asked)} questions are new or changed, and not compared: "
        f"{', '.join(one.line.id for one in asked[:3])}."
    ]


def test_without_accepted_scores_it_says_how_to_accept_some(asked: list[GeneralLine]) -> None:
    assert "--accept" in " ".join(told(compared(asked, {})))


def test_what_is_accepted_is_read_again_and_what_is_gone_goes(
    asked: list[GeneralLine], tmp_path: Path
) -> None:
    folder = Folder(tmp_path)
    known = set(scores(asked))
    assert baseline(folder) == {}
    assert accept(folder, asked, known).is_file()
    assert baseline(folder) == scores(asked)
    accept(folder, asked[:1], known - {asked[-1].key})
    assert baseline(folder) == scores(asked[:-1])


def test_broken_accepted_scores_are_a_clear_error(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.baseline.mkdir()
    (folder.baseline / "general.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be read"):
        baseline(folder)


def test_a_night_without_collections_says_nothing(tmp_path: Path) -> None:
    assert general.nightly(Folder(tmp_path), lambda *_: None) is None
