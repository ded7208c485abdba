"""Every example runs, and does what its docstring says."""

from __future__ import annotations

import csv
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from stub_endpoint import DONE, HEAD, Connection, StubEndpoint, piece

from assistant.indexing.build import build
from assistant.models.embedder import Embedder
from assistant.workspace import Workspace

EXAMPLES = Path(__file__).parents[1] / "examples"
LEASE = """\
# Lease of the flat

## Pets

Cats are allowed. Dogs need the landlord's written permission.

## Rent

The rent is 940 euros a month. A deposit of two months' rent is held until the lease ends.
"""
DOGS = "Dogs need the landlord's written permission."

Printed = Callable[[], str]


def program(name: str) -> dict[str, Any]:
    """The names that an example defines."""
    return runpy.run_path(str(EXAMPLES / f"{name}.py"))


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> str:
    """A workspace of one short document: do not change it."""
    workspace = Workspace.create(tmp_path_factory.mktemp("examples") / "flat")
    (workspace.corpus / "lease.md").write_text(LEASE, "utf-8")
    build(workspace, embedder)
    return str(workspace.root)


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """What the example has printed since this was last called."""
    return lambda: capsys.readouterr().out


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The address of a model that says one true and one false sentence."""

    def script(connection: Connection) -> None:
        words = f"{DOGS} Snakes need the landlord's written permission."
        connection.send(HEAD, piece(words), DONE)

    stub = StubEndpoint(script)
    yield stub.url
    stub.close()


def test_ask_with_citations(indexed: str, printed: Printed) -> None:
    main = program("ask_with_citations")["main"]
    assert main("Are dogs allowed?", indexed) == 0
    told = printed()
    assert DOGS in told
    assert re.search(r"Confidence: \d+%", told)
    assert "lease.md, line 5" in told
    assert "Lease of the flat > Pets" in told
    assert main("Who painted the ceiling?", indexed) == 3


def test_follow_up(indexed: str, printed: Printed) -> None:
    turns = program("follow_up")["main"](indexed, "Are dogs allowed?", "And cats?")
    assert [turn.question for turn in turns] == ["Are dogs allowed?", "And cats?"]
    assert "cats" in turns[1].searched
    told = printed()
    assert f"(searched: {turns[1].searched})" in told
    assert "Cats are allowed." in told


def test_index_folder(tmp_path: Path, printed: Printed) -> None:
    folder = tmp_path / "manuals"
    folder.mkdir()
    (folder / "heating.txt").write_text("The boiler must be serviced every 24 months.", "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    main = program("index_folder")["main"]
    main(str(folder), str(tmp_path / "workspace"))
    told = printed()
    assert "picture.png: not taken" in told
    assert "Indexed 1 document" in told
    assert told.splitlines()[-1] == "heating.txt: indexed"
    main(str(folder), str(tmp_path / "workspace"))
    assert "Nothing changed: 1 document" in printed()


def test_batch_csv(indexed: str, tmp_path: Path) -> None:
    questions, answers = tmp_path / "questions.csv", tmp_path / "answers.csv"
    questions.write_text("question\nAre dogs allowed?\nWho painted the ceiling?\n", "utf-8")
    program("batch_csv")["main"](str(questions), str(answers), indexed)
    with answers.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    quoted = {row["quote"]: row for row in rows if row["found"] == "True"}
    quote, place = next((quote, row) for quote, row in quoted.items() if DOGS in quote)
    assert place["document"] == "lease.md"
    assert LEASE[int(place["start"]) : int(place["end"])] == quote
    (refused,) = (row for row in rows if row["found"] == "False")
    assert refused["question"] == "Who painted the ceiling?"
    assert refused["quote"] == ""


def test_verify_receipt(indexed: str, tmp_path: Path, printed: Printed) -> None:
    defined, receipt = program("verify_receipt"), str(tmp_path / "receipt.json")
    assert defined["ask"](receipt, "Are dogs allowed?", indexed)
    assert defined["check"](receipt, indexed)
    assert "All holds." in printed()
    changed = Workspace.create(tmp_path / "changed")
    (changed.corpus / "lease.md").write_text(LEASE.replace("written", "oral"), "utf-8")
    assert not defined["check"](receipt, str(changed.root))


def test_llama_index_engine(indexed: str, printed: Printed) -> None:
    assert program("llama_index_engine")["main"]("Are dogs allowed?", indexed) >= 1
    told = printed()
    assert "Query: Are dogs allowed?" in told
    assert re.search(r"^0\.\d\d  lease\.md  Lease of the flat > Pets$", told, re.MULTILINE)


def test_custom_endpoint(indexed: str, endpoint: str, printed: Printed) -> None:
    program("custom_endpoint")["main"](endpoint, "tiny", "Are dogs allowed?", indexed)
    told = printed()
    assert f"supported: {DOGS}" in told
    assert re.search("^(partly|unsupported): Snakes need", told, re.MULTILINE)


def test_every_example_is_tested_short_and_listed() -> None:
    names = {path.stem for path in EXAMPLES.glob("*.py")}
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert names <= tested
    listed = (EXAMPLES / "README.md").read_text("utf-8")
    for path in EXAMPLES.glob("*.py"):
        assert f"({path.name})" in listed
        assert len(path.read_text("utf-8").splitlines()) <= 40
