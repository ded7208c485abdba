"""Which large files were found to be right, so that not every opening reads them again."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from assistant.indexing.files import replace_file
from assistant.reading.discovery import open_regular

FILE = "verified.json"
LARGE = 16_000_000
"""Bytes; a smaller file is read each time, which takes some 10 ms."""


def forget(index: Path) -> None:
    """Let the next opening read large files again, too, where the index may be written to."""
    with suppress(OSError):
        (index / FILE).unlink(missing_ok=True)


class Stamps:
    """Large files with their sha256 and what the system says of them: size, times and inode.

    Whatever writes to a file changes the time of its last change, which no program can set. A disk
    that changes bits on its own is found out by reading all of it: copying it, say.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._known: dict[str, list[object]] = {}
        self._new = False
        with suppress(OSError, ValueError), open_regular(index / FILE) as file:
            known = json.load(file)
            self._known = known if isinstance(known, dict) else {}

    def has(self, path: Path, sha256: str) -> bool:
        """Whether the file was found to have that sha256 and was not touched since."""
        found = self._known.get(self._name(path))
        return found is not None and found == self._stamp(path, sha256)

    def add(self, path: Path, sha256: str) -> None:
        """The file was just found to have that sha256."""
        stamp = self._stamp(path, sha256)
        if stamp is not None:
            self._known[self._name(path)] = stamp
            self._new = True

    def keep(self) -> None:
        """Keep what is new, as far as possible, and forget files that are gone."""
        if not self._new:
            return
        there = {name: one for name, one in self._known.items() if (self._index / name).exists()}
        with suppress(OSError):  # without it, the next opening takes longer
            replace_file(self._index / FILE, json.dumps(there, indent=0).encode())
        self._new = False

    def _name(self, path: Path) -> str:
        return path.relative_to(self._index).as_posix()

    def _stamp(self, path: Path, sha256: str) -> list[object] | None:
        found = os.stat(path)
        if found.st_size < LARGE:
            return None
        return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, sha256]
