"""An application asked without a server: requests go in, and answers come out, in this process."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from fastapi import FastAPI
from hostile import HOST, Request
from starlette.types import Message, Scope

WAIT = 20
"""Seconds at most for an answer."""


@dataclass
class Answer:
    """What came back; of a stream that was left, what had come by then."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:  # noqa: ANN401 - as json.loads
        return json.loads(self.body)


def scope_of(request: Request) -> Scope:
    """As the server makes it of what comes over the wire."""
    path, _, query = request.target.partition("?")
    headers = {
        "host": f"{HOST}:7860",
        "content-length": str(len(request.body)),
        **request.headers,
    }
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "scheme": "http",
        "method": request.method,
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers.items()],
        "client": ("127.0.0.1", 4_000),
        "server": (HOST, 7860),
        "state": {},
    }


async def sent(app: FastAPI, request: Request, *, leaves: bool = False) -> Answer:
    """Send it, and what came back. leaves: as soon as the answer has begun."""
    gone = asyncio.Event()
    bodies = iter([request.body])
    answer = Answer()

    async def receive() -> Message:
        if (body := next(bodies, None)) is not None:
            return {"type": "http.request", "body": body, "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {
                name.decode().lower(): value.decode() for name, value in message["headers"]
            }
        else:
            answer.body += message.get("body", b"")
        if leaves or not message.get("more_body", True):
            gone.set()

    await asyncio.wait_for(app(scope_of(request), receive, send), WAIT)
    return answer


def joining(data: list[str], function: int = 0, session: str = "tab") -> Request:
    """A page's event for the queue."""
    body = {"data": data, "fn_index": function, "session_hash": session, "trigger_id": 7}
    content = json.dumps(body).encode()
    return Request("POST", "/gradio_api/queue/join", content, "application/json")


def reading(session: str = "tab") -> Request:
    """The stream of what happens to a page's events."""
    return Request("GET", f"/gradio_api/queue/data?session_hash={session}")


async def asked(app: FastAPI, question: str, conversation: str = "", session: str = "tab") -> str:
    """The conversation in which a question was answered."""
    given = json.dumps({"conversation": conversation})
    joined = await sent(app, joining([question, given], session=session))
    assert joined.status == 200, joined
    stream = await sent(app, reading(session))
    last = [
        message
        for line in stream.body.decode().split("\n\n")
        if line
        and (message := json.loads(line.removeprefix("data: ")))["msg"].endswith("completed")
    ][-1]
    assert last["success"], last
    return last["output"]["data"][0].rpartition('data-conversation="')[2].partition('"')[0]
