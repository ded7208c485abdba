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
from assistant.corpus.filter import type_of
from assistant.errors import IndexDamaged, IndexUnusable
from assistant.indexing.document_rows import DocumentFacts
from assistant.indexing.generations import Generations, Pointer
from assistant.indexing.ingest import Refusal, read_refusals
from assistant.indexing.origin import origin_of
from assistant.indexing.record import Record
from assistant.indexing.schema import RECORD
from assistant.indexing.sketches import near_duplicates, read_sketches, similar_to_each
from assistant.reading.discovery import CorpusFile, content_hash, discover
from assistant.reading.document import ReadingReport, Source
from assistant.reading.units import UnitKind
from assistant.workspace import Workspace

State = Literal["indexed", "waiting", "refused", "duplicate", "leaving"]
"""Answers can quote it as it is; new or changed since the index was built; it cannot be read;
another document is the very same file; or the file is gone and the index still has it.
"""


_IN_LISTS = ("page", "slide", "sheet", "chapter")
"""Units whose number says how large a file is."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A file below `corpus/`, or one that the index still has.

    name:     path below `corpus/`, with forward slashes; bytes that are no UTF-8 are escaped.
    reason:   why it cannot be read, in words; "" for one that can.
    size:     bytes; None if the file is gone or cannot be read.
    modified: when its content last changed; None likewise.
    source:   what `sources.yaml` says of it, and where it is indexed, what it says itself.
    facts:    what is known of its text; None where it is not indexed as it is.
    same_as:  of a duplicate: the document that stands for it.
    similar:  documents that say nearly the same, each with the share of five-word runs that both
              have, the most alike first.
    changed:  of one that waits: whether the index has it as it was before.
    """

    name: str
    state: State
    reason: str = ""
    size: int | None = None
    modified: datetime | None = None
    source: Source = field(default_factory=Source)
    facts: DocumentFacts | None = None
    same_as: str = ""
    similar: tuple[tuple[str, float], ...] = ()
    changed: bool = False

    @property
    def title(self) -> str:
        """The published title, or the file's name if none is known."""
        return self.source.title or self.name

    @property
    def type(self) -> str:
        """What its name ends with, in lower case: "pdf"; "" if it has no such end."""
        return type_of(self.name)

    @property
    def words(self) -> int | None:
        """How many words its text has; None if it is not indexed as it is."""
        return None if self.facts is None else self.facts.words

    @property
    def units(self) -> tuple[tuple[UnitKind, int], ...]:
        """How many pages, slides, sheets or chapters it has; () if none are known."""
        units = () if self.facts is None else self.facts.units
        return tuple((kind, count) for kind, count in units if kind in _IN_LISTS)

    @property
    def language(self) -> str:
        """ISO 639-1 code; "" if it is not known."""
        return "" if self.facts is None else self.facts.language

    @property
    def report(self) -> ReadingReport:
        """How well it could be read; nothing is told of one that is not indexed as it is."""
        return ReadingReport() if self.facts is None else self.facts.report

    @property
    def guessed(self) -> tuple[str, ...]:
        """Names of the fields of `source` that come only from the document itself."""
        return () if self.facts is None else self.facts.guessed

    @property
    def encoding(self) -> str:
        """What its bytes were read as, such as "UTF-8"; "" if it is no text, or not indexed."""
        return "" if self.facts is None else self.facts.encoding

    @property
    def unusual_encoding(self) -> str:
        """The encoding if it is worth telling, since it was guessed; "" for UTF-8."""
        return "" if self.encoding == "UTF-8" else self.encoding


