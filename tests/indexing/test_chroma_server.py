"""What a Chroma server is asked, and what is said of one that does not answer as it should."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from itertools import pairwise

import httpx
import numpy as np
import pytest
from chroma_process import made_up
from fake_chroma import FakeChroma

from assistant.errors import UsageError, VectorServerUnusable
from assistant.indexing import chroma_server
from assistant.indexing.chroma_server import REST_SECONDS, ChromaServer, portions
from assistant.indexing.recall import EFFORTS
from assistant.settings import Settings

SECRET = "s3cret-token"  # noqa: S105  # of no server


def test_without_an_address_there_is_no_server() -> None:
    assert ChromaServer.of(Settings()) is None


def test_what_was_added_is_counted_and_found() -> None:
    rows = made_up(50, 8)
    server = FakeChroma().client()
    assert server.check() == 100
    made = server.create("assistant-x", {"rows": 50}, EFFORTS[0], 50)
    server.add(made, 0, rows[:30])
    server.add(made, 30, rows[30:])
    assert server.count(made) == 50
    assert [found[0] for found in server.nearest(made, rows, 3)] == list(range(50))
    assert server.asked(made, rows[7], 1) == [7]
    server.describe(made, {"state": "ready"})
    assert [one.metadata for one in server.collections("assistant-")] == [
        {"rows": 50, "state": "ready"}
    ]
    server.delete("assistant-x")
    assert server.collections("assistant-") == []


def test_a_long_list_of_collections_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma_server, "_PAGE", 3)
    server = FakeChroma().client()
    for number in range(7):
        server.create(f"{'ours' if number % 2 else 'theirs'}-{number}", {}, EFFORTS[0], 2)
    assert [one.name for one in server.collections("ours")] == ["ours-1", "ours-3", "ours-5"]


@pytest.mark.parametrize(
    ("settings", "headers"),
    [
        ({}, {"authorization": None, "x-chroma-token": None}),
        (
            {"chroma_token": SECRET},
            {"authorization": f"Bearer {SECRET}", "x-chroma-token": SECRET},
        ),
        (
            {"chroma_token": "open sesame", "chroma_user": "Aladdin"},
            {"authorization": "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "x-chroma-token": None},
        ),
    ],
)
def test_credentials_are_sent(settings: dict[str, str], headers: dict[str, str | None]) -> None:
    fake = FakeChroma()
    fake.client(**settings).check()
    for request in fake.requests:
        assert {name: request.headers.get(name) for name in headers} == headers


def test_tenant_and_database_are_part_of_the_address() -> None:
    fake = FakeChroma()
    server = fake.client(chroma_tenant="team", chroma_database="papers")
    with pytest.raises(VectorServerUnusable):  # which the stand-in does not have
        server.check()
    assert fake.requests[-1].url.path == "/api/v2/tenants/team/databases/papers"


def unreachable(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError(f"refused, says a proxy with {SECRET}")


def answers(status: int, content: object) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status, content=json.dumps(content))


@pytest.mark.parametrize(
    ("fails", "told"),
    [
        (unreachable, "the connection fails"),
        (answers(401, SECRET), "correct ASSISTANT_CHROMA_TOKEN"),
        (answers(403, SECRET), "correct ASSISTANT_CHROMA_TOKEN"),
        (answers(404, SECRET), "needs Chroma 1.0 or newer"),
        (answers(500, {"error": "InternalError", "message": SECRET}), "look at its log"),
        (lambda _: httpx.Response(200, content=f"<html>{SECRET}"), "not that of a Chroma server"),
    ],
)
def test_trouble_is_one_line_without_a_word_of_the_server(
    fails: Callable[[httpx.Request], httpx.Response], told: str
) -> None:
    server = FakeChroma(fails=fails).client(chroma_token=SECRET)
    with pytest.raises(VectorServerUnusable, match=told) as raised:
        server.check()
    assert "\n" not in str(raised.value)
    assert SECRET not in str(raised.value)
    assert "http://chroma.test:8000" in str(raised.value)


@pytest.mark.parametrize("odd", [None, 3, "x", [], [1], [{"id": 1}], {"ids": 3}, {"ids": [["x"]]}])
def test_odd_answers_are_told_as_such(odd: object) -> None:
    fake = FakeChroma()
    server = fake.client()
    made = server.create("assistant-x", {}, EFFORTS[0], 2)
    fake.fails = answers(200, odd)
    with pytest.raises(VectorServerUnusable):
        server.asked(made, made_up(1, 8)[0], 1)
    if odd != 3:
        with pytest.raises(VectorServerUnusable):
            server.count(made)
    with pytest.raises(VectorServerUnusable):
        server.create("assistant-y", {}, EFFORTS[0], 2)
    if odd != []:
        with pytest.raises(VectorServerUnusable):
            server.collections("")


def test_a_question_does_not_wait_for_a_server_that_is_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chroma_server, "QUESTION_SECONDS", 0.01)
    fake, now, over = FakeChroma(), [0.0], threading.Event()
    server = fake.client(lambda: now[0])
    made = server.create("assistant-x", {}, EFFORTS[0], 2)
    rows = made_up(3, 8)
    server.add(made, 0, rows)

    def silent(_: httpx.Request) -> None:
        over.wait(30)

    fake.fails = silent
    with pytest.raises(VectorServerUnusable, match="in time"):
        server.asked(made, rows[0], 1)
    over.set()
    asked = fake.asked("/query")
    now[0] += REST_SECONDS - 1
    with pytest.raises(VectorServerUnusable, match="a moment ago"):
        server.asked(made, rows[0], 1)
    assert fake.asked("/query") == asked  # nothing was sent
    monkeypatch.setattr(chroma_server, "QUESTION_SECONDS", 30.0)
    now[0] += 2
    assert server.asked(made, rows[0], 1) == [0]


def test_a_server_that_answers_a_check_is_asked_at_once() -> None:
    fake = FakeChroma(fails=unreachable)
    server = fake.client()
    collection = chroma_server.Collection("id", "name")
    with pytest.raises(VectorServerUnusable):
        server.asked(collection, np.zeros(8, np.float32), 1)
    fake.fails = lambda _: None
    made = server.create("assistant-x", {}, EFFORTS[0], 2)
    rows = made_up(3, 8)
    server.add(made, 0, rows)
    with pytest.raises(VectorServerUnusable, match="a moment ago"):
        server.asked(made, rows[0], 1)
    server.check()
    assert server.asked(made, rows[0], 1) == [0]


def test_what_is_closed_says_so() -> None:
    server = FakeChroma().client()
    server.close()
    server.close()
    with pytest.raises(VectorServerUnusable):
        server.check()
    with pytest.raises(VectorServerUnusable):
        server.asked(chroma_server.Collection("id", "name"), np.zeros(8, np.float32), 1)


@pytest.mark.parametrize("count", [1, 2, 999, 1_000, 1_001, 5_500, 20_000, 123_457, 1_000_000])
@pytest.mark.parametrize("most", [100, 1_000, 5_461])
def test_nothing_is_left_in_the_servers_queue(count: int, most: int) -> None:
    steps, sync = portions(count, most)
    assert steps[0].start == 0
    assert all(one.stop == other.start for one, other in pairwise(steps))
    assert steps[-1].stop == count
    assert all(0 < len(step) <= most for step in steps)
    waiting = synced = 0
    for step in steps:
        waiting += len(step)
        if waiting >= sync:
            waiting, synced = 0, synced + 1
    assert waiting == 0 or count < 2
    assert synced <= 50


def test_the_settings_take_no_password_in_the_address() -> None:
    with pytest.raises(UsageError) as raised:
        Settings(chroma_url=f"http://user:{SECRET}@host:8000")
    assert SECRET not in str(raised.value)
    with pytest.raises(UsageError):
        Settings(chroma_tenant="a/b")
    assert SECRET not in repr(Settings(chroma_token=SECRET))
