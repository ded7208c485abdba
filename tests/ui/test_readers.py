"""A reader who leaves is noticed, and one who only opens another stream has not left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from ui.door import clients
from ui.door.clients import Readers

Steps = Callable[[Readers, ExitStack], None]


def left(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who has left once the moment after these steps is over; what the stack holds still reads."""
    monkeypatch.setattr(clients, "MOMENT", 0)

    async def go() -> list[str]:
        gone: list[str] = []
        over = asyncio.Event()
        with ExitStack() as reading:
            steps(Readers(gone.append), reading)
            asyncio.get_running_loop().call_later(0, over.set)
            await over.wait()
            return [*gone]

    return asyncio.run(go())


def test_who_stops_reading_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def steps(known: Readers, _: ExitStack) -> None:
        with known.reading("a"), known.reading("b"):
            pass

    assert left(steps, monkeypatch) == ["b", "a"]


def test_who_reads_another_stream_has_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def steps(known: Readers, still: ExitStack) -> None:
        with known.reading("a"):
            still.enter_context(known.reading("a"))

    assert left(steps, monkeypatch) == []


@pytest.mark.parametrize("back", ["reads", "asks"])
def test_who_is_back_within_the_moment_has_not(back: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def steps(known: Readers, still: ExitStack) -> None:
        with known.reading("a"):
            pass
        if back == "asks":
            known.came("a")
        else:
            still.enter_context(known.reading("a"))

    assert left(steps, monkeypatch) == []