class Listing:
    """Lists the holdings of a workspace; safe to use from several threads.

    A file is hashed when it is first listed and when its size or one of its times has changed; what
    the index holds about it is read once. Neither the index nor its model is opened.

    clock: seconds since 1970, as file systems have them.
    """

    def __init__(self, workspace: Workspace, clock: Callable[[], float] = time.time) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._hashes = FileHashes(clock)
        self._facts: dict[str, DocumentFacts] = {}
        self._similar: Mapping[str, list[tuple[str, float]]] = {}
        self._known: Pointer | None = None

    def holdings(self) -> tuple[Holding, ...]:
        """Everything in the corpus and what the index still holds, sorted by name.

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

    def file_hashes(self) -> dict[str, str]:
        """The documents of the current generation: name to the sha256 of their files' bytes."""
        with self._lock:
            facts = {name: self._facts.get(sha256) for name, sha256 in self._indexed().items()}
        return {name: one.file_sha256 for name, one in facts.items() if one is not None}

    def _list(self) -> Iterator[Holding]:
        corpus = self._workspace.corpus
        indexed = self._indexed()
        if origin_of(self._workspace.index) is not None:
            yield from (self._pulled(name, indexed[name]) for name in indexed)
            return
        refused = read_refusals(self._workspace.index)
        found = discover(corpus, self._hash)
        for file in found.files:
            yield self._readable(file, indexed, refused.get(file.name))
        for skipped in found.skipped:
            at = _look(corpus / skipped.name)
            state: State = "duplicate" if skipped.same_as else "refused"
            yield Holding(
                skipped.name, state, skipped.reason, at.size, at.modified, same_as=skipped.same_as
            )
        there = {file.name for file in found.files} | {file.name for file in found.skipped}
        for name in indexed.keys() - there:
            facts = self._facts.get(indexed[name])
            source = found.sources.get(name, Source()) if facts is None else facts.source
            yield Holding(name, "leaving", source=source, facts=facts)
        self._hashes.forget_missing()

    def _pulled(self, name: str, sha256: str) -> Holding:
        """A document of a copy: what is known of it came with the index, its file may have not."""
        at, facts = _look(self._workspace.corpus / name), self._facts.get(sha256)
        source = Source() if facts is None else facts.source
        return Holding(name, "indexed", "", at.size, at.modified, source, facts)

    def _readable(
        self, file: CorpusFile, indexed: Mapping[str, str], refusal: Refusal | None
    ) -> Holding:
        at = _look(file.path)
        if indexed.get(file.name) == file.sha256:
            facts = self._facts.get(file.sha256)
            source = file.source if facts is None else facts.source
            similar = tuple(self._similar.get(file.name, ()))
            return Holding(
                file.name, "indexed", "", at.size, at.modified, source, facts, similar=similar
            )
        if refusal is not None and refusal.sha256 == file.sha256:
            reason = refusal.reason
            return Holding(file.name, "refused", reason, at.size, at.modified, file.source)
        changed = file.name in indexed
        return Holding(file.name, "waiting", "", at.size, at.modified, file.source, changed=changed)

    def _hash(self, path: Path, source: Source, encoding: str) -> str:
        return self._hashes.get(
            path, lambda: content_hash(path, source, encoding), (source, encoding)
        )

    def _indexed(self) -> Mapping[str, str]:
        generations = Generations(self._workspace.index)
        while True:
            pointer = None
            try:
                pointer = generations.pointer()
                documents = generations.manifest(pointer).documents
                if pointer != self._known:
                    self._read(generations.folder(pointer.generation) / RECORD, documents)
                    self._known = pointer
            except IndexUnusable as error:
                # A generation may have been replaced while it was looked at.
                if isinstance(error, IndexDamaged) and _moved(generations, pointer):
                    continue
                return {}
            return documents

    def _read(self, path: Path, documents: Mapping[str, str]) -> None:
        with closing(Record(path)) as record:
            found = self._facts | record.facts(self._facts)
        kept = read_sketches(self._workspace.index)
        sketches = {name: kept[sha256] for name, sha256 in documents.items() if sha256 in kept}
        self._similar = similar_to_each(near_duplicates(sketches))
        wanted = set(documents.values())
        self._facts = {sha256: facts for sha256, facts in found.items() if sha256 in wanted}


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
