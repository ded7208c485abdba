"""The README holds: its commands run, its Python runs, its options and targets exist."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.models.embedder import Embedder
from assistant.settings import Settings
from ui.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
SERVERS = {"chat"}


def blocks(*languages: str) -> list[str]:
    return [text for language, text in BLOCK.findall(README) if language in languages]


def shell_lines() -> list[str]:
    """Every command of the shell blocks, without its prompt and its comment."""
    lines = "".join(blocks("sh", "console", "bash")).splitlines()
    prompts = any(line.startswith("$ ") for line in lines)
    assert prompts or not blocks("console"), "a console block shows its commands after `$ `"
    return [line.removeprefix("$ ") for line in lines if line.strip()]


def commands(program: str) -> list[list[str]]:
    """The arguments of each call of a program, in blocks and in running text."""
    written = [*shell_lines(), *CODE.findall(BLOCK.sub("", README))]
    calls = (re.split(r"&&|;", line) for line in written)
    parts = [shlex.split(part, comments=True) for call in calls for part in call if program in part]
    return [words[1:] for words in parts if words and words[0] == program]


def runnable() -> list[list[str]]:
    """Calls of `assistant` in shell blocks that end by themselves."""
    called = [shlex.split(line, comments=True) for line in shell_lines()]
    return [words[1:] for words in called if words[0] == "assistant" and words[1] not in SERVERS]


@pytest.fixture(scope="session")
def readme_workspace(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """The repository's corpus, indexed."""
    from assistant.indexing.build import build
    from assistant.workspace import Workspace

    root = tmp_path_factory.mktemp("readme") / "workspace"
    shutil.copytree(ROOT / "corpus", root / "corpus")
    build(Workspace(root), embedder)
    return root


@pytest.fixture
def here(readme_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that workspace as the current folder and the default one; no network."""
    shutil.copytree(readme_workspace, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("ASSISTANT_WORKSPACE", str(tmp_path / "here"))
    monkeypatch.setenv("ASSISTANT_OFFLINE", "1")
    return tmp_path / "here"


@cache
def help_of(*command: str) -> str:
    result = CliRunner().invoke(app.app, [*command, "--help"])
    assert result.exit_code == 0, result.output
    return result.output


def test_there_is_something_to_run() -> None:
    assert runnable()
    assert blocks("python")


@pytest.mark.parametrize("arguments", runnable(), ids=" ".join)
def test_a_command_runs(arguments: list[str], here: Path) -> None:
    result = CliRunner().invoke(app.app, arguments)
    assert result.exit_code in (0, 3), result.output


@pytest.mark.parametrize("code", blocks("python"))
def test_python_runs(code: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102
    assert capsys.readouterr().out


@pytest.mark.parametrize("arguments", commands("assistant"), ids=" ".join)
def test_commands_and_their_options_exist(arguments: list[str]) -> None:
    names = [word for word in arguments if not word.startswith("-")]
    options = [word.split("=")[0] for word in arguments if word.startswith("-")]
    described = help_of(*names[:1])
    for option in options:
        assert re.search(rf"{re.escape(option)}(?![\w-])", described), f"no option {option}"


def test_options_named_by_themselves_exist() -> None:
    every = "".join(help_of(command) for command in ("index", "search", "ask", "chat", "init"))
    named = {code.split()[0] for code in CODE.findall(BLOCK.sub("", README)) if code[0] == "-"}
    assert [option for option in sorted(named) if option not in every] == []


def test_targets_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    named = {arguments[0] for arguments in commands("make") if arguments}
    assert named
    assert named <= targets


def test_links_lead_to_files() -> None:
    linked = re.findall(r"\]\((?!https?://|#)([^)#]+)", README)
    assert [link for link in linked if not (ROOT / link).exists()] == []


def test_variables_are_settings() -> None:
    described = help_of()
    names = [f"ASSISTANT_{name.upper()}" for name in Settings.model_fields]
    for variable in re.findall(r"\bASSISTANT_[A-Z_]+", README):
        assert variable in described
        assert variable in {"ASSISTANT_WORKSPACE", *names}


def test_exit_codes_are_those_of_the_program(here: Path) -> None:
    run: Callable[..., int] = lambda *words: CliRunner().invoke(app.app, words).exit_code  # noqa: E731
    assert run("ask", "What was the five-year survival after aHSCT?") == 0
    assert run("ask", "Which trials took place in Germany?") == 3
    assert run("ask", "--nonsense") == 2
    assert run("ask", "x", "--workspace", str(here / "corpus")) == 1
