"""`python -m evals.general`: accepting scores, comparing with them, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_runs import line
from real_documents import ROOT

from assistant.progress import Progress
from evals import general
from evals.gate.general_baseline import scores
from evals.general import ERROR, NOTHING, REGRESSION, main
from evals.general_gold import Collection, collections
from evals.records.folder import Folder
from evals.records.general import GeneralLine

NAMES = ("travel-policy", "valley-bus")


def _asked(facts: float) -> list[GeneralLine]:
    """Every question of two collections as if it had been asked."""
    return [
        GeneralLine(
            one.name,
            one.about.field,
            one.about.kind,
            line(case.id, {"facts": facts, "right": facts}, digest=case.digest),
        )
        for one in collections(ROOT / "evals" / "gold" / "general")
        if one.name in NAMES
        for case in one.cases
    ]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Arguments for a workspace whose collections were asked already."""
    there = collections(ROOT / "evals" / "gold" / "general")
    monkeypatch.setattr(general, "_there", lambda _: [one for one in there if one.name in NAMES])
    _answer(monkeypatch, 1.0)
    return ["--workspace", str(tmp_path)]


def _answer(monkeypatch: pytest.MonkeyPatch, facts: float) -> None:
    """Answer so well, without asking."""

    def run(chosen: list[Collection], _: Progress) -> list[GeneralLine]:
        names = {one.name for one in chosen}
        return [one for one in _asked(facts) if one.collection in names]

    monkeypatch.setattr(general, "run", run)


def test_the_command_accepts_and_compares_with_what_it_accepted(
    workspace: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(workspace) == 0
    assert "No scores were accepted yet" in capsys.readouterr().out
    assert main([*workspace, "--accept"]) == 0
    assert main(workspace) == 0
    _answer(monkeypatch, 0.0)
    assert main(workspace) == REGRESSION
    assert "WORSE" in capsys.readouterr().out
    assert main([*workspace, "--accept"]) == 0
    assert main(workspace) == 0


def test_accepting_one_collection_leaves_the_scores_of_others(
    workspace: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(Path(workspace[1]) / "evals")
    main([*workspace, "--accept"])
    _answer(monkeypatch, 0.0)
    assert main([*workspace, NAMES[0], "--accept"]) == 0
    kept = json.loads((folder.baseline / "general.json").read_text(encoding="utf-8"))
    was, now = scores(_asked(1.0)), scores(_asked(0.0))
    for one in _asked(1.0):
        assert kept[one.key] == (now if one.collection == NAMES[0] else was)[one.key]


def test_the_command_tells_errors_by_their_exit_codes(
    workspace: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*workspace, "no-such"]) == NOTHING
    assert "no-such" in capsys.readouterr().err
    folder = Folder(Path(workspace[1]) / "evals")
    folder.baseline.mkdir(parents=True)
    (folder.baseline / "general.json").write_text("[", encoding="utf-8")
    assert main(workspace) == ERROR
    assert "cannot be read" in capsys.readouterr().err
