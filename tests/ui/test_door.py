"""What is let through to Gradio, how often, and what a client is told that is not."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from asgi import Answer, joining, reading, scope_of, sent
from fake_assistant import FakeAssistant
from hostile import DIGITS, JSON, Request

from assistant.generation.events import Event
from assistant.settings import Settings
from ui.app import _mounted, create_app
from ui.door.clients import Rate, client
from ui.door.messages import BY_PATH, LARGEST, Join, parsed, read

JOIN = "/gradio_api/queue/join"


@pytest.mark.parametrize(
    "text", ["", "nothing", "[1", "[1]x", '{"a": 1,}', "\ufeff{}", b"\xff\xfe"]
)
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of several kinds
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        DIGITS,
        "-" + DIGITS,
        str(LARGEST + 1),
        "1e999",
        "NaN",
        "-Infinity",
        "[" * 5_000,
        '{"a":' * 9_999,
    ],
)
def test_what_python_could_not_go_on_with_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"number|deeply"):
        read(f"[{text}")
    with pytest.raises(ValueError):  # noqa: PT011
        read(f"[{text}]".encode())


@pytest.mark.parametrize("number", [DIGITS, "1e999", "NaN", str(-LARGEST - 1)])
def test_where_it_is_asked_for_a_useless_number_spoils_nothing_else(number: str) -> None:
    assert read(f'["x", {number}, 1.5, {LARGEST}]', lenient=True) == ["x", None, 1.5, LARGEST]


def test_half_a_character_is_mended_and_all_else_stays() -> None:
    given = {"a\ud83e": ["\ud83e", {"b": "x\udfffy"}], "c": "🧠", "d": [LARGEST, -1.5, None, True]}
    read_ = read(json.dumps(given))
    assert read_ == {
        "a\ufffd": ["\ufffd", {"b": "x\ufffdy"}],
        "c": "🧠",
        "d": [LARGEST, -1.5, None, True],
    }
    json.dumps(read_, ensure_ascii=False).encode()  # can be written


def test_a_message_of_the_page_is_taken_and_what_else_it_holds_is_left_out() -> None:
    given = {
        "data": ["x", None],
        "fn_index": 0,
        "session_hash": "a1-_",
        "event_data": {"number": 1, "kept": True, "text": None},
        "oauth_token": "x",
        "batched": True,
    }
    message = parsed(JOIN, json.dumps(given).encode())
    assert isinstance(message, Join)
    dropped = {"oauth_token", "batched"}
    assert message.model_dump(exclude_unset=True) == {
        key: value for key, value in given.items() if key not in dropped
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("fn_index", value) for value in ("0", 0.5, True, None, [])),
        *(("session_hash", value) for value in ("", "a b", "x" * 65, "é", "a\n", "../x", 1, None)),
        *(("data", value) for value in ("x", {}, [1], [["x"]], [{"path": "/etc/passwd"}], None)),
        *(("event_data", value) for value in ("x", [], {"a": []}, {"a": {}}, 1)),
        ("trigger_id", "7"),
    ],
)
def test_what_the_page_never_sends_is_refused(name: str, value: object) -> None:
    given: dict[str, Any] = {"data": ["x", "{}"], "fn_index": 0, "session_hash": "x", name: value}
    with pytest.raises(ValueError, match="no request that the page sends"):
        parsed(JOIN, json.dumps(given).encode())


@pytest.mark.parametrize("path", BY_PATH)
def test_a_message_needs_all_its_parts(path: str) -> None:
    with pytest.raises(ValueError, match="no request that the page sends"):
        parsed(path, b"{}")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_client_may_ask_so_often_in_any_minute() -> None:
    clock = Clock()
    rate = Rate(3, clock)
    for _ in range(3):
        assert rate.wait("a") == 0
        rate.count("a")
        clock.now += 10
    assert rate.wait("a") == 30  # until the first of the three is a minute ago
    assert rate.wait("b") == 0
    clock.now += 30
    assert rate.wait("a") == 0
    rate.count("a")
    assert rate.wait("a") == 10


def test_no_limit_counts_nothing() -> None:
    rate = Rate(0)
    for _ in range(100):
        rate.count("a")
    assert rate.wait("a") == 0
    assert not rate._asked


def test_only_so_many_clients_are_remembered() -> None:
    rate = Rate(1, Clock(), clients=3)
    for name in "abcda":
        rate.count(name)
    assert set(rate._asked) == {"a", "c", "d"}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("a pipe", "a pipe"),
    ],
)
def test_a_client_is_its_address(address: str, name: str) -> None:
    scope = {**scope_of(Request("GET", "/")), "client": (address, 1)}
    assert client(scope) == name
    assert client({"type": "http", "client": None}) == ""


def test_what_a_client_says_of_itself_makes_it_no_other() -> None:
    scope = scope_of(Request("GET", "/"))
    scope["headers"] += [(b"x-forwarded-for", b"10.0.0.1"), (b"forwarded", b"for=10.0.0.1")]
    assert client(scope) == "127.0.0.1"


def answers(fake: FakeAssistant, *requests: Request, waiting: int = 0) -> list[Answer]:
    """waiting: how many questions wait already."""

    async def ask() -> list[Answer]:
        app = create_app(fake)  # type: ignore[arg-type]
        page = _mounted(app).get_blocks()
        async with app.router.lifespan_context(app):
            page._queue.create_event_queue_for_fn(page.fns[0])
            queue = page._queue.event_queue_per_concurrency_id["questions"]
            queue.concurrency_limit = 0 if waiting else 4
            busy = [await sent(app, joining(["x", "{}"])) for _ in range(waiting)]
            assert all(one.status == 200 for one in busy)
            return [await sent(app, request) for request in requests]

    return asyncio.run(ask())


def test_too_many_questions_are_told_when_to_come_back(fake: FakeAssistant) -> None:
    fake.settings = Settings(questions_per_minute=2)
    *taken, refused, shown = answers(
        fake,
        joining(["one", "{}"]),
        joining(["two", "{}"], session="another-tab"),
        joining(["three", "{}"], session="and-one-more"),
        joining(["{}"], function=4),  # what shows the page is no question
    )
    assert [one.status for one in taken] == [200, 200]
    assert refused.status == 429
    seconds = int(refused.headers["retry-after"])
    assert 58 <= seconds <= 60
    assert f"ask again in {seconds} s" in refused.json["detail"]
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert shown.status == 200


def test_where_enough_wait_the_next_is_told_when_to_come_back(fake: FakeAssistant) -> None:
    fake.settings = Settings(questions_per_minute=5, questions_waiting=3)
    refused, shown = answers(
        fake, joining(["one more", "{}"]), joining(["{}"], function=4), waiting=3
    )
    assert refused.status == 503
    seconds = int(refused.headers["retry-after"])
    assert 1 <= seconds <= 60
    assert f"ask again in {seconds} s" in refused.json["detail"]
    assert shown.status == 200  # pages are opened all the same


def test_a_question_that_is_refused_counts_for_nothing(fake: FakeAssistant) -> None:
    fake.settings = Settings(questions_per_minute=4, questions_waiting=3)
    again = [joining(["one more", "{}"])] * 3
    assert [one.status for one in answers(fake, *again, waiting=3)] == [503, 503, 503]


@pytest.mark.parametrize(
    "request_",
    [
        Request("POST", JOIN, b"\xff\xfe", JSON),
        Request("POST", "/gradio_api/cancel", b"\xff\xfe", JSON),
        joining(["x", "{}"], function=10),
        joining(["x"], function=0),
        joining(["x"], function=3),  # it only cancels others, in the browser
    ],
    ids=str,
)
def test_what_gradio_would_fall_over_is_refused_in_a_line(
    fake: FakeAssistant, request_: Request
) -> None:
    (answer,) = answers(fake, request_)
    assert answer.status == 400
    assert answer.json == {"detail": "This is no request that the page sends: open the page again."}


def test_a_body_that_is_too_large_is_told_so(fake: FakeAssistant) -> None:
    request = Request("POST", JOIN, b"x" * 1_000_001, JSON)
    (answer,) = answers(fake, request)
    assert answer.status == 413


def test_who_leaves_stops_what_is_written_for_them(
    fake: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.door.clients.MOMENT", 0)
    begun, ended = threading.Event(), threading.Event()

    def writes(*_: object, stop: threading.Event, **__: object) -> Iterator[Event]:
        begun.set()
        assert stop.wait(20)
        ended.set()
        yield from ()

    monkeypatch.setattr(fake, "stream", writes)

    async def leave() -> None:
        app = create_app(fake)  # type: ignore[arg-type]
        async with app.router.lifespan_context(app):
            assert (await sent(app, joining(["survival", "{}"]))).status == 200
            assert await asyncio.to_thread(begun.wait, 20)
            await sent(app, reading(), leaves=True)
            assert await asyncio.to_thread(ended.wait, 20)

    asyncio.run(leave())
