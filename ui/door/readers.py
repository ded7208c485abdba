"""Whose messages somebody reads, and who has left."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOMENT = 0.5
"""Seconds without a reader after which a session is taken to be left. A page that asks again ends
one stream and begins another, and the server may hear of the end last."""


class Readers:
    """The open streams of all sessions. gone: told who has left. All on the event loop's thread."""

    def __init__(self, gone: Callable[[str], None]) -> None:
        self._tell = gone
        self._open: Counter[str] = Counter()
        self._leaving: dict[str, asyncio.TimerHandle] = {}

    def came(self, session: str) -> None:
        """A session is heard of: it has not left."""
        if (timer := self._leaving.pop(session, None)) is not None:
            timer.cancel()

    @contextmanager
    def reading(self, session: str) -> Iterator[None]:
        """A stream of a session, until the block ends."""
        self.came(session)
        self._open[session] += 1
        try:
            yield
        finally:
            self._open[session] -= 1
            if not self._open[session]:
                del self._open[session]
                loop = asyncio.get_running_loop()
                self._leaving[session] = loop.call_later(MOMENT, self._gone, session)

    def _gone(self, session: str) -> None:
        del self._leaving[session]
        self._tell(session)
