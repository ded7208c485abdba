"""A connection that keeps the server waiting is ended, and one that does not is left alone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from ui import timeouts

HEAD = b"POST /body HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100\r\n\r\n"
WHOLE = HEAD + b"x" * 100
BIG = 50_000_000


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeouts, "PATIENCE", 0.3)


@asynccontextmanager
async def served(seen: list[str]) -> AsyncIterator[uvicorn.Server]:
    """A server. seen: what its application went through."""

    async def body(request: Request) -> Response:
        try:
            seen.append(f"{len(await request.body())} bytes")
        except ClientDisconnect:
            seen.append("left")
        return PlainTextResponse("read")

    async def early(_: Request) -> Response:
        return PlainTextResponse("early")

    async def big(_: Request) -> Response:
        return StreamingResponse(iter([b"x" * BIG]))

    routes = [
        Route("/body", body, methods=["POST"]),
        Route("/early", early, methods=["POST", "GET"]),
        Route("/big", big),
    ]
    config = uvicorn.Config(
        Starlette(routes=routes), port=0, http=timeouts.Impatient, log_level="critical"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    yield server
    server.should_exit = True
    await serving


def port_of(server: uvicorn.Server) -> int:
    return int(server.servers[0].sockets[0].getsockname()[1])


def got(sent: bytes, *, trickled: bytes = b"", seen: list[str] | None = None) -> bytes:
    """All that comes back until the server ends the connection.

    trickled: sent after it, byte by byte and without end.
    """

    async def talk() -> bytes:
        async with served([] if seen is None else seen) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
            writer.write(sent)

            async def trickle() -> None:
                while trickled:
                    writer.write(trickled)
                    await asyncio.sleep(0.02)

            trickling = asyncio.create_task(trickle())
            try:
                return await asyncio.wait_for(all_of(reader), 20)
            finally:
                trickling.cancel()
                writer.close()

    return asyncio.run(talk())


async def all_of(reader: asyncio.StreamReader) -> bytes:
    """What is answered before the connection ends, or is cut off with bytes unread."""
    answer = b""
    with suppress(ConnectionResetError):
        while part := await reader.read(2**20):
            answer += part
    return answer


@pytest.mark.parametrize("sent", [HEAD[:10], HEAD, HEAD + b"x" * 50])
@pytest.mark.parametrize("trickled", [b"", b"a"])
def test_what_does_not_come_whole_is_ended_in_a_line(sent: bytes, trickled: bytes) -> None:
    sent = sent.replace(b": 100", b": 1000000")
    answer = got(sent, trickled=trickled)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert answer.endswith(b"The request came too slowly: try again.")


def test_who_says_nothing_is_left_without_a_word() -> None:
    assert got(b"") == b""
    assert got(b"", trickled=b"\r\n") == b""


def test_the_application_hears_that_the_rest_does_not_come() -> None:
    seen: list[str] = []
    got(HEAD, seen=seen)
    assert seen == ["left"]


def test_who_is_answered_before_all_was_sent_is_not_answered_twice() -> None:
    answer = got(HEAD.replace(b"/body", b"/early"))
    assert answer.count(b"HTTP/1.1") == 1
    assert answer.endswith(b"early")


LARGE = 30_000_000


@pytest.mark.parametrize("path", [b"/early", b"/early?" + b"a" * 70_000], ids=["body", "head"])
def test_who_sends_on_after_the_answer_can_read_it(
    path: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As most clients do: all is sent before anything is read."""
    monkeypatch.setattr(timeouts, "PATIENCE", 20)
    head = HEAD.replace(b"/body", path).replace(b": 100", b": %d" % LARGE)

    def talk(port: int) -> bytes:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(head)
            answer = client.recv(1)  # there was an answer before the rest is sent
            client.sendall(b"x" * LARGE)
            while part := client.recv(2**16):
                answer += part
            return answer

    async def answered() -> bytes:
        async with served([]) as server:
            return await asyncio.to_thread(talk, port_of(server))

    answer = asyncio.run(answered())
    assert answer.startswith(b"HTTP/1.1 200 " if path == b"/early" else b"HTTP/1.1 400 ")


def test_who_sends_on_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeouts, "LINGER", 0.2)

    async def sending() -> None:
        async with served([]) as server:
            _, writer = await asyncio.open_connection("127.0.0.1", port_of(server))
            writer.write(HEAD.replace(b"/body", b"/early"))
            ended = False
            async with asyncio.timeout(20):
                while not ended:
                    writer.write(b"x")
                    try:
                        await writer.drain()
                    except ConnectionError:
                        ended = True
                    await asyncio.sleep(0.01)

    asyncio.run(sending())


def test_empty_lines_after_an_answer_keep_no_connection() -> None:
    answer = got(WHOLE.replace(b"Connection: close\r\n", b""), trickled=b"\r\n")
    assert answer.count(b"HTTP/1.1") == 1


def test_a_whole_request_is_answered_and_so_is_the_next_on_its_connection() -> None:
    first = WHOLE.replace(b"Connection: close\r\n", b"")
    seen: list[str] = []
    assert got(first + WHOLE, seen=seen).count(b"HTTP/1.1 200 ") == 2
    assert seen == ["100 bytes", "100 bytes"]


def test_who_sends_fast_enough_has_all_the_time_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeouts, "BYTES_PER_SECOND", 1)
    answer = got(HEAD.replace(b": 100", b": 120"), trickled=b"x" * 6)
    assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    "head",
    [
        b"GET /early?" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /early HTTP/1.1\r\nA: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET /early HTTP/1.1\r\n" + b"A: aaaaaaaaaa\r\n" * 6_000 + b"\r\n",
    ],
    ids=["address", "header", "headers"],
)
def test_a_head_without_end_is_refused(head: bytes) -> None:
    assert got(head).startswith(b"HTTP/1.1 400 ")


def test_who_never_reads_is_ended() -> None:
    async def never() -> None:
        async with served([]) as server:
            with socket.create_connection(("127.0.0.1", port_of(server))) as client:
                client.sendall(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n")
                async with asyncio.timeout(20):
                    while not server.server_state.connections:
                        await asyncio.sleep(0)
                    while server.server_state.connections:
                        await asyncio.sleep(0)

    asyncio.run(never())


def test_a_large_answer_comes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeouts, "PATIENCE", 20)
    answer = got(b"GET /big HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert len(answer) > BIG
