"""The server's side of a connection, which does not wait for ever.

Uvicorn waits for a request without end: for its first byte, for the rest of its headers, for the
rest of its body, and for a client to read what is sent to it. A few hundred such connections would
take all files that a process may have open. Here each of these has its time.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

PATIENCE = 30.0
"""Seconds for a request to come whole, and for a client to read on."""
BYTES_PER_SECOND = 50_000
"""Whoever sends this fast has all the time that the body needs: 500 MB of documents take some."""
LONGEST_HEAD = 64 * 1024
"""Bytes of a request's first line and its headers, for which the parser knows no limit."""

_LATE = b"The request came too slowly: try again."


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
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._expect_no_more()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes came."""
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
        answered = cycle is not None and not another and cycle.response_started
        if self._in_request and not answered:
            self.transport.write(_answer())
        self.transport.close()


def _answer() -> bytes:
    head = b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\ncontent-length: "
    return STATUS_LINE[408] + head + str(len(_LATE)).encode() + b"\r\n\r\n" + _LATE
