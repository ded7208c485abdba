"""The clients: how often each may ask, and whose messages are still read."""

from __future__ import annotations

import asyncio
import ipaddress
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.types import Scope

MINUTE = 60.0
"""Seconds."""
CLIENTS = 10_000
"""Clients that are remembered: with 20 questions each, about 10 MB."""


class Rate:
    """At most so many questions of a client in any 60 seconds.

    most: 0 for no limit. clock: seconds that only grow.
    """

    def __init__(
        self, most: int, clock: Callable[[], float] = time.monotonic, clients: int = CLIENTS
    ) -> None:
        self.most = most
        self._clock, self._clients = clock, clients
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Seconds until the client may ask again; 0 for now."""
        asked = self._asked.get(client)
        if asked is None or len(asked) < self.most:
            return 0.0
        return max(0.0, asked[0] + MINUTE - self._clock())

    def count(self, client: str) -> None:
        """The client asks now."""
        if not self.most:
            return
        self._asked.setdefault(client, deque(maxlen=self.most)).append(self._clock())
        self._asked.move_to_end(client)
        while len(self._asked) > self._clients:  # the one that has not asked for longest
            self._asked.popitem(last=False)


def client(scope: Scope) -> str:
    """Who asks: the address that the connection comes from.

    One reader's tabs are one client, and so is everybody who comes by one address: there is no
    log-in to tell them apart by, and a cookie could simply be left out. `X-Forwarded-For` says
    nothing: anybody can write it, and no proxy stands before a page that answers its own computer
    only. Of IPv6 it is the network (/64): one computer has as many addresses in it as it likes.
    """
    address = (scope.get("client") or ("",))[0]
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    if isinstance(known, ipaddress.IPv6Address) and not known.is_loopback:
        return str(ipaddress.ip_network((int(known) >> 64 << 64, 64)))
    return str(known)


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
