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
"""Sessions that Gradio keeps messages for; it would remember the names of all others for good."""


class Queued:
    """The queue of one page. All on the event loop's thread."""

    def __init__(self, page: Blocks) -> None:
        self._page = page

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

    def left(self, session: str) -> None:
        """Nobody reads a session's messages any longer: forget it, unless something runs for it."""
        if session not in self._busy():
            self._queue.pending_messages_per_session.pop(session, None)
            self._queue.pending_event_ids_session.pop(session, None)

    def forget(self) -> None:
        """Forget sessions that nobody has ever read from, where there are too many."""
        known = self._queue.pending_event_ids_session
        if len(known) > SESSIONS:
            busy = self._busy()
            for session in [one for one in known if one not in busy and not self.knows(one)]:
                del known[session]

    def _busy(self) -> set[str]:
        return {event.session_hash for event in self._queue.event_ids_to_events.values()}
