"""Show on stderr how far a long measurement is."""

from __future__ import annotations

import sys
import time

_EVERY = 0.5  # seconds


class Display:
    """A `Progress` that keeps one line of a terminal up to date; in a log, one line for what is
    done.
    """

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show one line for what is being done, and rewrite it at most twice a second."""
        now = time.monotonic()
        terminal = sys.stderr.isatty()
        if done < total and (not terminal or now - self._last < _EVERY):
            return
        self._last = now
        begin, end = "\r\033[K" if terminal else "", "\n" if done >= total else ""
        print(f"{begin}{what}: {done:,} of {total:,}", end=end, file=sys.stderr, flush=True)
