from __future__ import annotations

import asyncio
import base64
import hashlib

import pytest
from starlette.types import Message, Receive, Scope, Send

from assistant.errors import UsageError
from ui.app import listen
from ui.security import Guard, content_security_policy, is_loopback, refusal


def scope(path: str = "/", method: str = "GET", **headers: str) -> Scope:
    named = {"host": "127.0.0.1:7860", **headers}
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in named.items()]
    return {"type": "http", "method": method, "path": path, "headers": raw}


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("0.0.0.0", False),  # noqa: S104 - refused
        ("192.168.0.7", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
    ],
)
def test_what_is_this_computer(host: str, ours: bool) -> None:
    assert is_loopback(host) is ours


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7860", "", "[", "127.0.0.1@evil.example", "192.168.0.7"]
)
def test_a_foreign_host_is_refused(host: str) -> None:
    response = refusal(scope(host=host))
    assert response is not None
    assert response.status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost:7860", "[::1]:7860", "localhost"])
def test_our_own_host_passes(host: str) -> None:
    assert refusal(scope(host=host)) is None


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "http://127.0.0.1:9999", "http://localhost:7860", "null", "", "["],
)
def test_a_foreign_origin_is_refused(origin: str) -> None:
    response = refusal(scope("/gradio_api/queue/join", "POST", origin=origin))
    assert response is not None
    assert response.status_code == 403


def test_our_own_origin_passes_and_so_does_none() -> None:
    own = scope("/gradio_api/queue/join", "POST", origin="http://127.0.0.1:7860")
    assert refusal(own) is None
    assert refusal(scope("/gradio_api/queue/join", "POST")) is None


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://evil.example",
        "/gradio_api/component_server",
        "/gradio_api/run/ask",
        "/gradio_api/call/ask",
        "/gradio_api/openapi.json",
        "/docs",
        "/openapi.json",
        "/monitoring",
        "/login",
    ],
)
def test_what_the_page_does_not_need_is_not_there(path: str) -> None:
    response = refusal(scope(path))
    assert response is not None
    assert response.status_code == 404


@pytest.mark.parametrize("length", ["1000001", "-1", "many", "1e3"])
def test_a_request_of_no_sensible_length_is_refused(length: str) -> None:
    response = refusal(scope("/gradio_api/queue/join", "POST", content_length=length))
    assert response is not None
    assert response.status_code == 413


def test_a_body_that_grows_past_the_limit_is_cut_off() -> None:
    received: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            received.append(await receive())
            if received[-1]["type"] == "http.disconnect":
                return

    async def endless() -> Message:
        return {"type": "http.request", "body": b"x" * 300_000, "more_body": True}

    async def send(message: Message) -> None:
        pass

    asyncio.run(Guard(app)(scope("/gradio_api/queue/join", "POST"), endless, send))
    assert [message["type"] for message in received] == [*["http.request"] * 3, "http.disconnect"]


def test_inline_scripts_are_allowed_by_hash_alone() -> None:
    policy = content_security_policy(b"<script>a()</script><script src='/x.js'></script>")
    digest = base64.b64encode(hashlib.sha256(b"a()").digest()).decode()
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert script == f"script-src 'self' 'unsafe-eval' 'sha256-{digest}'"
    assert "default-src 'self'" in policy
    assert "img-src 'self' data:" in policy
    assert "connect-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_websocket_is_refused() -> None:
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(app)({**scope(), "type": "websocket"}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_a_taken_port_gives_the_next_free_one() -> None:
    with listen("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with listen("127.0.0.1", taken) as second:
            assert taken < second.getsockname()[1] <= taken + 20


def test_another_computers_address_is_refused() -> None:
    with pytest.raises(UsageError, match="no log-in yet"):
        listen("0.0.0.0", 7860)  # noqa: S104 - refused
