"""Questions that are being answered, so that a reader can stop one."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Run:
    """One question being answered.

    session: of the page that asked; "" where that is not known.
    stop:    set, it ends the writing within a second.
    """

    session: str = ""
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    stop: threading.Event = field(default_factory=threading.Event)


_REMEMBERED = 8
"""About how many of the last runs the time for one is the mean of."""


class Running:
    """The runs of all open pages. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, Run] = {}
        self._seconds = 1.0

    @contextmanager
    def run(self, session: str = "") -> Iterator[Run]:
        """One run, until the block ends; however it ends, the writing stops."""
        run, begun = Run(session), time.monotonic()
        with self._lock:
            self._runs[run.id] = run
        try:
            yield run
        finally:
            run.stop.set()
            with self._lock:
                self._runs.pop(run.id, None)
                self._seconds += (time.monotonic() - begun - self._seconds) / _REMEMBERED

    def seconds_for_one(self) -> float:
        """How long a question takes, of late."""
        return self._seconds

    def stop(self, run: str) -> bool:
        """Stop a run; whether there was one to stop."""
        with self._lock:
            found = self._runs.get(run)
        if found is not None:
            found.stop.set()
        return found is not None

    def leave(self, session: str) -> None:
        """Stop the runs of a page that was closed."""
        with self._lock:
            left = [run for run in self._runs.values() if run.session == session]
        for run in left:
            run.stop.set()
