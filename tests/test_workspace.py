from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.errors import UsageError, WorkspaceMissing
from assistant.reading.formats import FORMATS
from assistant.workspace import Workspace


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a workspace named in the environment nor one around the current folder."""
    monkeypatch.delenv("ASSISTANT_WORKSPACE", raising=False)
    empty = tmp_path / "elsewhere"
    empty.mkdir()
    monkeypatch.chdir(empty)


def test_create_then_find(tmp_path: Path) -> None:
    made = Workspace.create(tmp_path / "deep" / "er")
    assert made == Workspace.find(tmp_path / "deep" / "er")
    assert made.corpus.is_dir()
    assert (made.index / ".gitignore").read_text().splitlines()[-2:] == ["*", "!.gitignore"]


def test_template_is_empty_yaml_and_becomes_valid_when_uncommented(tmp_path: Path) -> None:
    text = (Workspace.create(tmp_path).corpus / "sources.yaml").read_text()
    assert yaml.safe_load(text) is None
    example = "\n".join(line[2:] for line in text.splitlines()[3:])
    assert yaml.safe_load(example)[0]["file"] == "smith-2024-example.md"


def test_create_keeps_what_is_there(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path)
    (workspace.corpus / "sources.yaml").write_text("- file: mine.txt\n")
    (workspace.corpus / "mine.txt").write_text("mine")
    (workspace.index / ".gitignore").write_text("")
    assert Workspace.create(tmp_path) == workspace
    assert (workspace.corpus / "sources.yaml").read_text() == "- file: mine.txt\n"
    assert (workspace.corpus / "mine.txt").read_text() == "mine"
    assert (workspace.index / ".gitignore").read_text() == ""


@pytest.mark.parametrize("name", ["file", "file/below", "nul\0"])
def test_create_where_it_cannot_be(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="give a folder that you can write"):
        Workspace.create(tmp_path / name)


def test_named_folder_needs_only_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    assert Workspace.find(str(tmp_path)).root == tmp_path


@pytest.mark.parametrize("name", ["nothing", "with space", "nul\0", "~nobody-of-that-name"])
def test_named_folder_without_corpus(tmp_path: Path, name: str) -> None:
    with pytest.raises(WorkspaceMissing, match=r"is not a workspace .*: run `assistant init .*`"):
        Workspace.find(tmp_path / name)


def test_message_can_be_pasted_into_a_shell(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceMissing, match=r"run `assistant init '.*/with space'`"):
        Workspace.find(tmp_path / "with space")


def test_environment_names_the_workspace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(Workspace.create(tmp_path / "one").root))
    assert Workspace.find().root == tmp_path / "one"
    other = Workspace.create(tmp_path / "other")
    assert Workspace.find(other.root) == other


def test_wrong_environment_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(tmp_path / "gone"))
    with pytest.raises(WorkspaceMissing, match=r"gone \(from \$ASSISTANT_WORKSPACE\) is not"):
        Workspace.find()


def test_current_folder_if_it_has_both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "here")
    monkeypatch.chdir(workspace.root)
    assert Workspace.find() == workspace


def checkout(monkeypatch: pytest.MonkeyPatch, root: Path, *names: str) -> None:
    """Let the package lie in `root`, next to folders and files of these names."""
    for name in names:
        path = root / name
        path.touch() if path.suffix else path.mkdir(parents=True)
    monkeypatch.setattr("assistant.workspace.__file__", str(root / "assistant" / "workspace.py"))


def test_checkout_comes_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    checkout(monkeypatch, tmp_path, "corpus", "pyproject.toml")
    (tmp_path / "elsewhere" / "corpus").mkdir()  # no index/ beside it: somebody's corpus
    assert Workspace.find().root == tmp_path


def test_corpus_among_installed_packages_is_not_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    checkout(monkeypatch, tmp_path, "corpus")
    with pytest.raises(WorkspaceMissing, match=r"No workspace here .*run `assistant init DIR`"):
        Workspace.find()


def test_no_name_makes_no_workspace() -> None:
    with pytest.raises(UsageError, match=r"give one, or \. for the current folder"):
        Workspace.create("")
    assert list(Path.cwd().iterdir()) == []


def test_the_sources_that_are_shown_are_of_files_that_are_read(tmp_path: Path) -> None:
    written = (Workspace.create(tmp_path).corpus / "sources.yaml").read_text("utf-8")
    named = re.findall(r"file: (\S+)", written)
    assert named
    assert all(Path(name).suffix in FORMATS for name in named)


def test_a_folder_that_may_not_be_looked_into_is_no_workspace(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Workspace.create(tmp_path)
    allowed = os.stat

    def refuse(path: Any, *arguments: Any, **named: Any) -> os.stat_result:  # noqa: ANN401
        if not isinstance(path, int) and os.fspath(path).startswith(str(tmp_path)):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return allowed(path, *arguments, **named)

    monkeypatch.setattr(os, "stat", refuse)
    with pytest.raises(WorkspaceMissing, match="is not a workspace"):
        Workspace.find(tmp_path)
