"""Open the current generation; verify a new one before it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Passage, PassageKind
from assistant.errors import AssistantError, IndexDamaged, IndexOutOfDate, IndexUnusable
from assistant.indexing.chroma_server import ChromaServer
from assistant.indexing.files import cause_of, damaged, stopped
from assistant.indexing.generations import Generations
from assistant.indexing.manifest import SEGMENTS, Fingerprint, Manifest, Segment
from assistant.indexing.origin import origin_of
from assistant.indexing.passages import IndexedSentence
from assistant.indexing.record import Record, StoredStatistics
from assistant.indexing.schema import RECORD
from assistant.indexing.segments import VectorStore, open_rows
from assistant.indexing.vectors import FOLDER, VectorReader
from assistant.progress import Progress
from assistant.reading.document import Span
from assistant.workspace import Workspace


class OpenIndex:
    """A verified generation, opened for reading; safe to use from many threads.

    Passages and sentences are read when they are asked for, by number. Numbers only grow: those of
    a document are in a row, and those of one that was removed are not used again. It goes on
    serving after a newer generation has replaced it; `is_current` tells.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Open a generation whose files have been verified; `open_index` does both.

        Raises:
            IndexDamaged: It does not hold what the manifest says.
        """
        self.generation = manifest.generation
        self.manifest = manifest
        self._folder = folder
        self._record = Record(folder / RECORD)
        try:
            counts = self._record.counts()
            if counts != manifest.counts:
                raise damaged(f"the record holds {counts}, the manifest says {manifest.counts}")
            self._held = self._record.held()
            self.documents = tuple(one.document for one in self._held)
            self.passages = self._record.passages(self._held)
            self._of_name = {one.document.name: one for one in self._held}
            segments = folder.parent.parent / SEGMENTS
            self._store = VectorStore(segments, manifest.segments, self._held)
        except BaseException:
            self._record.close()
            raise

    @cached_property
    def statistics(self) -> StoredStatistics:
        """Of the words of its documents."""
        return StoredStatistics(self._record, self.manifest.counts.sentences)

    def passages_of(self, document: str) -> list[Passage]:
        """Those of a document, in order; none of one that is not there."""
        held = self._of_name.get(document)
        if held is None:
            return []
        entries = self.passages.entries(held.passages)
        return [entries[number].passage for number in held.passages]

    def numbers_of(self, documents: Collection[str]) -> set[int]:
        """The numbers of these documents' passages."""
        held = (self._of_name[name] for name in documents if name in self._of_name)
        return {number for one in held for number in one.passages}

    def count_of(self, kind: PassageKind) -> int:
        """How many passages of that kind there are."""
        return self._kinds.get(kind, 0)

    @cached_property
    def _kinds(self) -> Mapping[str, int]:
        return self._record.kinds()

    def of_kind(
        self, kind: PassageKind, documents: Collection[str] | None = None
    ) -> Iterator[Passage]:
        """Those of that kind, document by document; of these documents only, if given."""
        if documents is not None:
            for name in sorted(documents):
                yield from (one for one in self.passages_of(name) if one.kind == kind)
            return
        numbers = set(self._record.of_kind(kind))
        for held in self._held:
            wanted = [number for number in held.passages if number in numbers]
            entries = self.passages.entries(wanted)
            yield from (entries[number].passage for number in wanted)

    def homes(self, sentences: Collection[int]) -> set[int]:
        """The numbers of the passages that these sentences stand in."""
        return self._record.homes(sentences)

    def sentences_of(self, passages: Collection[int]) -> list[IndexedSentence]:
        """The sentences of these passages, in the order of their numbers."""
        entries = self.passages.entries(passages).values()
        found = [sentence for entry in entries for sentence in entry.sentences]
        return sorted(found, key=lambda one: one.number)

    def cosines(self, sentences: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of each of these sentences with a vector."""
        cosines: NDArray[np.float32] = self._store.take(sentences) @ vector
        return cosines

    def vectors_of(self, sentences: Sequence[tuple[str, int]]) -> NDArray[np.float32]:
        """Of sentences: the id of the passage, and which of its sentences it is."""
        numbers = self._record.passage_numbers({passage for passage, _ in sentences})
        entries = self.passages.entries(numbers.values())
        return self._store.take(
            [entries[numbers[passage]].first + ordinal for passage, ordinal in sentences]
        )

    @cached_property
    def sentence_numbers(self) -> NDArray[np.int64]:
        """The numbers of all sentences, document by document; for measuring."""
        ranges = [np.arange(one.sentences.start, one.sentences.stop) for one in self._held]
        return np.concatenate([np.empty(0, np.int64), *ranges])

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors of all sentences, in the same order, shape (sentences, dimension); for
        measuring: it reads all of them.
        """
        vectors = self._store.take(self.sentence_numbers)
        vectors.flags.writeable = False
        return vectors

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """All sentences, in the same order; for measuring."""
        return tuple(span for passage in self.passages for span in passage.sentences)

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        """Passages that hold any of the terms, in text or headings: number to BM25 score, above 0.

        Args:
            terms: Words as typed; they are stemmed here as the passages were. A term of several
                words must occur as that phrase.
            limit: At most so many passages.
        """
        return self._record.bm25(terms, limit)

    def nearest(
        self, vector: NDArray[np.float32], limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """The sentences nearest to a vector, nearest first: number and cosine in [-1, 1].

        By the exact product; after `warm`, in large segments by Chroma, whose search is approximate
        (HNSW), unless that was found to miss too much.

        documents: names; only sentences of these.
        """
        return self._store.nearest(vector, min(limit, self.manifest.counts.sentences), documents)

    def warm(self, server: ChromaServer | None = None) -> None:
        """Open Chroma for a process that will search often; takes seconds.

        server: keeps the large segments, in place of folders here.
        """
        self._store.open_chroma(server)

    def take_over(self, other: OpenIndex) -> None:
        """Go on with what another opened of Chroma, as far as both have it."""
        self._store.take_over(other._store)

    def is_current(self) -> bool:
        """Whether no newer generation has replaced this one. Reads one small file."""
        try:
            pointer = Generations(self._folder.parent.parent).pointer()
        except IndexUnusable:
            return False
        return pointer.generation == self.generation

    def close(self) -> None:
        """Close all files; closing twice is no error."""
        self._record.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_index(workspace: Workspace, embedder_fingerprint: str) -> OpenIndex:
    """Verify every file of the current generation and open it.

    Args:
        workspace: Whose index.
        embedder_fingerprint: Of the model that questions will be embedded with.

    Raises:
        IndexMissing: Nothing has been indexed yet.
        IndexOutOfDate: Built with another model, or with other rules than this program's.
        IndexDamaged: A file is missing or changed.
        IndexUnusable: A file may not be read.
    """
    try:
        return _open_current(workspace, Fingerprint.of_this_program(embedder_fingerprint))
    except IndexUnusable as error:
        if origin_of(workspace.index) is None:
            raise
        told = str(error).replace(" to build it again", "")
        raise type(error)(told.replace("`assistant index`", "`assistant pull`")) from error


def _open_current(workspace: Workspace, expected: Fingerprint) -> OpenIndex:
    generations = Generations(workspace.index)
    while True:
        pointer = generations.pointer()
        try:
            manifest = generations.manifest(pointer)
            difference = expected.difference(manifest.fingerprint)
            if difference:
                raise IndexOutOfDate(
                    f"The index was built with {difference}: run `assistant index`."
                )
            folder = generations.folder(pointer.generation)
            manifest.verify(folder)
            return OpenIndex(folder, manifest)
        except IndexDamaged:
            # A writer may have replaced and removed this generation while we were opening it.
            if generations.pointer() == pointer:
                raise


def serves(workspace: Workspace, embedder_fingerprint: str) -> bool:
    """Whether there is an index that can be asked."""
    try:
        open_index(workspace, embedder_fingerprint).close()
    except (AssistantError, OSError):
        return False
    return True


_BATCH = 1_000
_AT_ONCE = 50_000  # rows that are compared: 77 MB
_ROUNDING = 1e-5
"""Greatest difference of a component between the record's vector and Chroma's, which it has
normalised to length 1 by itself."""


def check(
    folder: Path, manifest: Manifest, new: Mapping[str, NDArray[np.float32]], progress: Progress
) -> None:
    """Read everything back as a reader would.

    new: the vectors of segments that were written for it; every one is compared.

    Raises:
        AssistantError: The generation is not what it should be.
    """
    try:
        manifest.verify(folder)
        OpenIndex(folder, manifest).close()
        for name, vectors in new.items():
            segment = folder.parent.parent / SEGMENTS / name
            _check_segment(segment, manifest.segments[name], vectors, progress)
    except IndexDamaged as error:
        raise stopped(f"the new index failed its check: {cause_of(error)}") from error


def _check_segment(
    folder: Path, segment: Segment, vectors: NDArray[np.float32], progress: Progress
) -> None:
    rows = open_rows(folder, segment.rows, segment.dimension)
    parts = (slice(start, start + _AT_ONCE) for start in range(0, len(vectors), _AT_ONCE))
    same = (np.array_equal(rows[part], vectors[part]) for part in parts)
    if len(rows) != len(vectors) or not all(same):
        raise stopped("the vectors of the new index are not as they were given")
    files = [name.removeprefix(f"{FOLDER}/") for name in segment.chroma]
    if not files:
        return
    with closing(VectorReader(folder / FOLDER, files)) as chroma:
        if chroma.count() != len(vectors):
            raise damaged("Chroma lacks vectors")
        for start in range(0, len(vectors), _BATCH):
            progress("Checking", start, len(vectors))
            given = vectors[start : start + _BATCH]
            stored = chroma.stored([str(start + place) for place in range(len(given))])
            near = np.abs(stored - given).max(axis=1) < _ROUNDING
            if not near.all():
                changed = start + int(np.flatnonzero(~near)[0])
                raise stopped(
                    f"the vector of sentence {changed} of the new index is not as it was given"
                )
    progress("Checking", len(vectors), len(vectors))
