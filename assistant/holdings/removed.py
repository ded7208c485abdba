"""Documents that were removed a moment ago and that the index still has: they are asked no more."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path

from assistant.errors import IndexMissing, UsageError


class Removed:
    """What was removed from a corpus. Safe to use from several threads."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._names: set[str] = set()

    def add(self, name: str) -> None:
        """A file of the corpus is gone from now on."""
        with self._lock:
            self._names.add(name)

    def names(self) -> set[str]:
        """Names of documents that were removed and have not come back since."""
        with self._lock:
            removed = set(self._names)
        return {name for name in removed if not (self._corpus / name).exists()}

    def left(self, indexed: Iterable[str], asked: Iterable[str] | None) -> Iterable[str] | None:
        """`asked` without what was removed; None where all of the index may be asked.

        indexed: the names that the index has.

        Raises:
            IndexMissing: nothing is left of the index.
            UsageError: nothing is left of what was asked.
        """
        indexed = list(indexed)
        gone = self.names() & set(indexed)
        if not gone:
            return asked
        left = [name for name in (indexed if asked is None else asked) if name not in gone]
        if not left and asked is None:
            raise IndexMissing("Every document was removed: add some, then ask.")
        if not left:
            raise UsageError("The documents to be asked were removed: choose others.")
        return left
