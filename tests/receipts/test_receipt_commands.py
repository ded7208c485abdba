"""`assistant ask --receipt` and `assistant verify`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from receipt_samples import DOSES, NOW, Sample
from typer.testing import CliRunner, Result

from assistant.corpus.filter import Filter
from assistant.generation.events import Done, Event, Quoted
from assistant.receipts.builder import make
from assistant.receipts.files import read_receipt, write_receipt
from assistant.receipts.receipt import Receipt
from assistant.settings import Settings
from assistant.types import Answer
from ui.cli import app, options


class Answering:
    """An assistant with one answer and one refusal."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.asked: list[str] = []
        self.settings = Settings()

    def stream(self, question: str, *_: object, **__: object) -> Iterator[Event]:
        self.asked.append(question)
        answer = self.sample.answer() if "dose" in question else self.sample.refusal()
        yield Quoted(answer)
        yield Done(answer)

    def receipt(self, answer: Answer, documents: Filter | None = None) -> Receipt:
        asked = documents.names if documents else None
        return make(answer, self.sample.circumstances(asked), NOW)


@pytest.fixture
def answering(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Answering:
    made = Answering(sample)
    monkeypatch.setattr(options, "open_assistant", lambda *_: made)
    return made


@pytest.fixture
def run(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(sample.workspace.root))

    def invoke(*arguments: str | Path, stdin: str = "") -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner().invoke(app.app, words, input=stdin, prog_name="assistant")

    return invoke


Run = Callable[..., Result]


def test_ask_writes_a_receipt_that_verifies(run: Run, answering: Answering, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    asked = run("ask", "--receipt", path, "What dose?")
    assert asked.exit_code == 0
    assert "30 mg" in asked.stdout
    assert asked.stderr == f"Receipt: {path}\n"
    checked = run("verify", path)
    assert checked.exit_code == 0
    assert checked.stdout.startswith(
        "“What dose?”, asked 2026-01-31T12:00:00Z\nholds    The receipt"
    )
    assert checked.stdout.endswith("\nAll holds.\n")


def test_a_refusal_gets_one_and_keeps_its_exit_code(
    run: Run, answering: Answering, tmp_path: Path
) -> None:
    path = tmp_path / "r.json"
    assert run("ask", "--receipt", path, "-d", "pigs.txt", "Who won?").exit_code == 3
    assert read_receipt(path).corpus.asked == ("pigs.txt",)
    assert run("verify", path).exit_code == 0


def test_json_stays_json(run: Run, answering: Answering, tmp_path: Path) -> None:
    asked = run("ask", "--json", "--receipt", tmp_path / "r.json", "What dose?")
    assert json.loads(asked.stdout)["notes"] == ["A note."]


def test_nothing_is_asked_where_the_receipt_cannot_be_written(
    run: Run, answering: Answering, tmp_path: Path
) -> None:
    taken = tmp_path / "taken.json"
    taken.write_text("mine")
    for arguments, said in (
        (["--receipt", taken, "What dose?"], "is there already"),
        (["--receipt", tmp_path / "none" / "r.json", "What dose?"], "no folder"),
        (["--receipt", tmp_path, "--force", "What dose?"], "not a regular file"),
        (["--force", "What dose?"], "--receipt FILE"),
        (["--receipt", tmp_path / "r.json"], "give it as an argument"),
    ):
        result = run("ask", *arguments, stdin="What dose?\n")
        assert result.exit_code == 2
        assert said in result.stderr
        assert result.stderr.count("\n") == 1
    assert answering.asked == []
    assert taken.read_text() == "mine"


def test_force_replaces(run: Run, answering: Answering, tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    path.write_text("old")
    assert run("ask", "--receipt", path, "--force", "What dose?").exit_code == 0
    assert read_receipt(path).question == "What dose?"


def test_what_does_not_hold_exits_with_1(run: Run, sample: Sample, tmp_path: Path) -> None:
    write_receipt(sample.receipt(), tmp_path / "r.json")
    sample.write("doses.md", DOSES.replace("30 mg", "40 mg"))
    result = run("verify", tmp_path / "r.json")
    assert result.exit_code == 1
    assert "fails    [1] is gone" in result.stdout
    assert "holds    [2] stands word for word" in result.stdout


def test_verify_as_json(run: Run, sample: Sample, tmp_path: Path) -> None:
    write_receipt(sample.receipt(), tmp_path / "r.json")
    sample.write("doses.md", "Now: " + DOSES)
    result = run("verify", "--json", tmp_path / "r.json")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert found["holds"] is False
    assert [check["about"] for check in found["checks"]][:3] == [
        *("receipt", "document doses.md", "quote 1")
    ]
    moved = found["checks"][2]
    assert moved["status"] == "fails"
    assert moved["places"][0] == {
        "document": "doses.md",
        "file": {"characters": [[14, 67]], "lines": [[3, 3]], "units": [], "boxes": []},
        "text_start": 14,
        "text_end": 67,
    }


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, bytes(range(256))])
def test_what_is_no_receipt_exits_with_2(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.json").write_bytes(content)
    result = run("verify", tmp_path / "r.json")
    assert result.exit_code == 2
    assert result.stderr.startswith("assistant: This is no receipt")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_wrong_call_exits_with_2(run: Run, sample: Sample, tmp_path: Path) -> None:
    write_receipt(sample.receipt(), tmp_path / "r.json")
    assert run("verify").exit_code == 2
    assert run("verify", tmp_path / "none.json").exit_code == 2
    assert run("verify", tmp_path / "r.json", "--workspace", tmp_path / "none").exit_code == 2
