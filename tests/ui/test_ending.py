"""The server ends: whoever waits hears so in a line, and nothing is printed as a fault."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from ui import app

HALF = b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n{"
ENDED = "The page has ended: start it again, then ask again."


class Page:
    """In the place of `ui.splash.Starting`. begun: set once `/slow` or `/stream` is asked for."""

    def __init__(self) -> None:
        self.app = None
        self.begun = asyncio.Event()
        self.pages = Starlette(
            routes=[
                Route("/body", self.body, methods=["POST"]),
                Route("/slow", self.slow),
                Route("/stream", self.stream),
            ]
        )

    async def __call__(self, *given: Any) -> None:  # noqa: ANN401
        await self.pages(*given)

    def end(self) -> None:
        pass

    async def body(self, request: Request) -> Response:
        self.begun.set()
        return PlainTextResponse(await request.body())

    async def slow(self, _: Request) -> Response:
        self.begun.set()
        await asyncio.Event().wait()
        return PlainTextResponse("never")

    async def stream(self, _: Request) -> Response:
        async def parts() -> Any:  # noqa: ANN401
            yield b"a part"
            self.begun.set()
            await asyncio.Event().wait()

        return StreamingResponse(parts())


def got(sent: bytes, *, waits: bool = True) -> tuple[bytes, list[str]]:
    """What comes back until the connection ends with the server; and what the server called."""

    async def talk() -> tuple[bytes, list[str]]:
        page, called = Page(), []
        listening = app.listen("127.0.0.1", 0)
        server = app._server(
            page,  # type: ignore[arg-type]
            lambda: called.append("listening"),
            lambda: called.append("ended"),
        )
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not called:
            await asyncio.sleep(0)
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        writer.write(sent)
        while waits and not page.begun.is_set():
            await asyncio.sleep(0)
        while not server.server_state.connections:
            await asyncio.sleep(0)
        server.should_exit = True
        answer = b""
        try:
            answer = await asyncio.wait_for(reader.read(), 20)
        except ConnectionResetError:
            answer = b"reset"
        finally:
            writer.close()
        await serving
        return answer, called

    return asyncio.run(talk())


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "SHUTDOWN_SECONDS", 1.2)


@pytest.mark.parametrize(
    "sent", [HALF, b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"], ids=["half", "slow"]
)
def test_who_waits_for_an_answer_is_told(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        answer, called = got(sent)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert body.decode() == ENDED
    assert called == ["listening", "ended"]
    assert all(record.exc_info is None for record in caplog.records)
    assert "500" not in caplog.text


@pytest.mark.parametrize("sent", [HALF[:10], b""], ids=["half a head", "nothing"])
def test_who_has_asked_nothing_is_left(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    answer, called = got(sent, waits=False)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 503 ")
    assert called == ["listening", "ended"]
    assert caplog.records == []


def test_an_answer_that_is_cut_off_is_no_whole_one(caplog: pytest.LogCaptureFixture) -> None:
    answer, called = got(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer == b"reset" or not answer.endswith(b"0\r\n\r\n")
    assert called == ["listening", "ended"]
    assert all(record.exc_info is None for record in caplog.records)
