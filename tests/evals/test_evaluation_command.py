"""`assistant eval` and its baseline, in this process, over a made workspace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from made_assistant import CASES, MadeAssistant, made_assistant
from typer.testing import CliRunner, Result

from evals.gate.degraded import never_refusing
from evals.records.folder import Folder
from ui.cli import app, options

Run = Callable[..., Result]


@pytest.fixture
def assistant(tmp_path: Path) -> MadeAssistant:
    return made_assistant(tmp_path)


@pytest.fixture
def run(assistant: MadeAssistant, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(options, "open_assistant", lambda *_: assistant)
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(assistant.workspace.root))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app.app, ["eval", *arguments], prog_name="assistant")

    return invoke


def _runs(assistant: MadeAssistant) -> list[Path]:
    return Folder.of(assistant.workspace).finished()


def test_a_run_prints_its_figures_and_where_the_report_is(
    run: Run, assistant: MadeAssistant
) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "facts found" in result.stdout
    assert "100.0 %" in result.stdout
    (kept,) = _runs(assistant)
    assert str(kept / "report.html") in result.stdout
    assert {path.name for path in kept.iterdir()} == {
        "run.jsonl",
        "report.html",
        "summary.md",
        "summary.json",
    }


def test_json_is_for_programs(run: Run) -> None:
    result = run("--json", "--kind", "number", "--kind", "refusal")
    found = json.loads(result.stdout)
    assert found["verdict"] == "not compared"
    assert found["end"]["questions"] == 2
    assert found["run"]["kinds"] == ["number", "refusal"]


def test_a_baseline_is_accepted_and_compared_with(run: Run, assistant: MadeAssistant) -> None:
    run()
    accepted = run("baseline", "--reason", "the first", "--no-commit")
    assert accepted.exit_code == 0, accepted.output
    reasons = Folder.of(assistant.workspace).baseline / "REASONS.md"
    assert "the first" in reasons.read_text("utf-8")
    again = run("--compare", "baseline")
    assert again.exit_code == 0, again.output
    assert "3 questions compared, 0 not" in again.stdout
    assert "PASSED" in again.stdout


def test_a_regression_has_an_exit_code_of_its_own(
    run: Run, assistant: MadeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    gold = assistant.workspace.root / "evals" / "gold" / "reviews.jsonl"
    many = [json.dumps(CASES[2] | {"id": f"n-{number:03}"}) for number in range(40)]
    gold.write_text("\n".join(many) + "\n", encoding="utf-8")
    run()
    run("baseline", "--reason", "the first", "--no-commit")
    worse = never_refusing(assistant)
    monkeypatch.setattr(
        assistant, "ask", lambda _, history=(), **__: worse.ask("What is transplantation?", history)
    )
    result = run("--compare", "baseline")
    assert result.exit_code == 4, result.output
    assert "REGRESSION" in result.stdout
    assert len(_runs(assistant)) == 3  # it was run once more before failing


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "number", "--kind", "fakt"], "No kind 'fakt': use one of fact,"),
        (["--split", "half"], "No split 'half': use one of tune, check."),
        (["--set", "other"], "No gold cases"),
        (["--answers", "sung"], "use quoted or composed"),
        (["--compare", "x"], "give one of the latest"),
        (["baseline", "--reason", "why"], "no run yet"),
    ],
)
def test_what_is_called_wrongly_is_one_line(run: Run, arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_run_with_too_much_beyond_judging_fails(run: Run, assistant: MadeAssistant) -> None:
    gold = assistant.workspace.root / "evals" / "gold" / "reviews.jsonl"
    text = json.dumps(CASES[0]).replace("Of 40 patients", "Of 41 patients")
    gold.write_text(text + "\n", encoding="utf-8")
    result = run()
    assert result.exit_code == 1
    assert "could not be judged" in result.stderr
    assert run("baseline", "--reason", "why").exit_code == 2


def test_a_report_says_why_nothing_is_compared(run: Run, assistant: MadeAssistant) -> None:
    """Of some questions, or of all where nobody asked to compare them."""

    run()
    (first,) = _runs(assistant)
    assert "There is no accepted run" in (first / "report.html").read_text("utf-8")
    run("baseline", "--reason", "the first", "--no-commit")
    accepted = Folder.of(assistant.workspace).accepted().header.id
    for some in ([], ["--kind", "number"]):
        before = _runs(assistant)
        assert run(*some).exit_code == 0
        (new,) = set(_runs(assistant)) - set(before)
        said = (new / "report.html").read_text("utf-8")
        assert "There is no accepted run" not in said
        assert f"This run was not compared with the accepted one, {accepted}" in said
