"""Take a step in a process of its own, or talk to one that stays."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

_ROOT = Path(__file__).parents[2]
_LONGEST = 3_600  # seconds of a step


class Failed(Exception):
    """A step ended otherwise than it should; the text is its last line."""


class Task(NamedTuple):
    """A library, what it is given and the folder of its index."""

    library: str
    given: Path
    folder: Path

    def of(self, folder: Path) -> Task:
        """The same with another index."""
        return self._replace(folder=folder)


def step(task: Task, name: str) -> dict[str, Any]:
    """What a step tells.

    Raises:
        Failed: it does not end well.
    """
    try:
        done = subprocess.run(  # noqa: S603
            _command(task, name),
            capture_output=True,
            text=True,
            env=_environment(),
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"not done after {_LONGEST} s") from error
    if done.returncode:
        raise Failed(_last(done.stderr))
    return _told(done.stdout.splitlines()[-1:])


class Talk:
    """A process that stays, and answers each line with one of JSON. Left behind, it is killed."""

    def __init__(self, task: Task, name: str) -> None:
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed by __exit__
        self._process = subprocess.Popen(  # noqa: S603
            _command(task, name),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            env=_environment(),
        )
        self.answer()

    def say(self, line: str) -> None:
        """Ask, without waiting for the answer."""
        if self._process.stdin is not None:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """Wait for the next answer."""
        for line in self._process.stdout or ():
            if line.startswith("{"):
                return _told([line])
        self._process.wait()
        self._errors.seek(0)
        raise Failed(_last(self._errors.read()))

    def ask(self, line: str) -> dict[str, Any]:
        """Ask and wait."""
        self.say(line)
        return self.answer()

    def kill(self) -> int:
        """Kill it as `kill -9` does; how many answers it had given that were not read yet."""
        self._process.kill()
        left = [line for line in self._process.stdout or () if line.startswith("{")]
        self._process.wait()
        return len(left)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._errors):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _command(task: Task, name: str) -> Sequence[str]:
    return [sys.executable, "-m", "evals.beside.steps", *map(str, task), name]


def _environment() -> dict[str, str]:
    # Nothing is fetched; what asks for a model by itself fails instead.
    return os.environ | {"PYTHONPATH": str(_ROOT), "HF_HUB_OFFLINE": "1"}


def _told(lines: Sequence[str]) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(lines[-1])
    except (IndexError, ValueError) as error:
        raise Failed("it told nothing") from error
    return told


def _last(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "no word"
