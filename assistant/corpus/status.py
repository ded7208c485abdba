"""List the files of a corpus and the state of each."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from assistant.corpus.file_hashes import FileHashes
from assistant.errors import IndexDamaged, IndexUnusable
from assistant.indexing.database import RECORD, Record
from assistant.indexing.generations import Generations, Pointer
from assistant.indexing.ingest import Refusal, read_refusals
from assistant.reading.discovery import CorpusFile, content_hash, discover
from assistant.reading.document import Source
from assistant.workspace import Workspace

State = Literal["indexed", "waiting", "refused", "leaving"]
"""Answers can quote it as it is; new or changed since the index was built; it cannot be read; or
the file is gone and the index still has it.
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """A file below `corpus/`, or one that the index still has.

    name:     path below `corpus/`, with forward slashes; bytes that are no UTF-8 are escaped.
    reason:   why it cannot be read, in words; "" for one that can.
    size:     bytes; None where the file is gone or cannot be looked at.
    modified: when its content last changed; None likewise.
    encoding: what its bytes were read as, such as "UTF-8"; "" where it is not indexed as it is.
    words:    of its text, parted by white space; None where it is not indexed as it is.
    """

    name: str
    state: State
    reason: str = ""
    size: int | None = None
    modified: datetime | None = None
    words: int | None = None
    source: Source = field(default_factory=Source)
    encoding: str = ""

    @property
    def title(self) -> str:
        """The published title, or the file's name where none is known."""
        return self.source.title or self.name

    @property
    def unusual_encoding(self) -> str:
        """The encoding where it is worth telling, since it was guessed; "" for UTF-8."""
        return "" if self.encoding == "UTF-8" else self.encoding


class Listing:
    """Lists the holdings of a workspace; safe to use from several threads.

    A file is hashed when it is first listed and when its size or one of its times has changed; its
    words are counted once. Opening the index, and its model, is not needed.

    clock: seconds since 1970, as file systems have them.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float] = time.time) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._hashes = FileHashes(clock)
        self._words: dict[str, int] = {}
        self._encodings: dict[str, str] = {}
        self._counted: Pointer | None = None

    def holdings(self) -> tuple[Holding, ...]:
        """Everything in the corpus and what the index still has of it, in order of names.

        Raises:
            WorkspaceMissing: there is no `corpus/`.
            UsageError: `sources.yaml` cannot be read.
        """
        with self._lock:
            return tuple(sorted(self._list(), key=lambda holding: holding.name))

    def indexed(self) -> dict[str, str]:
        """The documents of the current generation: name to sha256; none without an index."""
        with self._lock:
            return dict(self._indexed())

    def _list(self) -> Iterator[Holding]:
        corpus = self._workspace.corpus
        indexed = self._indexed()
        refused = read_refusals(self._workspace.index)
        found = discover(corpus, self._hash)
        for file in found.files:
            yield self._readable(file, indexed, refused.get(file.name))
        for skipped in found.skipped:
            at = _look(corpus / skipped.name)
            yield Holding(skipped.name, "refused", skipped.reason, at.size, at.modified)
        there = {file.name for file in found.files} | {file.name for file in found.skipped}
        for name in indexed.keys() - there:
            words = self._words.get(indexed[name])
            yield Holding(name, "leaving", words=words, source=found.sources.get(name, Source()))
        self._hashes.forget_missing()

    def _readable(
        self, file: CorpusFile, indexed: Mapping[str, str], refusal: Refusal | None
    ) -> Holding:
        at = _look(file.path)
        if indexed.get(file.name) == file.sha256:
            return Holding(
                file.name,
                "indexed",
                "",
                at.size,
                at.modified,
                self._words.get(file.sha256),
                file.source,
                self._encodings.get(file.sha256, ""),
            )
        if refusal is not None and refusal.sha256 == file.sha256:
            return Holding(
                file.name, "refused", refusal.reason, at.size, at.modified, source=file.source
            )
        return Holding(file.name, "waiting", "", at.size, at.modified, source=file.source)

    def _hash(self, path: Path, source: Source) -> str:
        return self._hashes.get(path, lambda: content_hash(path, source), source)

    def _indexed(self) -> Mapping[str, str]:
        generations = Generations(self._workspace.index)
        while True:
            pointer = None
            try:
                pointer = generations.pointer()
                documents = generations.manifest(pointer).documents
                if pointer != self._counted:
                    self._count(generations.folder(pointer.generation) / RECORD, documents)
                    self._counted = pointer
            except IndexUnusable as error:
                # A generation may have been replaced while it was looked at.
                if isinstance(error, IndexDamaged) and _moved(generations, pointer):
                    continue
                return {}
            return documents

    def _count(self, path: Path, documents: Mapping[str, str]) -> None:
        with closing(Record(path)) as record:
            counted = self._words | record.word_counts(self._words)
            self._encodings = record.encodings()
        wanted = set(documents.values())
        self._words = {sha256: words for sha256, words in counted.items() if sha256 in wanted}


@dataclass(frozen=True, slots=True)
class _Look:
    size: int | None
    modified: datetime | None


def _look(path: Path) -> _Look:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return _Look(None, None)
    return _Look(status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _moved(generations: Generations, pointer: Pointer | None) -> bool:
    try:
        return generations.pointer() != pointer
    except IndexUnusable:
        return False
