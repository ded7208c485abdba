"""What the pages name is there, and the tutorial prints what it says."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from doc_pages import CODE, GUIDES, MADE, PAGES, ROOT, anchors, blocks, name, prose
from tutorial_console import TUTORIAL, printed, untimed, written
from typer.testing import CliRunner

import assistant
from assistant.settings import PREFIX, variables
from ui.cli import app

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)")
EACH_GUIDE = pytest.mark.parametrize("page", GUIDES, ids=name)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall(prose(page)):
        path = (page.parent / target).resolve() if target else page
        if path.is_relative_to(ROOT) and name(path) in MADE:
            continue
        assert path.exists(), f"{target} is not there"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path), f"{target}#{anchor} is not there"


@EACH_GUIDE
def test_files_that_are_named_are_there(page: Path) -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"corpus", "index"}
    for path in CODE.findall(prose(page)):
        if re.fullmatch(r"[\w./-]+", path) and path.partition("/")[0] in folders and "/" in path:
            made = ("evals/runs", "evals/baseline", "build/")
            made_up = "NAME" in path or path.startswith(made)
            assert made_up or (ROOT / path).exists(), path


@cache
def help_of(*words: str) -> str:
    result = CliRunner().invoke(app.app, [*words, "--help"])
    return result.output if result.exit_code == 0 else ""


def calls(page: Path) -> Iterator[list[str]]:
    """The words of each call of a program, in blocks and in running text."""
    for block in blocks(page, "sh", "console"):
        lines = block.splitlines()
        shown = [line[2:] for line in lines if line.startswith("$ ")] or lines
        yield from (shlex.split(line, comments=True) for line in shown)
    yield from (code.split() for code in CODE.findall(prose(page)))


@EACH_GUIDE
def test_commands_and_their_options_exist(page: Path) -> None:
    for call in calls(page):
        if call[:1] != ["assistant"] or len(call) < 2:
            continue
        words = [word for word in call[1:] if re.fullmatch("[a-z]+", word)]
        depth = max((n for n in range(len(words) + 1) if help_of(*words[:n])), default=0)
        assert depth or not words, f"no command {' '.join(call)}"
        described = "".join(help_of(*words[:n]) for n in range(depth + 1))
        for option in (word.partition("=")[0] for word in call if word.startswith("-")):
            assert re.search(rf"(?<![\w-]){option}(?![\w-])", described), f"no option {option}"


@EACH_GUIDE
def test_targets_modules_and_variables_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    for call in calls(page):
        if call[:1] == ["make"] and len(call) > 1:
            assert call[1] in targets
        if call[:2] == ["python", "-m"]:
            assert importlib.util.find_spec(call[2]), call[2]
    for variable in re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", page.read_text("utf-8")):
        assert variable in variables()


@EACH_GUIDE
def test_python_imports_public_names(page: Path) -> None:
    for code in blocks(page, "python"):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.ImportFrom) and node.module == "assistant":
                assert {alias.name for alias in node.names} <= {*assistant.__all__}


def test_the_tutorial_prints_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    text = TUTORIAL.read_text("utf-8")
    said = untimed(written(text))
    assert len(said) >= 4
    assert untimed(printed(text, tmp_path)) == said, "run python tests/docs/tutorial_console.py"
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(TUTORIAL, "python")
    exec(compile(code, "tutorial.md", "exec"), {"__name__": "tutorial"})  # noqa: S102
    assert "Dogs need the landlord's written permission." in capsys.readouterr().out
