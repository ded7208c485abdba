"""The page while it starts: shown at once, its question box usable, until the real one is there.

Gradio alone takes seconds to import. So the server listens first and imports then; meanwhile it
serves a page of our own that looks the same and gives way by itself (`static/starting.js`).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from assistant.phrases.phrases import Phrases
from ui.fragments import done
from ui.guard import Guard
from ui.markup import escape

if TYPE_CHECKING:
    from fastapi import FastAPI

PATIENCE = 20
"""Seconds that the question whether the page is ready waits for its answer."""

STATIC = Path(__file__).with_name("static")


class Starting:
    """An ASGI application that stands in for another until that is built.

    build:  makes the other one, in a thread.
    failed: called where that raises; `error` is what it raised.
    """

    def __init__(
        self, build: Callable[[], FastAPI], phrases: Phrases, failed: Callable[[], None]
    ) -> None:
        self._build, self._failed = build, failed
        self.error: Exception | None = None
        self._built = asyncio.Event()
        self._waiting = Guard(_waiting(phrases, self._built))
        self.app: FastAPI | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the server's own life."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await (self.app or self._waiting)(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        async with AsyncExitStack() as stack:
            building = asyncio.create_task(self._start(stack))
            await receive()
            building.cancel()
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
        self._built.set()


def _waiting(phrases: Phrases, built: asyncio.Event) -> Starlette:
    template = (STATIC / "starting.html").read_text(encoding="utf-8")
    heading = (STATIC / "heading.html").read_text(encoding="utf-8")
    page = template.format(
        heading=heading.format(name=escape(phrases.name), claim=escape(phrases.claim)),
        name=escape(phrases.name),
        starting=escape(phrases.starting),
        hint=escape(phrases.question_hint),
        label=escape(phrases.question_label),
    )

    async def show(_: Request) -> Response:
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})

    async def ready(_: Request) -> Response:
        # Whoever asks waits here: asking again and again would keep the import from its work.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(built.wait(), PATIENCE)
        return done({"ready": built.is_set()})

    async def later(_: Request) -> Response:
        return PlainTextResponse(phrases.starting, 503, headers={"Retry-After": "1"})

    return Starlette(
        routes=[
            Route("/", show),
            Route("/api/ready", ready),
            Mount("/page", StaticFiles(directory=STATIC)),
            Route("/{rest:path}", later, methods=["GET", "POST", "PATCH", "DELETE"]),
        ]
    )
