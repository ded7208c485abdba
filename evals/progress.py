"""Show on stderr how far a long measurement is, and how long it will still take."""

from __future__ import annotations

import sys
import time

_EVERY = 0.5  # seconds between two looks of a line in a terminal
_LINE_EVERY = 20.0  # seconds between two lines in a log


class TimeLeft:
    """A `Progress`: one line that is kept up to date, and in a log a line now and then."""

    def __init__(self) -> None:
        self._what = ""
        self._began = self._shown = 0.0
        self._before = 0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show one line for what is being done."""
        now = time.monotonic()
        if what != self._what:
            self._what, self._began, self._shown, self._before = what, now, now, done
        terminal = sys.stderr.isatty()
        if done < total and now - self._shown < (_EVERY if terminal else _LINE_EVERY):
            return
        self._shown = now
        begin, end = ("\r\033[K", "") if terminal else ("", "\n")
        line = f"{what}: {done:,} of {total:,}{self._left(now, done, total)}"
        print(begin + line, end="\n" if done >= total else end, file=sys.stderr, flush=True)

    def _left(self, now: float, done: int, total: int) -> str:
        # What was done before, by a run that was stopped, took no time.
        return left(now - self._began, done - self._before, total - self._before)


def left(seconds: float, done: int, total: int) -> str:
    """How long the rest takes at the speed so far; "" where that is not known."""
    if not 0 < done < total or not seconds:
        return ""
    rest = seconds * (total - done) / done
    return f", about {rest / 60:.0f} min left" if rest >= 90 else f", about {rest:.0f} s left"
