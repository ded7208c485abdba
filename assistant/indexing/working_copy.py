"""A copy of a generation's vectors that a reader may write to.

Chroma changes a collection that is only read: each opening adds a row to `chroma.sqlite3`, and
a folder that cannot be written cannot be opened. So that an index stays as it was verified, each
reader opens a copy of that file, next to links to the vector files, which reading leaves alone.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assistant.errors import IndexUnusable
from assistant.indexing.lock import Hold, try_hold
from assistant.indexing.os_errors import damaged

_PREFIX = "assistant-vectors-"
_LOCK = "reader.lock"
_DATABASE = "chroma.sqlite3"
_GRACE = 60.0  # seconds in which a new copy gets its lock


class WorkingCopy:
    """A folder of its own in the system's folder for temporary files, until `discard`.

    A reader that is killed cannot discard its copy. It does hold a lock in it, which goes with
    its process; the next reader removes every copy that nobody holds.
    """

    def __init__(self, folder: Path, files: Iterable[str]) -> None:
        """Copy what lies at `files`, paths below `folder`.

        Raises:
            IndexDamaged: One of them is missing.
            IndexUnusable: There is no room for the copy.
        """
        self._hold: Hold | None = None
        try:
            sweep()
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            try:
                self._hold = try_hold(self.folder / _LOCK)
                for name in files:
                    _provide(folder.absolute() / name, self.folder / name)
            except BaseException:
                self.discard()
                raise
        except OSError as error:
            raise IndexUnusable(
                f"No working copy of the vectors could be made ({error.strerror}): "
                "free some space in the folder for temporary files."
            ) from error

    def discard(self) -> None:
        """Remove the folder, as far as possible."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._hold is not None:
            self._hold.release()


_SMALL = 4_000_000  # bytes; a file up to this size is copied, which takes milliseconds


def _provide(source: Path, target: Path) -> None:
    if not source.is_file():  # a link to nothing would be made without a word
        raise damaged(f"{source.name} is missing")
    target.parent.mkdir(parents=True, exist_ok=True)
    # A single vector is written to its files only after they were sealed, through any link.
    if source.name != _DATABASE and source.stat().st_size > _SMALL:
        with suppress(OSError, NotImplementedError):  # Windows allows links to few
            os.symlink(source, target)
            return
    shutil.copyfile(source, target)


def sweep() -> None:
    """Remove the copies of readers that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, or just being removed by another reader
            if time.time() - folder.stat().st_mtime < _GRACE:
                continue
            hold = try_hold(folder / _LOCK)
            if hold is not None:
                shutil.rmtree(folder, ignore_errors=True)
                hold.release()
