"""The general collections are asked each over its own documents, and compared with before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from real_documents import ROOT

from evals import general
from evals.general import MEASURES, Scored, accept, baseline, compare, run, scores, table, told
from evals.general_gold import collections
from evals.records.folder import Folder

NAMES = ("travel-policy", "valley-bus")


@pytest.fixture(scope="module")
def asked() -> list[Scored]:
    found = [one for one in collections(ROOT / "evals" / "gold" / "general") if one.name in NAMES]
    return list(run(found))


def test_every_question_is_asked_of_its_own_documents(asked: list[Scored]) -> None:
    assert len({one.line.id for one in asked}) == len(asked) > 20
    for one in asked:
        known = {path.name for path in one.collection.documents.rglob("*")}
        assert {Path(cited.document).name for cited in one.line.citations} <= known
        assert all(cited.exact for cited in one.line.citations)
        assert one.line.split == one.collection.about.split


def test_most_facts_are_found(asked: list[Scored]) -> None:
    facts = [one.scores["facts"] for one in asked if "facts" in one.scores]
    assert sum(facts) / len(facts) > 0.5


def test_figures_are_by_field_kind_and_split(asked: list[Scored]) -> None:
    text = table(asked)
    for one in asked:
        assert f"field: {one.collection.about.field} " in text
        assert f"kind: {one.collection.about.kind} " in text
        assert f"split: {one.collection.about.split} " in text


def _worse(asked: list[Scored]) -> list[Scored]:
    """The same, with every score 0."""
    return [
        replace(one, line=one.line.model_copy(update={"scores": dict.fromkeys(one.scores, 0.0)}))
        for one in asked
    ]


def test_what_got_worse_is_told_and_what_did_not_is_not(asked: list[Scored]) -> None:
    before = scores(asked)
    assert not any(one.worse for one in compare(before, asked))
    lost = {one.measure for one in compare(before, _worse(asked)) if one.worse}
    assert {"facts", "right", "answered"} <= lost <= set(MEASURES)
    assert "WORSE" in told(compare(before, _worse(asked)))[0]


def test_a_changed_question_is_not_compared(asked: list[Scored]) -> None:
    before = {f"{key}x": value for key, value in scores(asked).items()}
    assert compare(before, asked) == []


def test_what_is_accepted_is_read_again(
    asked: list[Scored], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path)
    assert baseline(folder) == {}
    monkeypatch.setattr(general, "_there", lambda _: [asked[0].collection, asked[-1].collection])
    accept(folder, asked)
    assert baseline(folder) == scores(asked)


def test_a_night_without_collections_says_nothing(tmp_path: Path) -> None:
    assert general.nightly(Folder(tmp_path), lambda *_: None) == ([], [])
