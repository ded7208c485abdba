from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from made_runs import line, run

from assistant.errors import UsageError
from evals.gate.baseline import REASONS, accept, as_lines, commit
from evals.records.folder import Folder

FIRST, DAY = run([line("q-1", {"facts": 1.0})]), date(2026, 3, 1)


def test_an_accepted_run_is_what_later_ones_are_compared_with(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    accept(folder, FIRST, "the first", "facts 100 %", DAY)
    assert folder.accepted() == FIRST
    second = run([line("q-1", {"facts": 0.5})], id="second")
    accept(folder, second, "worse,\n but honest", "facts 50 %", DAY)
    assert folder.accepted() == second
    reasons = (folder.baseline / REASONS).read_text("utf-8")
    assert reasons.index("the first") < reasons.index("worse, but honest")
    assert "Run second, revision 0123456789ab. facts 50 %" in reasons
    assert sorted(path.name for path in folder.baseline.iterdir()) == [REASONS, "run.jsonl"]


def test_a_baseline_needs_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="say why"):
        accept(Folder(tmp_path), FIRST, "  ", "", DAY)
    assert not Folder(tmp_path).baseline.exists()


@pytest.mark.parametrize("part", [{"kinds": ("fact",)}, {"split": "tune"}])
def test_a_part_of_the_cases_is_no_baseline(tmp_path: Path, part: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="only some of the cases"):
        accept(Folder(tmp_path), run(FIRST.lines, **part), "why not", "", DAY)


def test_where_it_cannot_be_written_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "baseline").write_text("in the way", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        accept(Folder(tmp_path), FIRST, "reason", "", DAY)


def test_a_run_is_written_as_it_is_read() -> None:
    assert len(as_lines(FIRST).splitlines()) == 3


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "A")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "a@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    _git(tmp_path, "init", "-q")
    return tmp_path


def test_only_the_baseline_is_committed(checkout: Path) -> None:
    (checkout / "other.txt").write_text("being worked on", encoding="utf-8")
    _git(checkout, "add", "other.txt")
    files = accept(Folder(checkout / "evals"), FIRST, "the first", "", DAY)
    assert commit(files, "the first")
    assert "the first" in _git(checkout, "log", "-1", "--format=%B")
    names = _git(checkout, "show", "--name-only", "--format=", "HEAD").split()
    assert names == ["evals/baseline/REASONS.md", "evals/baseline/run.jsonl"]
    assert "other.txt" in _git(checkout, "status", "--porcelain")
    assert not commit(files, "nothing changed")


def test_outside_of_git_nothing_is_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert not commit(accept(Folder(tmp_path), FIRST, "reason", "", DAY), "reason")
