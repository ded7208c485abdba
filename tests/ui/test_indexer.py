from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, cast

import pytest

from assistant.assistant import Assistant
from assistant.errors import AssistantError, IndexBusy, UsageError
from assistant.progress import Progress
from ui.documents.indexer import UNEXPECTED, Indexer, Status

PATIENCE = 20.0  # seconds until a test that hangs fails


class Indexing:
    """An assistant whose indexing does what a test wants."""

    def __init__(self, *outcomes: Exception | None) -> None:
        self.outcomes = list(outcomes)
        self.calls = 0
        self.emptied = False
        self.allowed: list[bool] = []
        self.during: Callable[[Progress], None] = lambda _: None

    def index(self, progress: Progress, *, may_be_empty: bool) -> str:
        self.allowed.append(may_be_empty)
        self.calls += 1
        self.during(progress)
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome:
            raise outcome
        return "a report"


def indexer(assistant: Indexing, **options: Any) -> Indexer:  # noqa: ANN401 - the Indexer's own
    return Indexer(cast("Assistant", assistant), **options)


def test_nothing_is_done_unasked() -> None:
    indexing = Indexing()
    assert indexer(indexing).status == Status()
    assert indexing.calls == 0


def test_a_request_is_worked_on_and_ends() -> None:
    indexing = Indexing()
    one = indexer(indexing)
    one.request()
    assert one.wait(PATIENCE)
    assert one.status == Status(runs=1)
    one.stop()


@pytest.mark.parametrize("emptied", [True, False])
def test_the_corpus_may_be_empty_only_where_it_was_emptied_here(*, emptied: bool) -> None:
    indexing = Indexing()
    indexing.emptied = emptied
    one = indexer(indexing)
    one.request()
    assert one.wait(PATIENCE)
    assert indexing.allowed == [emptied]
    one.stop()


def test_requests_made_meanwhile_become_one_more_run() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def during(_: Progress) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)

    indexing = Indexing()
    indexing.during = during
    one = indexer(indexing)
    one.request()
    assert begun.wait(PATIENCE)
    for _ in range(5):
        one.request()
    go_on.set()
    assert one.wait(PATIENCE)
    assert (indexing.calls, one.status.runs) == (2, 2)
    one.stop()


def test_progress_can_be_read_with_the_time_left() -> None:
    seen: list[Status] = []
    now = [0.0]

    def during(progress: Progress) -> None:
        for done, at in ((0, 0.0), (1, 0.5), (2, 4.0)):
            now[0] = at
            progress("Embedding", done, 10)
            seen.append(one.status)
        progress("Checking", 1, 10)
        seen.append(one.status)
        for done, at in ((60, 10.0), (65, 12.0)):  # a run that was stopped had done 60
            now[0] = at
            progress("Resumed", done, 100)
            seen.append(one.status)

    indexing = Indexing()
    indexing.during = during
    one = indexer(indexing, clock=lambda: now[0])
    one.request()
    assert one.wait(PATIENCE)
    assert [(s.working, s.stage, s.done, s.total, s.seconds) for s in seen] == [
        (True, "Embedding", 0, 10, None),
        (True, "Embedding", 1, 10, None),
        (True, "Embedding", 2, 10, 16.0),
        (True, "Checking", 1, 10, None),
        (True, "Resumed", 60, 100, None),
        (True, "Resumed", 65, 100, 14.0),
    ]
    one.stop()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AssistantError("The disk is full: \nfree some."), "The disk is full: free some."),
        (
            UsageError("sources.yaml cannot be read: mend it."),
            "sources.yaml cannot be read: mend it.",
        ),
        (RuntimeError("a bug"), UNEXPECTED),
    ],
)
def test_an_error_stays_until_it_went_well(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    one = indexer(Indexing(error))
    one.request()
    assert one.wait(PATIENCE)
    assert one.status == Status(problem=said, runs=1)
    assert ("a bug" in caplog.text) is (said == UNEXPECTED)
    one.request()
    assert one.wait(PATIENCE)
    assert one.status == Status(runs=2)
    one.stop()


def test_another_process_s_lock_is_named_and_tried_again() -> None:
    busy = IndexBusy("Process 7 on box has been writing this index: wait until it is done.")
    seen: list[str] = []
    indexing = Indexing(busy, busy)
    indexing.during = lambda _: seen.append(one.status.held)
    one = indexer(indexing, retry=0.0)
    one.request()
    assert one.wait(PATIENCE)
    held = "Process 7 on box has been writing this index"
    assert seen == ["", held, held]
    assert one.status == Status(runs=1)
    one.stop()


def test_stopping_ends_an_indexing_from_within() -> None:
    begun, go_on = threading.Event(), threading.Event()
    went_on: list[str] = []

    def during(progress: Progress) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        progress("Embedding", 1, 2)
        went_on.append("after all")

    indexing = Indexing()
    indexing.during = during
    one = indexer(indexing)
    one.request()
    assert begun.wait(PATIENCE)
    stopping = threading.Thread(target=one.stop)
    stopping.start()
    while not one._ending:
        pass
    go_on.set()
    stopping.join(PATIENCE)
    assert not stopping.is_alive()
    assert went_on == []
    one.request()
    assert indexing.calls == 1


def test_stopping_does_not_wait_for_a_lock() -> None:
    held = threading.Event()
    indexing = Indexing(*[IndexBusy("Held: wait until it is done.")] * 9)
    indexing.during = lambda _: held.set()
    one = indexer(indexing, retry=PATIENCE)
    one.request()
    assert held.wait(PATIENCE)
    one.stop()
    assert indexing.calls == 1


def test_what_comes_of_it_is_announced_and_its_progress_told() -> None:
    said: list[str] = []
    told: list[tuple[str, int, int]] = []
    busy = IndexBusy("Process 7 on box has been writing this index: wait until it is done.")
    indexing = Indexing(AssistantError("The disk is full: free some."), busy, busy)
    indexing.during = lambda progress: indexing.outcomes or progress("Embedding", 1, 2)
    one = indexer(indexing, retry=0.0, announce=said.append, progress=lambda *a: told.append(a))
    one.request()
    assert one.wait(PATIENCE)
    one.request()
    assert one.wait(PATIENCE)
    assert said == [
        "The documents could not be read: The disk is full: free some.",
        "Process 7 on box has been writing this index: this waits for it.",
        "a report",
    ]
    assert told == [("Embedding", 1, 2)]
    one.stop()


def test_settling_waits_for_one_that_goes_well() -> None:
    one = indexer(Indexing(AssistantError("The disk is full: free some.")))
    one.request()
    assert one.wait(PATIENCE)
    settled: list[bool] = []
    waiting = threading.Thread(target=lambda: settled.append(one.settle()))
    waiting.start()
    assert settled == []
    one.request()
    waiting.join(PATIENCE)
    assert settled == [True]
    assert one.settle()
    one.stop()


def test_settling_ends_with_the_indexer() -> None:
    one = indexer(Indexing())
    one.stop()
    assert not one.settle()
