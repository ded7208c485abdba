"""The page while it starts: there at once, says how far it is, gives way by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from fake_assistant import FakeAssistant
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from assistant.errors import AssistantError
from assistant.progress import Progress
from ui.documents.indexer import OPENING, STEPS, Indexer
from ui.splash import Starting

PATIENCE = 20.0


class Reading(FakeAssistant):
    """Has no index; its indexing waits to be let go on."""

    def prepare(self) -> Reading:
        self.answerable = False
        self.begun, self.go_on = threading.Event(), threading.Event()
        return self

    def index(self, progress: Progress | None = None, *, may_be_empty: bool = False) -> str:
        assert progress is not None
        progress("Embedding", 150, 600)
        self.begun.set()
        while not self.go_on.wait(0.01):
            progress("Embedding", 150, 600)
        self.go_on.clear()
        return super().index(lambda *_: None, may_be_empty=may_be_empty)


class Started:
    """The page while it starts, over a reading assistant; `app` is what takes its place."""

    def __init__(self, assistant: Reading) -> None:
        self.assistant = assistant
        self.said: list[str] = []
        self.indexer = Indexer(assistant, announce=self.said.append)  # type: ignore[arg-type]
        self.failures = 0
        self.built = threading.Event()
        self.starting = Starting(self._build, self.built.set, self._fail, self.indexer)
        self.client = TestClient(self.starting, base_url="http://localhost")

    def _build(self) -> FastAPI:
        self.indexer.request()
        if not self.indexer.settle():
            raise AssistantError("Ended.")
        app = FastAPI()
        app.add_route("/", lambda _: PlainTextResponse("the chat"))
        return app

    def _fail(self) -> None:
        self.failures += 1


@pytest.fixture
def started(fake: FakeAssistant) -> Iterator[Started]:
    assistant = Reading(fake.workspace.root).prepare()
    made = Started(assistant)
    with made.client:
        assert assistant.begun.wait(PATIENCE)
        yield made


def how_far(started: Started, until: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    while True:
        found = started.client.get("/api/ready?now").json()
        assert found["ready"] is False
        if until(found["indexing"]):
            return dict(found["indexing"])


def test_the_page_is_there_at_once_with_its_steps(started: Started) -> None:
    page = started.client.get("/")
    assert page.status_code == 200
    assert 'id="early"' in page.text
    for step in (*STEPS, OPENING):
        assert f'<li data-step="{step.name}"><span>{step.words}</span></li>' in page.text
    assert "'unsafe-inline'" not in page.headers["content-security-policy"].split("style")[0]
    assert started.client.get("/view/documents").status_code == 503
    assert started.client.get("/view/documents").headers["retry-after"] == "1"


def test_how_far_it_is_is_told_and_then_the_chat_is_there(started: Started) -> None:
    found = how_far(started, lambda one: bool(one["working"]))
    assert found["step"] == "sentences"
    assert found["says"] == "Working through the sentences: 150 of 600"
    assert found["share"] == 0.25
    started.assistant.go_on.set()
    assert started.built.wait(PATIENCE)
    assert started.client.get("/").text == "the chat"
    assert started.said == ["2 documents, 4 sentences, 2 passages"]


def test_a_failed_reading_is_told_and_tried_again(started: Started) -> None:
    started.assistant.indexing_error = AssistantError("The disk is full: make room.")
    started.assistant.go_on.set()
    found = how_far(started, lambda one: not one["working"])
    assert found["problem"] == "The disk is full: make room."
    assert started.said == ["The documents could not be read: The disk is full: make room."]
    assert not started.built.is_set()
    assert started.failures == 0

    started.assistant.indexing_error = None
    assert started.client.post("/api/indexing").json()["working"] is True
    started.assistant.go_on.set()
    assert started.built.wait(PATIENCE)
    assert started.client.get("/").text == "the chat"


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "https://evil.example"}])
def test_other_sites_are_refused_meanwhile(started: Started, headers: dict[str, str]) -> None:
    for path in ("/", "/api/ready?now", "/page/starting.js"):
        assert started.client.get(path, headers=headers).status_code == 403
    assert started.client.post("/api/indexing", headers=headers).status_code == 403


def test_it_ends_while_the_documents_are_being_read(fake: FakeAssistant) -> None:
    assistant = Reading(fake.workspace.root).prepare()
    made = Started(assistant)
    with made.client:
        assert assistant.begun.wait(PATIENCE)
    assert not made.built.is_set()
    assert made.starting.error is None
    made.indexer.join(PATIENCE)
    assert not made.indexer.status.problem
    assert assistant.indexed == 0


def test_a_page_that_cannot_be_built_ends_the_server(fake: FakeAssistant) -> None:
    failed = threading.Event()

    def build() -> FastAPI:
        raise AssistantError("No.")

    indexer = Indexer(fake)  # type: ignore[arg-type]
    starting = Starting(build, lambda: None, failed.set, indexer)
    with TestClient(starting, base_url="http://localhost"):
        assert failed.wait(PATIENCE)
    assert str(starting.error) == "No."
