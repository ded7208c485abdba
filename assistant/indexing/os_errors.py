"""Say in one line what the operating system or SQLite refused, and what to do about it."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError, IndexDamaged

_REMEDIES = {
    errno.ENOSPC: "free some disk space",
    errno.EDQUOT: "free some disk space",
    errno.EFBIG: "free some disk space",
    errno.EROFS: "make the folder writable",
    errno.EACCES: "make the folder readable and writable",
    errno.EPERM: "make the folder readable and writable",
}


def stopped(cause: str, advice: str = "check the disk") -> AssistantError:
    """The error for a build that could not be finished."""
    return AssistantError(
        f"Indexing stopped, and what was indexed before still serves ({cause}): "
        f"{advice}, then run `assistant index`."
    )


def remedy(error: OSError) -> str:
    """What to do about it, as the middle of a sentence."""
    return _REMEDIES.get(error.errno or 0, "check the disk")


def damaged(what: str) -> IndexDamaged:
    """The error for an index that is not as it was written."""
    return IndexDamaged(f"The index is damaged ({what}): run `assistant index` to build it again.")


def cause_of(error: AssistantError) -> str:
    """An index error's message without what to do next, to be put into a longer one."""
    cause = str(error).partition(": run `assistant index`")[0]
    return cause[:1].lower() + cause[1:]


@contextmanager
def writing() -> Iterator[None]:
    """Translate what can go wrong while an index is built.

    Raises:
        AssistantError: In place of `OSError` and `sqlite3.Error`.
    """
    try:
        yield
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        raise stopped(f"{error.strerror or error}{where}", remedy(error)) from error
    except sqlite3.Error as error:
        # SQLite tells a full disk and a broken one apart only in words.
        raise stopped(f"SQLite: {error}", "check the disk and its free space") from error
