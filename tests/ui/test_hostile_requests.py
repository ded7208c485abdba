"""Whatever is sent to the page, it is refused in a line: no 500, no traceback in the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

import pytest
from fake_assistant import FakeAssistant
from fastapi import FastAPI
from hostile import HOST, Request, requests, some
from starlette.types import Message, Scope

from assistant.settings import Settings
from ui.web import create_app

EACH = 25
"""Requests to each route; `make fuzz` sends all there are, to a server."""


def scope_of(request: Request) -> Scope:
    """As the server makes it of what comes over the wire."""
    path, _, query = request.target.partition("?")
    headers = {
        "host": f"{HOST}:7860",
        "content-length": str(len(request.body)),
        **request.headers,
    }
    return {
        **{"type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "scheme": "http"},
        **{"http_version": "1.1", "method": request.method, "root_path": "", "state": {}},
        **{"path": unquote(path), "raw_path": path.encode(), "query_string": query.encode()},
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        **{"client": ("127.0.0.1", 4_000), "server": (HOST, 7860)},
    }


async def sent(app: FastAPI, request: Request) -> int:
    """The status of the answer; who asks for a stream leaves once it has begun."""
    begun = asyncio.Event()
    bodies = iter([request.body])
    status = 0

    async def receive() -> Message:
        if (body := next(bodies, None)) is not None:
            return {"type": "http.request", "body": body, "more_body": False}
        await begun.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        begun.set()

    await asyncio.wait_for(app(scope_of(request), receive, send), 20)
    return status


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[None]:
    async with app.router.lifespan_context(app):
        yield


def test_no_hostile_request_ends_in_a_traceback(
    fake: FakeAssistant, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    faults: list[str] = []
    fake.settings = Settings(questions_per_minute=0)  # or most would be refused for their number

    async def send_all() -> None:
        app = create_app(fake)  # type: ignore[arg-type]
        async with running(app):
            for request in some(requests(app.routes), EACH, seed=1):
                caplog.clear()
                capfd.readouterr()
                try:
                    status = await sent(app, request)
                except Exception as error:
                    faults.append(f"{error!r}: {request}")
                    continue
                said = caplog.text + "".join(capfd.readouterr())
                if not 200 <= status < 500 or "Traceback" in said:
                    faults.append(f"{status} {said[-300:]}: {request}")

    asyncio.run(send_all())
    said = caplog.text + "".join(capfd.readouterr())
    if "Traceback" in said:  # of an event that was answered later
        faults.append(said)
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:40])
