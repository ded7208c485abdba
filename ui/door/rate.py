"""How often one client may ask.

No library: those for it keep a thread to forget old clients with, or forget none, and bring three
packages of their own for these lines.
"""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable

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
