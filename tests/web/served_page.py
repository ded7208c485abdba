"""The real page, served by the real command in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

PROGRAM = "from ui.cli.app import main; main()"
FAKE = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from {{module}} import {{name}}
from ui.cli import app, options
options.open_assistant = lambda workspace, progress: {{name}}(workspace)
app.main()
"""
STARTS_IN, ENDS_IN = 180, 30
"""Seconds at most."""


def faked(module: str, name: str) -> str:
    """The same program over an assistant of the tests, which needs neither a model nor an index."""
    return FAKE.format(module=module, name=name)


class ServedPage:
    """`assistant chat` over a workspace, from `with` until its end.

    program:  what `assistant` runs; `faked` makes another.
    settings: ASSISTANT_* variables of its process.
    """

    def __init__(self, workspace: Path, *, program: str = PROGRAM, **settings: str) -> None:
        self.workspace = workspace
        self._program = program
        self.url = ""
        self._settings = {"ASSISTANT_QUESTIONS_PER_MINUTE": "0", **settings}
        self._said: list[str] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, where it was before if it has run before; return when the page is there."""
        self.begin()
        self.wait()

    def wait(self) -> None:
        """Until the page is there."""
        with httpx.Client(trust_env=False, timeout=STARTS_IN) as client:
            while not client.get(f"{self.url}/api/ready").json()["ready"]:
                pass

    def begin(self) -> None:
        """Start it; return when it listens, with the page that says that it starts."""
        port = self.url.rpartition(":")[2] or "0"
        command = ("chat", "--port", port, "--workspace", str(self.workspace))
        self._process = subprocess.Popen(
            [sys.executable, "-c", self._program, *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "ASSISTANT_OFFLINE": "1", "PYTHONUTF8": "1", **self._settings},
        )
        listening = threading.Event()
        self._reader = threading.Thread(target=self._read, args=(listening,))
        self._reader.start()
        if not listening.wait(STARTS_IN) or not self.url:
            self.stop()
            raise AssertionError("The page was not served:\n" + "".join(self._said))

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(ENDS_IN)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._reader.join()

    @property
    def said(self) -> str:
        """What it has written to the terminal so far."""
        return "".join(self._said)

    def command(self, *arguments: str) -> str:
        """What another command says of the same workspace."""
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            capture_output=True,
            text=True,
            timeout=STARTS_IN,
            check=True,
            env={
                **os.environ,
                "ASSISTANT_OFFLINE": "1",
                "ASSISTANT_WORKSPACE": str(self.workspace),
                "PYTHONUTF8": "1",
            },
        )
        return done.stdout

    def _read(self, listening: threading.Event) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            for line in lines:
                self._said.append(line)
                if "The page is at " in line:
                    self.url = line.split("The page is at ")[1].split("/ ")[0]
                    listening.set()
        listening.set()
