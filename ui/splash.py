"""A splash page with a usable question box, shown at once until the real page is ready.

Importing Gradio takes seconds, and building an index takes longer the more documents there are. So
the server listens first and does that work afterwards; meanwhile it serves a page that looks the
same, shows the progress, and is replaced by itself (`static/starting.js`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from assistant.messages import MESSAGES
from ui.documents.indexer import OPENING, STEPS, Indexer, as_json
from ui.responses import done
from ui.security import Guard
from ui.templating import render

if TYPE_CHECKING:
    from fastapi import FastAPI

PATIENCE = 20.0
"""Seconds that the question whether the page is ready waits for its answer."""

GLANCE = 0.5
"""Seconds between two looks for news."""

STATIC = Path(__file__).with_name("static")


class Starting:
    """An ASGI application that stands in for another until that is built.

    build:   makes the other one, in a thread.
    started: called once that serves.
    failed:  called where `build` raises; `error` is what it raised.
    indexer: reads the documents that `build` may wait for; it ends with the server.
    """

    def __init__(
        self,
        build: Callable[[], FastAPI],
        started: Callable[[], None],
        failed: Callable[[], None],
        indexer: Indexer,
    ) -> None:
        self._build, self._started, self._failed = build, started, failed
        self._indexer = indexer
        self.error: Exception | None = None
        self.app: FastAPI | None = None
        self._woken = asyncio.Event()
        self._waiting = Guard(_waiting(self._ready, indexer))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the server's own life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await (self.app or self._waiting)(scope, receive, send)

    def end(self) -> None:
        """End all waiting: the server is shutting down."""
        self._woken.set()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        async with AsyncExitStack() as stack:
            building = asyncio.create_task(self._start(stack))
            await receive()
            building.cancel()
        await asyncio.to_thread(self._indexer.stop)
        await send({"type": "lifespan.shutdown.complete"})

    async def _start(self, stack: AsyncExitStack) -> None:
        try:
            built = await asyncio.to_thread(self._build)
            await stack.enter_async_context(built.router.lifespan_context(built))
        except Exception as error:
            self.error = error
            self._failed()
            return
        self.app = built
        self._woken.set()
        self._started()

    async def _ready(self, request: Request) -> Response:
        """Whether the page is there, once that or how far it is has changed.

        Whoever asks waits: asking again and again would keep the import from its work. With `?now`
        the answer comes at once.
        """
        seen = None if "now" in request.query_params else self._indexer.status
        waited = 0.0
        while self._indexer.status == seen and waited < PATIENCE and not self._woken.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), GLANCE)
            waited += GLANCE
        return done({"ready": self.app is not None, "indexing": as_json(self._indexer.status)})


def _waiting(ready: Callable[[Request], Awaitable[Response]], indexer: Indexer) -> Starlette:
    page = render("starting.html", steps=(*STEPS, OPENING))

    async def show(_: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    async def index(_: Request) -> Response:
        indexer.request()
        return done(as_json(indexer.status))

    async def later(_: Request) -> Response:
        return PlainTextResponse(MESSAGES.starting, 503, headers={"Retry-After": "1"})

    return Starlette(
        routes=[
            Route("/", show),
            Route("/api/ready", ready),
            Route("/api/indexing", index, methods=["POST"]),
            Mount("/page", StaticFiles(directory=STATIC)),
            Route("/{rest:path}", later, methods=["GET", "POST", "PATCH", "DELETE"]),
        ]
    )
