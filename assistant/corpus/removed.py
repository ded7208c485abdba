"""Documents that were just removed and are still in the index: they are no longer asked."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from pathlib import Path

from assistant.corpus.file_hashes import bytes_hash
from assistant.errors import IndexMissing, UsageError
from assistant.reading.document import Document


class Removed:
    """What was removed from a corpus. Safe to use from several threads."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._lock = threading.Lock()
        self._hashes: dict[str, str | None] = {}

    def add(self, name: str, sha256: str | None) -> None:
        """A file of the corpus is gone from now on.

        sha256: of the document that the index has under this name; None if it has none.
        """
        with self._lock:
            self._hashes[name] = sha256

    def names(self, indexed: Iterable[Document]) -> set[str]:
        """The documents of the index that were removed.

        Another file of the same name does not bring the old text back: until it is indexed,
        the index has text under this name that no longer exists.
        """
        with self._lock:
            removed = dict(self._hashes)
        gone = set()
        for document in indexed if removed else ():
            if document.name not in removed:
                continue
            if self._is_back(document, removed[document.name]):
                self._forget(document.name, removed[document.name])
            else:
                gone.add(document.name)
        return gone

    def covers(self, indexed: Collection[str]) -> bool:
        """Whether all of these names were removed; True if there are none."""
        with self._lock:
            return all(name in self._hashes for name in indexed)

    def left(self, indexed: Iterable[Document], asked: Iterable[str] | None) -> list[str] | None:
        """`asked` without what was removed; None if all of the index may be asked.

        indexed: the documents that the index has.

        Raises:
            IndexMissing: nothing is left of the index.
            UsageError: nothing is left of what was asked.
        """
        indexed = tuple(indexed)
        gone = self.names(indexed)
        wanted = None if asked is None else list(asked)
        if not gone:
            return wanted
        names = [one.name for one in indexed] if wanted is None else wanted
        left = [name for name in names if name not in gone]
        if not left and wanted is None:
            raise IndexMissing("Every document was removed: add some, then ask.")
        if not left:
            raise UsageError("The documents to be asked were removed: choose others.")
        return left

    def _is_back(self, document: Document, removed: str | None) -> bool:
        """Whether the index's document is from the corpus's current file.

        removed: sha256 of what the index had when the name was removed.
        """
        try:
            found = bytes_hash(self._corpus / document.name)
        except OSError:
            return False
        # A file that was removed while it was being indexed has no known hash: then
        # the index's document counts only once it matches the file.
        return found == document.file.sha256 or removed not in (None, document.sha256)

    def _forget(self, name: str, sha256: str | None) -> None:
        with self._lock:
            if name in self._hashes and self._hashes[name] == sha256:  # not removed once more
                del self._hashes[name]
