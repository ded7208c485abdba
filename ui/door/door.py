"""ASGI middleware before the page's application: see `ui.door`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.messages import MESSAGES
from ui.door.clients import Rate, Readers, client
from ui.door.messages import BY_PATH, MALFORMED, Join, parsed

if TYPE_CHECKING:
    from ui.chat.queue import Queued, Running

EVENTS = "/gradio_api/queue/data"
OURS = ("/api/", "/page/", "/receipt/", "/view/")
"""Where this project's own routes are; the others are Gradio's."""
LONGEST_WAIT = 60
"""Seconds that a full queue asks a client to wait, at most."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on asking. waiting: how many questions may wait for a place."""

    rate: Rate
    waiting: int


class Door:
    """Lets a page's messages through to Gradio, and its questions while there is room.

    queued: what waits. running: what is being answered.
    """

    def __init__(self, app: ASGIApp, queued: Queued, running: Running, limits: Limits) -> None:
        self._app, self._queued, self._running = app, queued, running
        self._limits = limits
        self._readers = Readers(self._gone)
        self._joining = 0  # questions that were let through and are not in the queue yet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, or refuse it in one line."""
        if scope["type"] != "http" or scope["path"].startswith(OURS):
            await self._app(scope, receive, send)
        elif scope["method"] == "POST" and scope["path"] in BY_PATH:
            await self._message(scope, receive, send)
        elif scope["path"] == EVENTS:
            await self._events(scope, receive, send)
        else:
            # Gradio would look up pages and saved states that the address names: there are none.
            await self._app({**scope, "query_string": b""}, receive, send)

    async def _message(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await _whole(receive)
        if body is None:  # the client has gone, or the guard has hung up
            return
        try:
            message = parsed(scope["path"], body)
            self._require_function(message)
        except ValueError as error:
            await _refused(400, str(error))(scope, receive, send)
            return
        asks = isinstance(message, Join) and self._queued.asks(message.fn_index)
        if asks and (refused := self._no_room(client(scope))):
            await refused(scope, receive, send)
            return
        if isinstance(message, Join):
            self._readers.came(message.session_hash)
            self._queued.joined(message.session_hash)
        written = message.model_dump_json().encode()
        self._joining += asks
        try:
            await self._app(_with_body(scope, written), _Again(written, receive), send)
        finally:
            self._joining -= asks

    def _require_function(self, message: object) -> None:
        if isinstance(message, Join) and self._queued.arguments(message.fn_index) != len(
            message.data
        ):
            raise ValueError(MALFORMED)

    def _no_room(self, asker: str) -> Response | None:
        """The refusal of a question; None for one that may be asked, which is counted."""
        rate = self._limits.rate
        if wait := math.ceil(rate.wait(asker)):
            said = MESSAGES.too_many_questions.format(count=rate.most, seconds=wait)
            return _refused(429, said, wait)
        if self._queued.waiting() + self._joining >= self._limits.waiting:
            wait = min(LONGEST_WAIT, max(1, math.ceil(self._running.seconds_for_one())))
            return _refused(503, MESSAGES.queue_full.format(seconds=wait), wait)
        rate.count(asker)
        return None

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The stream of a session; once its reader has left, nothing is written for it."""
        session = scope["query_string"].decode("latin-1").removeprefix("session_hash=")
        if not self._queued.knows(session):
            await _refused(404, MALFORMED)(scope, receive, send)
            return
        self._queued.joined(session)
        with self._readers.reading(session):
            await self._app(scope, receive, send)

    def _gone(self, session: str) -> None:
        self._running.leave(session)
        self._queued.left(session)


def _refused(status: int, said: str, wait: int = 0) -> Response:
    """In the shape that Gradio's browser code shows. wait: seconds until it is worth asking."""
    headers = {"Cache-Control": "no-store"}
    if wait:
        headers["Retry-After"] = str(wait)
    return JSONResponse({"detail": said}, status, headers)


async def _whole(receive: Receive) -> bytes | None:
    """The body; None if the rest of it does not come."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def _with_body(scope: Scope, body: bytes) -> Scope:
    dropped = (b"content-length", b"content-type", b"content-encoding", b"transfer-encoding")
    headers = [(name, value) for name, value in scope["headers"] if name not in dropped]
    headers += [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    return {**scope, "headers": headers, "query_string": b""}


class _Again:
    """`receive` with another body."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}
