"""Progress and tables for measurements in a terminal."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

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
    """How long the rest takes at the speed so far; "" if that is not known."""
    if not 0 < done < total or not seconds:
        return ""
    rest = seconds * (total - done) / done
    return f", about {rest / 60:.0f} min left" if rest >= 90 else f", about {rest:.0f} s left"


def plain(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """A table with aligned columns."""
    table = [head, *body]
    widths = [max(len(row[place]) for row in table) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )


def markdown(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """The same for Markdown."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *body]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def described(model: Path) -> str:
    """A line on a file that was made: its size and the sha256 to pin it by."""
    digest = hashlib.sha256(model.read_bytes()).hexdigest()
    return f"{model}: {model.stat().st_size:,} bytes, sha256 {digest}"
