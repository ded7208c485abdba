from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant
from typer.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.md").write_text("# On cells\n\nFour words are here.\n", "utf-8")
    (folder / "b.txt").write_bytes(b"a\0b")
    return folder


def corpus(fake: FakeAssistant) -> list[str]:
    return sorted(path.name for path in fake.workspace.corpus.iterdir())


def test_none(run: Run) -> None:
    assert run("documents").output.startswith("No documents yet: add some with")


def test_list(run: Run, fake: FakeAssistant, papers: Path) -> None:
    for path in papers.iterdir():
        (fake.workspace.corpus / path.name).write_bytes(path.read_bytes())
    (fake.workspace.corpus / "\x1b[2J.pdf").write_bytes(b"")
    (fake.workspace.corpus / "sources.yaml").write_text("- file: a.md\n  title: On cells\n")
    shown = run("documents")
    assert shown.exit_code == 0
    assert "On cells  [waiting]\n    a.md, 1 KB\n" in shown.output
    assert "[2J.pdf  [refused]" in shown.output
    assert "\x1b" not in shown.output
    found = json.loads(run("documents", "--json").output)
    assert [one["name"] for one in found] == ["\x1b[2J.pdf", "a.md", "b.txt"]
    assert found[1].keys() == {
        *("name", "title", "authors", "year", "state", "reason", "size", "words", "modified"),
        "encoding",
    }


def test_adding_and_what_cannot_be_read(run: Run, fake: FakeAssistant, papers: Path) -> None:
    added = run("documents", "add", str(papers / "a.md"), str(papers / "b.txt"), "gone.md")
    assert added.exit_code == 1
    assert "b.txt: the file is binary, not text" in added.stderr
    assert "gone.md: No such file or directory" in added.stderr
    assert "Traceback" not in added.output
    assert corpus(fake) == ["a.md"]
    assert fake.indexed == 1


def test_a_name_that_is_taken(run: Run, fake: FakeAssistant, papers: Path) -> None:
    file = str(papers / "a.md")
    assert run("documents", "add", file).exit_code == 0
    taken = run("documents", "add", file)
    assert taken.exit_code == 1
    assert "use --replace or --keep-both" in taken.stderr
    assert run("documents", "add", "--keep-both", file).exit_code == 0
    assert run("documents", "add", "--replace", file).exit_code == 0
    assert corpus(fake) == ["a (2).md", "a.md"]
    assert run("documents", "add", "--replace", "--keep-both", file).exit_code == 2


def test_removing(run: Run, fake: FakeAssistant, papers: Path) -> None:
    run("documents", "add", str(papers / "a.md"))
    kept = run("documents", "remove", "a.md", stdin="n\n")
    assert kept.exit_code == 2
    assert "Answers can no longer quote it" in kept.stderr
    assert corpus(fake) == ["a.md"]
    assert run("documents", "remove", "a.md", "--yes").exit_code == 0
    assert corpus(fake) == []
    assert fake.indexed == 2
    gone = run("documents", "remove", "a.md", "--yes")
    assert gone.exit_code == 2
    assert "No file 'a.md' in the corpus" in gone.stderr


def test_the_workspace_can_stand_before_and_after(run: Run, fake: FakeAssistant) -> None:
    run("documents", "-w", "one")
    run("-w", "two", "documents")
    run("documents", "-w", "three", "remove", "a", "--yes")
    run("documents", "remove", "a", "--yes", "-w", "four")
    opened = fake.opened  # type: ignore[attr-defined]
    assert opened == [Path("one"), Path("two"), Path("three"), Path("four")]
