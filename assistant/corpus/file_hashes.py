"""Hashes of files that are checked often: an unchanged file is hashed once."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from assistant.reading.discovery import open_regular

_COARSE = 2.0  # seconds: how exact FAT's times are; others are exact to a hundredth


class FileHashes:
    """Hashes by path; safe to use from several threads.

    A file is hashed when it is first asked for and when its size or one of its times has changed.

    clock: seconds since 1970, as file systems have them.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[tuple[Path, object], tuple[tuple[int, ...], str]] = {}

    def get(self, path: Path, hash_of: Callable[[], str], depends: object = None) -> str:
        """The hash of a file, made by `hash_of` if it is not known.

        depends: what else the hash is of; another one makes another hash.

        Raises:
            OSError: the file cannot be looked at or read.
        """
        before = path.stat()
        with self._lock:
            kept = self._kept.get((path, depends))
        if kept is not None and kept[0] == _unchanged(before):
            return kept[1]
        now, found = self._clock(), hash_of()
        # A file that was just written may be written again without its times changing, as
        # they are coarse on some file systems: until then its hash is not kept.
        settled = all(abs(now - at) > _COARSE for at in (before.st_mtime, before.st_ctime))
        if settled and _unchanged(path.stat()) == _unchanged(before):
            with self._lock:
                self._kept[path, depends] = (_unchanged(before), found)
        return found

    def forget_missing(self) -> None:
        """Forget the files that are gone."""
        with self._lock:
            keys = list(self._kept)
        gone = [key for key in keys if not os.path.exists(key[0])]
        with self._lock:
            for key in gone:
                self._kept.pop(key, None)


def bytes_hash(path: Path, inside: Path | None = None) -> str:
    """sha256 of a file's bytes, as `sha256sum` gives it and `OriginalFile.sha256` has it.

    inside: a folder that a link must not lead out of; None for anywhere.

    Raises:
        OSError: it cannot be read.
    """
    with open_regular(path, inside) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unchanged(status: os.stat_result) -> tuple[int, ...]:
    """What stays the same as long as a file does."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
