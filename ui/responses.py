"""Answers to the page's own requests: HTML of a view, and JSON for what changes something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.errors import AssistantError, UnknownConversation, UnknownDocument, UsageError
from ui.door.messages import read
from ui.templating import render

Endpoint = Callable[[Request], Awaitable[Response]]

_FRESH = {"Cache-Control": "no-store"}


def view(html: str, status: int = 200) -> Response:
    """A view for `static/router.js`: a fragment that begins with an `h1`."""
    return HTMLResponse(html, status, headers=_FRESH)


def problem_view(title: str, message: str, status: int = 400) -> Response:
    """A view that says in one line what is wrong and what to do."""
    return view(render("problem.html", title=title, message=message), status)


def done(content: object = None, status: int = 200) -> Response:
    """The answer to a change that was made."""
    return JSONResponse({} if content is None else content, status, headers=_FRESH)


def refused(message: str, status: int = 400) -> Response:
    """The answer to a change that was not made, in one line that `static/api.js` shows."""
    return JSONResponse({"error": message}, status, headers=_FRESH)


def refusal(error: AssistantError) -> Response:
    """The answer to a request that failed: 404 where what it names is not there, else 400."""
    return refused(str(error), _status(error))


def _status(error: AssistantError) -> int:
    return 404 if isinstance(error, UnknownConversation | UnknownDocument) else 400


def changing(change: Callable[[Request], object]) -> Endpoint:
    """An endpoint from a function that may block: its errors become one line."""

    async def endpoint(request: Request) -> Response:
        try:
            return done(await run_in_threadpool(change, request))
        except AssistantError as error:
            return refusal(error)

    return endpoint


def taking(change: Callable[[Request, dict[str, Any]], object]) -> Endpoint:
    """Like `changing`, for a function that also takes the request's JSON object."""

    async def endpoint(request: Request) -> Response:
        try:
            body = _object(await _body(request))
            return done(await run_in_threadpool(change, request, body))
        except AssistantError as error:
            return refusal(error)

    return endpoint


async def _body(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect as error:  # or `ui.security` has hung up on a body past the limit
        raise UsageError("The request ended too early, or is too large: send less.") from error


def _object(content: bytes) -> dict[str, Any]:
    try:
        body = read(content or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise UsageError("The request holds no JSON object: send one.")
    return body


def viewing(title: str, show: Callable[[Request], str]) -> Endpoint:
    """An endpoint from a function that makes a view's HTML and may block."""

    async def endpoint(request: Request) -> Response:
        try:
            return view(await run_in_threadpool(show, request))
        except AssistantError as error:
            return problem_view(title, str(error), _status(error))

    return endpoint


def sending(send: Callable[[Request], Response]) -> Endpoint:
    """An endpoint from a function that makes the whole response and may block."""

    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(send, request)
        except AssistantError as error:
            return refusal(error)

    return endpoint
