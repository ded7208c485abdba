"""How a command shows progress and ends: a bar, exit codes, errors as one line."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import typer
from typer.core import TyperGroup

from assistant.errors import AssistantError, UsageError
from assistant.printable import one_line

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

ANSWERED = 0
FAILED = 1
MISUSED = 2
NOT_SAID = 3
REGRESSION = 4
INTERRUPTED = 130


class Echo(Protocol):
    """Writes a line to the terminal, or to its error stream; `typer.echo` is one."""

    def __call__(self, message: str = "", *, err: bool = False) -> None:
        """Write it."""


def echo(message: str = "", *, err: bool = False) -> None:
    """Write a line to the terminal of this process."""
    typer.echo(message, err=err)


def told(message: str) -> str:
    """A message as the line that the terminal shows."""
    return f"assistant: {one_line(message)}"


def say(message: str) -> None:
    """Write one line to the terminal's error stream."""
    typer.echo(told(message), err=True)


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


PATIENCE = 0.3
"""Seconds of work before anything is shown."""

QUARTERS = 4
"""Plain lines of a step at most; one that is a single go has none."""


class Display:
    """A `Progress` function; a `with` block takes away what an interrupted step leaves.

    May be called from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._drawn = sys.stderr.isatty()
        self._step = ""
        self._since = 0.0
        self._quarter = 0
        self._bar: Bar | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show that `done` of `total` is done."""
        what = one_line(what)
        what = what[:1].upper() + what[1:]
        with self._lock:
            if what != self._step:
                self._begin(what)
            if self._drawn:
                self._draw(done, total)
            else:
                self._write(done, total)

    def __enter__(self) -> Display:
        """Nothing is shown before the first call."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the bar away, whatever happened."""
        with self._lock:
            self._begin("")

    def _begin(self, step: str) -> None:
        if self._bar:
            self._bar.stop()
        self._bar = None
        self._step, self._since, self._quarter = step, time.monotonic(), 0

    def _draw(self, done: int, total: int) -> None:
        if done >= total:
            self._begin("")
        elif self._bar:
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)
        elif time.monotonic() - self._since > PATIENCE:
            self._bar = _bar()
            self._bar.add_task(self._step, completed=done, total=total)
            self._bar.start()

    def _write(self, done: int, total: int) -> None:
        quarter = QUARTERS * done // total if total else 0
        waited = time.monotonic() - self._since > PATIENCE
        if total > 1 and quarter > self._quarter and waited:
            self._quarter = quarter
            typer.echo(f"{self._step}: {done:,} of {total:,}", err=True)


_REMEMBERED = 600.0
"""Seconds of work that tell how long the rest takes; of less, one slow document would sway it."""


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    return Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        speed_estimate_period=_REMEMBERED,
    )
