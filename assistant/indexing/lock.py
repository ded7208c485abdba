"""One writer at a time.

Locks are the operating system's, so they go when their holder dies. Who holds it stands in a
file of its own: some versions of filelock empty the lock file when they open it.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from assistant.errors import IndexBusy


class Hold(Protocol):
    """A lock that is held."""

    def release(self) -> None:
        """Let it go."""


LOCK = "writer.lock"
HOLDER = "writer.json"


def try_hold(path: Path) -> Hold | None:
    """Lock a file, which is made where it is missing; None where another holder has it.

    Raises:
        OSError: The file cannot be written.
    """
    # Not bound to a thread: a reader may be closed by another one than opened it.
    lock = FileLock(path, thread_local=False)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return None
    return lock


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Hold the right to write this index, which is made where it is missing.

    Raises:
        IndexBusy: Another process or thread holds it. Said at once, without waiting.
        OSError: The folder cannot be written.
    """
    index.mkdir(parents=True, exist_ok=True)
    hold = try_hold(index / LOCK)
    if hold is None:
        raise IndexBusy(f"{_holder(index)}: wait until it is done, then run `assistant index`.")
    try:
        _sign(index)
        yield
    finally:
        with suppress(OSError):  # a leftover name harms nobody: the next holder replaces it
            (index / HOLDER).unlink(missing_ok=True)
        hold.release()


def _sign(index: Path) -> None:
    since = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    draft = index / f".{HOLDER}.new"
    draft.write_text(
        json.dumps({"pid": os.getpid(), "host": platform.node(), "since": since}), "utf-8"
    )
    draft.replace(index / HOLDER)


def _holder(index: Path) -> str:
    try:
        holder = json.loads((index / HOLDER).read_text("utf-8"))
        who = f"Process {holder['pid']} on {holder['host']}"
        return f"{who} has been writing this index since {holder['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        # Seen only between taking the lock and signing, or after a full disk kept us from it.
        return "Another process is writing this index"
