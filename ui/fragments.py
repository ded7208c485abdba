"""Answers to the page's own requests: HTML of a view, and JSON for what changes something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.errors import AssistantError
from ui.markup import escape

_FRESH = {"Cache-Control": "no-store"}


def view(html: str, status: int = 200) -> Response:
    """A view for `static/router.js`: a fragment that begins with an `h1`."""
    return HTMLResponse(html, status, headers=_FRESH)


def problem_view(title: str, message: str, status: int = 400) -> Response:
    """A view that says in one line what is wrong and what to do."""
    notice = f'<p class="notice bad" role="alert" dir="auto">{escape(message)}</p>'
    return view(f"<h1>{escape(title)}</h1>{notice}", status)


def done(content: object = None, status: int = 200) -> Response:
    """The answer to a change that was made."""
    return JSONResponse({} if content is None else content, status, headers=_FRESH)


def refused(message: str, status: int = 400) -> Response:
    """The answer to a change that was not made, in one line that `static/api.js` shows."""
    return JSONResponse({"error": message}, status, headers=_FRESH)


def changing(change: Callable[[Request], object]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint from a function that may block: its errors become one line."""

    async def endpoint(request: Request) -> Response:
        try:
            return done(await run_in_threadpool(change, request))
        except AssistantError as error:
            return refused(str(error))

    return endpoint


def viewing(title: str, show: Callable[[Request], str]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint from a function that makes a view's HTML and may block."""

    async def endpoint(request: Request) -> Response:
        try:
            return view(await run_in_threadpool(show, request))
        except AssistantError as error:
            return problem_view(title, str(error))

    return endpoint
