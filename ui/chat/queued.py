"""The events that Gradio's queue holds: how many questions wait, and for whom."""

from __future__ import annotations

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
        """How many arguments a function takes; None where the page can call none of this id."""
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
        """Nobody reads a session's messages any longer: it is forgotten once nothing runs for it.

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
        if len(named) > SESSIONS:  # of those that nobody has ever read, too
            for session in [one for one in named if one not in busy and not self.knows(one)]:
                del named[session]
