"""How much longer something takes on a longer text, measured in a way that ends."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

LIMIT = 5.0  # seconds of processor time for one run; what takes longer is given up
_FLOOR = 0.01  # seconds; a quadratic run over the longest text takes far longer
_STEPS = 16  # times the length: 16 times the time where linear, 256 where quadratic
_GROWS = 50.0  # times the time from which it grows too fast; a busy machine may well give 30
_TRIES = 3  # until it does not


class TooLongError(Exception):
    """A run took longer than `LIMIT`."""


def growth(run: Callable[[str], Any], text: Callable[[int], str], length: int) -> float | None:
    """Time on a text over the time on one a 16th as long; None where it is too short to tell.

    Infinite where the limit was reached. Of several times the least counts: what else the machine
    does only adds to them.
    """
    longer, shorter = text(length), text(length // _STEPS)
    if (took := least(run, longer, _FLOOR)) <= _FLOOR or took > LIMIT:
        return None if took <= _FLOOR else took
    grown = float("inf")
    for _ in range(_TRIES):
        grown = min(grown, least(run, longer) / max(least(run, shorter), 1e-6))
        if grown <= _GROWS:
            break
    return grown


def too_fast(grown: float | None) -> bool:
    """Whether it grows faster than its text."""
    return grown is not None and grown > _GROWS


def seconds(run: Callable[[str], Any], text: str) -> float:
    """Seconds that it takes on a text. Raises TooLongError past `LIMIT`."""
    with limited():
        begun = time.perf_counter()  # the processor's own clock may tick every 10 ms
        run(text)
        return time.perf_counter() - begun


def least(run: Callable[[str], Any], text: str, enough: float = 0.0, times: int = 3) -> float:
    """The least of several times; no more are taken once one is enough. May be infinite."""
    took = float("inf")
    for _ in range(times):
        with suppress(TooLongError):
            took = min(took, seconds(run, text))
        if took <= enough or took > LIMIT:
            break
    return took


@contextmanager
def limited(seconds: float = LIMIT) -> Iterator[None]:
    """End a run that takes too long; `re` looks for signals while it searches."""

    def end(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
