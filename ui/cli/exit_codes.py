"""How a command ends: exit codes, and errors as one line."""

from __future__ import annotations

from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from assistant.errors import AssistantError, UsageError
from assistant.printable import one_line

ANSWERED = 0
FAILED = 1
MISUSED = 2
NOT_SAID = 3
REGRESSION = 4
INTERRUPTED = 130


def say(message: str) -> None:
    """Write one line to the terminal's error stream."""
    typer.echo(f"assistant: {one_line(message)}", err=True)


def code_of(error: AssistantError) -> int:
    """The exit code that an error ends a command with."""
    return MISUSED if isinstance(error, UsageError) else FAILED


class Commands(TyperGroup):
    """A group of commands whose expected errors are a line and an exit code, no traceback."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer keeps these types to itself
        """Run the chosen command."""
        try:
            return super().invoke(ctx)
        except AssistantError as error:
            self._end(error)

    @staticmethod
    def _end(error: AssistantError) -> NoReturn:
        say(str(error))
        raise typer.Exit(code_of(error)) from error
