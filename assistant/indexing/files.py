"""Durable files, the writer's lock, and errors of the file system in one line."""

from __future__ import annotations

import errno
import json
import os
import platform
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from assistant.errors import AssistantError, IndexBusy, IndexDamaged, IndexUnusable


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on disk.

    Raises:
        OSError: The disk refuses them.
    """
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until the folder's list of names is on disk.

    Raises:
        OSError: The disk refuses it.
    """
    if os.name == "nt":  # Windows cannot open a folder, and keeps its names in a journal
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Wait until everything under the folder, and the folder itself, is on disk.

    Raises:
        OSError: The disk refuses something.
    """
    for folder, _, names in os.walk(root, topdown=False):
        for name in names:
            sync_file(Path(folder, name))
        sync_folder(Path(folder))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: readers see the old content or the new one, never a mixture.

    Raises:
        OSError: It could not be written; the old content is still there.
    """
    replace_by_blocks(path, (content,))


def replace_by_blocks(path: Path, blocks: Iterable[bytes]) -> None:
    """The same with content that comes block by block.

    Raises:
        OSError: As `replace_file`; likewise what the blocks raise.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        with draft.open("wb") as file:
            for block in blocks:
                file.write(block)
        sync_file(draft)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


_REMEDIES = {
    errno.ENOSPC: "free some disk space",
    errno.EDQUOT: "free some disk space",
    errno.EFBIG: "free some disk space",
    errno.EROFS: "make the folder writable",
    errno.EACCES: "make the folder readable and writable",
    errno.EPERM: "make the folder readable and writable",
    errno.EEXIST: "move it away",
    errno.EISDIR: "move it away",
    errno.ENOTDIR: "move it away",
}


class _Stopped(AssistantError):
    """A build could not be finished."""

    def __init__(self, cause: str, advice: str, still: str = "") -> None:
        super().__init__(
            f"Indexing stopped{still} ({cause}): {advice}, then run `assistant index`."
        )
        self.cause, self.advice = cause, advice


def stopped(cause: str, advice: str = "check the disk") -> AssistantError:
    """The error for a build that could not be finished."""
    return _Stopped(cause, advice)


def remedy(error: OSError) -> str:
    """What to do about it, as the middle of a sentence."""
    return _REMEDIES.get(error.errno or 0, "check the disk")


def damaged(what: str) -> IndexDamaged:
    """The error for an index that is not as it was written."""
    return IndexDamaged(f"The index is damaged ({what}): run `assistant index` to build it again.")


def unreadable(name: str, error: OSError) -> IndexUnusable:
    """The error for a file of an index that is there and cannot be read."""
    if error.errno in (errno.EACCES, errno.EPERM):  # nothing is wrong with what is in it
        return IndexUnusable(
            f"The index cannot be read ({name}: {error.strerror}): {remedy(error)}, and try again."
        )
    return damaged(f"{name} cannot be read: {error.strerror}")


def cause_of(error: AssistantError) -> str:
    """An index error's message without what to do next, to be put into a longer one."""
    cause = str(error).rpartition(": ")[0]
    return cause[:1].lower() + cause[1:]


@contextmanager
def writing(serves: Callable[[], bool]) -> Iterator[None]:
    """Translate what can go wrong while an index is built.

    serves: asked then: whether there is one from before that can be asked.

    Raises:
        AssistantError: In place of `OSError` and `sqlite3.Error`.
    """
    try:
        with _translated():
            yield
    except _Stopped as error:
        if not serves():
            raise
        still = ", and what was indexed before still serves"
        raise _Stopped(error.cause, error.advice, still) from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # Of a file that was to take another's place, the other one is in the way.
        name = error.filename2 or error.filename
        where = f": {name}" if name else ""
        raise stopped(f"{error.strerror or error}{where}", remedy(error)) from error
    except sqlite3.Error as error:
        # SQLite tells a full disk and a broken one apart only in words.
        raise stopped(f"SQLite: {error}", "check the disk and its free space") from error


class Hold(Protocol):
    """A lock that is held."""

    def release(self) -> None:
        """Let it go."""


LOCK = "writer.lock"
HOLDER = "writer.json"


def try_hold(path: Path) -> Hold | None:
    """Lock a file, which is made if it is missing; None if another holder has it.

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
    """Hold the right to write this index, which is made if it is missing.

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
