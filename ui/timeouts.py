"""The server's side of a connection, with time limits.

Uvicorn waits indefinitely: for a request's first byte, for the rest of its headers, for the rest of
its body, and for a client to read the response. A few hundred such connections would use up all
files that a process may have open. Here each wait has a limit, and shutting the server down ends
them all.

If it answers before the whole request has arrived, uvicorn closes at once; the client's system
learns that the rest of the request was not read, and discards the answer. Here the rest is read for
a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

PATIENCE = 30.0
"""Seconds for a request to come whole, and for a client to read on."""
BYTES_PER_SECOND = 50_000
"""Whoever sends this fast has all the time that the body needs: 500 MB of documents take some."""
LONGEST_HEAD = 64 * 1024
"""Bytes of a request's first line and its headers, for which the parser knows no limit."""

LINGER = 3.0
"""Seconds that the rest of a request is still read, and thrown away, after its answer."""

_LATE = b"The request came too slowly: try again."
_ENDS = "The page has ended: start it again, then ask again."


class Impatient(HttpToolsProtocol):
    """Uvicorn's protocol with an end to each wait."""

    _reading: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None
    _begun = 0.0
    _received = 0
    _head = 0
    _in_request = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client is there: it has to say what it wants."""
        self._lingering = _Lingering(transport, self._linger)
        super().connection_made(cast("asyncio.Transport", self._lingering))
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._expect_no_more()
        self.resume_writing()
        self._lingering.end()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes came."""
        if self._lingering.begun:
            return
        self._received += len(data)
        super().data_received(data)
        idle = self.cycle is None or self.cycle.response_complete
        # What is no request (an empty line) ends Uvicorn's own waiting for the next one.
        if idle and self.timeout_keep_alive_task is None and not self.transport.is_closing():
            self._expect()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._expect_no_more()
        self._expect()
        self._in_request, self._head = True, 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A part of the first line came."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header came."""
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_message_complete(self) -> None:
        """A request is there as a whole."""
        self._expect_no_more()
        self._in_request = False
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Another protocol takes over."""
        self._expect_no_more()
        super().handle_websocket_upgrade()

    def pause_writing(self) -> None:
        """More has been sent than the client reads."""
        super().pause_writing()
        if self._writing is None:
            self._writing = self.loop.call_later(PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has read on."""
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
        super().resume_writing()

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > LONGEST_HEAD:
            raise ValueError("too long a head")  # the parser makes a 400 of it

    def _expect(self) -> None:
        """From now on the client has `PATIENCE` for one request."""
        if self._reading is None:
            self._begun, self._received = self.loop.time(), 0
            self._reading = self.loop.call_later(PATIENCE, self._late)

    def _expect_no_more(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _late(self) -> None:
        self._reading = None
        if self.transport.is_closing():
            return
        cycle = self.cycle
        another = cycle is not None and cycle.scope is not self.scope
        left = self._begun + PATIENCE + self._received / BYTES_PER_SECOND - self.loop.time()
        if self.flow.read_paused or (another and not cycle.response_complete):
            left = max(left, PATIENCE)  # it is the server that is not so far yet
        if left > 0.01:
            self._reading = self.loop.call_later(left, self._late)
            return
        if self._in_request and not self._answered():
            self.transport.write(_answer(408, _LATE))
        self.transport.close()

    def _answered(self) -> bool:
        """Whether the request that is coming has an answer, or the beginning of one."""
        cycle = self.cycle
        return cycle is not None and cycle.scope is self.scope and cycle.response_started

    def shutdown(self) -> None:
        """The server ends: nothing more is waited for, but an answer is finished."""
        if self._in_request and not self._answered():
            self.hang_up()
        else:
            super().shutdown()

    def hang_up(self) -> None:
        """End the connection, with a line for who still waits for an answer."""
        cycle = self.cycle
        if cycle is not None and cycle.response_started and not cycle.response_complete:
            self.transport.abort()
            return
        if self._in_request or (cycle is not None and not cycle.response_complete):
            self.transport.write(_answer(503, _ENDS.encode()))
        self.transport.close()

    def _linger(self) -> bool:
        """Whether more of a request may come once its connection is closed. The application
        learns now that no one is there.
        """
        self._expect_no_more()
        if not self._in_request:
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.flow.resume_reading()
        return True


class _Lingering:
    """A transport that is still read from for a while after it was closed, where more may come.

    linger: called before it is closed; whether more may come.
    begun:  whether that is so now.
    """

    def __init__(self, transport: asyncio.Transport, linger: Callable[[], bool]) -> None:
        self._transport, self._linger = transport, linger
        self._end: asyncio.TimerHandle | None = None
        self.begun = False

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a transport has
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self.begun:
            self._transport.write(data)

    def is_closing(self) -> bool:
        return self.begun or self._transport.is_closing()

    def close(self) -> None:
        if self.is_closing():
            return
        if not self._linger():
            self._transport.close()
            return
        self.begun = True
        self._transport.write_eof()
        self._end = asyncio.get_running_loop().call_later(LINGER, self._transport.abort)

    def end(self) -> None:
        """Nothing more comes."""
        if self._end is not None:
            self._end.cancel()


class Ending:
    """ASGI middleware for what still runs when the server's patience ends: it is cancelled, which
    is no fault of the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except asyncio.CancelledError:
            if not begun:
                ended = PlainTextResponse(_ENDS, 503, {"Connection": "close"})
                await ended(scope, receive, send)


def _answer(status: int, said: bytes) -> bytes:
    head = b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\ncontent-length: "
    return STATUS_LINE[status] + head + str(len(said)).encode() + b"\r\n\r\n" + said
