"""Questions that wait and questions that are being answered, so that one can be stopped."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradio.blocks import Blocks
    from gradio.queueing import Queue

QUESTIONS = "questions"
"""Gradio's name for the functions that answer: they share their places."""
ANSWERED_AT_ONCE = 4
SESSIONS = 2_000
"""Sessions that Gradio keeps messages for."""


class Queued:
    """The queue of one page. All on the event loop's thread."""

    def __init__(self, page: Blocks) -> None:
        self._page = page
        self._left: set[str] = set()

    @property
    def _queue(self) -> Queue:
        return self._page._queue

    def arguments(self, function: int) -> int | None:
        """How many arguments a function takes; None if the page can call none of this id."""
        found = self._page.fns.get(function)
        return None if found is None or found.fn is None else len(found.inputs)

    def asks(self, function: int) -> bool:
        """Whether the function answers a question."""
        return self._page.fns[function].concurrency_id == QUESTIONS

    def waiting(self) -> int:
        """Questions that wait for a place."""
        questions = self._queue.event_queue_per_concurrency_id.get(QUESTIONS)
        return 0 if questions is None else len(questions.queue)

    def knows(self, session: str) -> bool:
        """Whether there are messages for a session, or may be soon."""
        return session in self._queue.pending_messages_per_session

    def joined(self, session: str) -> None:
        """An event comes from a session, or it is read."""
        self._left.discard(session)
        self._forget()

    def left(self, session: str) -> None:
        """No one reads a session's messages any more: it is forgotten once nothing runs for it.

        Gradio would keep the messages of the last 2,000 sessions, and the names of all.
        """
        self._left.add(session)
        self._forget()

    def _forget(self) -> None:
        queue = self._queue
        named = queue.pending_event_ids_session
        busy = {event.session_hash for event in queue.event_ids_to_events.values()}
        for session in self._left - busy:
            queue.pending_messages_per_session.pop(session, None)
            named.pop(session, None)
        self._left &= busy
        if len(named) > SESSIONS:  # also of those that no one ever read
            for session in [one for one in named if one not in busy and not self.knows(one)]:
                del named[session]


@dataclass(frozen=True)
class Run:
    """One question being answered.

    session:      of the page that asked; "" if that is not known.
    conversation: that it is asked in.
    stop:         set, it ends the writing within a second.
    """

    session: str = ""
    conversation: str = ""
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    stop: threading.Event = field(default_factory=threading.Event)


_REMEMBERED = 8
"""About how many of the last runs the time for one is the mean of."""


NOTICED_IN, ENDS_IN = 0.5, 5.0
"""Seconds until it is known that a page was left, and until what it had asked has ended; about."""
_LOOK = 0.02


class Running:
    """The runs of all open pages. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, Run] = {}
        self._seconds = 1.0

    @contextmanager
    def run(self, session: str = "", conversation: str = "") -> Iterator[Run]:
        """One run, until the block ends; however it ends, the writing stops."""
        run, begun = Run(session, conversation), time.monotonic()
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

    def settle(self, conversation: str) -> None:
        """Wait for the end of what is answered in a conversation for a page that was left.

        That a page was left is known after a moment: when it is loaded again, perhaps too late.
        """
        begun = time.monotonic()
        while (passed := time.monotonic() - begun) < ENDS_IN:
            with self._lock:
                own = [run for run in self._runs.values() if run.conversation == conversation]
            if not any(run.stop.is_set() or passed < NOTICED_IN for run in own):
                return
            time.sleep(_LOOK)

    def leave(self, session: str) -> None:
        """Stop the runs of a page that was closed."""
        with self._lock:
            left = [run for run in self._runs.values() if run.session == session]
        for run in left:
            run.stop.set()
