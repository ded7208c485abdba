"""Every command's `--help`, as a terminal shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
import typer

from ui.cli import app

WIDEST = 100
"""Columns: what a terminal window has without being made wider."""


def commands(group: object, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups included."""
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


PROGRAM = typer.main.get_command(app.app)
ALL = list(commands(PROGRAM))

Shown = Callable[[tuple[str, ...], int], str]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shown:
    """A command's help in a window of so many columns. (typer's own runner knows but one width.)"""

    def show(path: tuple[str, ...], columns: int) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        PROGRAM.main([*path, "--help"], prog_name="assistant", standalone_mode=False)
        return capsys.readouterr().out

    return show


def test_all_commands_are_looked_at() -> None:
    assert {(), ("verify",), ("nightly",), ("eval", "candidates", "accept")} <= set(ALL)


@pytest.mark.parametrize("columns", [80, 100, 200])
@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_is_plain_text_of_a_readable_width(
    shown: Shown, path: tuple[str, ...], columns: int
) -> None:
    said = shown(path, columns)
    assert said.startswith("Usage: assistant ")
    assert not [one for one in said if ord(one) < 32 and one != "\n"], said
    assert "\\" not in said  # a marker such as \b that was not understood
    assert not re.search(r"\[/?(bold|italic|dim|red|green|blue|cyan|link)\b", said)
    assert "`" * 2 not in said
    assert not re.search(r"\.\.\.\S*\.\.\.", said)
    assert max(map(len, said.splitlines())) <= WIDEST


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_a_list_of_commands_says_each_in_whole(shown: Shown, path: tuple[str, ...]) -> None:
    listed = re.search(r"(?<=\nCommands:\n).*?(?=\n\n|\Z)", shown(path, 80), re.DOTALL)
    for line in listed[0].splitlines() if listed else ():
        assert line.endswith("."), line
        assert not line.endswith(".."), line


@pytest.mark.parametrize("path", [("verify",), ("nightly",)])
def test_each_exit_code_has_a_line_of_its_own(shown: Shown, path: tuple[str, ...]) -> None:
    lines = shown(path, 80).splitlines()
    at = lines.index("  Exit codes:")
    assert [line.split()[0] for line in lines[at + 1 : at + 4]] == (
        ["0", "1", "2"] if path == ("verify",) else ["0", "1", "4"]
    )
