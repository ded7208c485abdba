"""Open the current generation; verify a new one before it is used."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import sentence_id
from assistant.errors import IndexDamaged, IndexOutOfDate, IndexUnusable
from assistant.indexing.database import RECORD, Record
from assistant.indexing.files import cause_of, damaged, stopped
from assistant.indexing.generations import Generations
from assistant.indexing.manifest import Fingerprint, Manifest
from assistant.indexing.vectors import FOLDER, VectorReader
from assistant.progress import Progress
from assistant.workspace import Workspace


class OpenIndex:
    """A verified generation, opened for reading; safe to use from many threads.

    A passage's number is its place in `passages`, a sentence's its place in `sentences`. It goes
    on serving after a newer generation has replaced it; `is_current` tells.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Open a generation whose files have been verified; `open_index` does both.

        Raises:
            IndexDamaged: It does not hold what the manifest says.
        """
        self.generation = manifest.generation
        self._folder = folder
        self._manifest = manifest
        self._lock = threading.Lock()
        self._vectors: NDArray[np.float32] | None = None
        self._chroma: VectorReader | None = None
        self._record = Record(folder / RECORD)
        try:
            self._check_counts()
            self.documents = self._record.documents()
            self.passages = self._record.passages(self.documents)
        except BaseException:
            self._record.close()
            raise
        self.sentences = tuple(span for passage in self.passages for span in passage.sentences)
        self.sentence_passage: NDArray[np.int64] = np.repeat(
            np.arange(len(self.passages)), [len(passage.sentences) for passage in self.passages]
        )

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The sentences' vectors, of length 1: shape (sentences, dimension); read-only.

        Read when first asked for. `vectors @ query` are all cosines: exact, and for up to some
        20,000 sentences as fast as `nearest`.
        """
        with self._lock:
            if self._vectors is None:
                self._vectors = self._record.vectors()
            return self._vectors

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        """Passages that hold any of the terms, in text or headings: number to BM25 score, above 0.

        Args:
            terms: Words as typed; they are stemmed here as the passages were. A term of several
                words must occur as that phrase.
            limit: At most so many passages.
        """
        return self._record.bm25(terms, limit)

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """The sentences nearest to a vector, nearest first: number and cosine in [-1, 1].

        Approximate (HNSW), unless that was found to miss too much when the index was built.

        Raises:
            IndexDamaged: The vectors cannot be read.
            IndexOutOfDate: The generation was replaced before its vectors were first needed.
        """
        return self.nearest_to_each(vector[np.newaxis], limit)[0]

    def nearest_to_each(
        self, vectors: NDArray[np.float32], limit: int
    ) -> list[list[tuple[int, float]]]:
        """What `nearest` gives, for each row of `vectors`."""
        limit = min(limit, len(self.sentences))
        if self._manifest.exact:
            return _exactly_nearest(self.vectors, vectors, limit)
        found = self._open_chroma().nearest(vectors, limit)
        if not all(found):
            raise damaged("Chroma finds no vectors")
        return [
            [(self._sentence_number(near.id), near.cosine) for near in neighbours]
            for neighbours in found
        ]

    def stored_vectors(self, start: int, stop: int) -> NDArray[np.float32]:
        """What Chroma keeps as the vectors of the sentences from `start` up to `stop`.

        Raises:
            IndexDamaged: It lacks one, or cannot be read.
        """
        chroma = self._open_chroma()
        first = self._first_sentence
        numbers = range(start, min(stop, len(self.sentences)))
        passages = [self.passages[place] for place in self.sentence_passage[numbers].tolist()]
        ids = (
            sentence_id(passage.id, number - first[passage.id])
            for passage, number in zip(passages, numbers, strict=True)
        )
        return chroma.stored(list(ids))

    def is_current(self) -> bool:
        """Whether no newer generation has replaced this one. Reads one small file."""
        try:
            pointer = Generations(self._folder.parent.parent).pointer()
        except IndexUnusable:
            return False
        return pointer.generation == self.generation

    def close(self) -> None:
        """Close all files; closing twice is no error."""
        with self._lock:
            self._record.close()
            if self._chroma is not None:
                self._chroma.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _check_counts(self) -> None:
        counts = self._record.counts()
        if counts != self._manifest.counts:
            raise damaged(f"the record holds {counts}, the manifest says {self._manifest.counts}")
        if self._record.count_searchable() != counts.passages:
            raise damaged("the full-text index lacks passages")

    def _open_chroma(self) -> VectorReader:
        with self._lock:
            if self._chroma is None:
                prefix = f"{FOLDER}/"
                files = [
                    name.removeprefix(prefix)
                    for name in self._manifest.files
                    if name.startswith(prefix)
                ]
                try:
                    chroma = VectorReader(self._folder / FOLDER, files)
                except IndexDamaged as error:
                    if self._folder.exists():
                        raise
                    raise IndexOutOfDate("The index was rebuilt meanwhile: ask again.") from error
                if chroma.count() != len(self.sentences):
                    chroma.close()
                    raise damaged("Chroma lacks vectors")
                self._chroma = chroma
            return self._chroma

    @cached_property
    def _first_sentence(self) -> dict[str, int]:
        ids = (passage.id for passage in self.passages)
        counts = (len(passage.sentences) for passage in self.passages)
        return dict(zip(ids, accumulate(counts, initial=0), strict=False))

    def _sentence_number(self, key: str) -> int:
        passage, _, ordinal = key.rpartition(":")
        try:
            return self._first_sentence[passage] + int(ordinal)
        except (KeyError, ValueError) as error:
            raise damaged("Chroma knows a sentence that the record does not") from error


def _exactly_nearest(
    vectors: NDArray[np.float32], queries: NDArray[np.float32], limit: int
) -> list[list[tuple[int, float]]]:
    found: list[list[tuple[int, float]]] = []
    for query in queries:  # one at a time: the cosines of many would need much memory
        cosines = vectors @ query
        numbers = np.argpartition(-cosines, limit - 1)[:limit] if limit else np.empty(0, np.int64)
        numbers = numbers[np.lexsort((numbers, -cosines[numbers]))]
        nearest = np.minimum(1.0, cosines[numbers])  # rounding takes equal ones a little above
        found.append(list(zip(numbers.tolist(), nearest.tolist(), strict=True)))
    return found


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
    generations = Generations(workspace.index)
    expected = Fingerprint.of_this_program(embedder_fingerprint)
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


_BATCH = 1_000
_ROUNDING = 1e-5
"""Greatest difference of a component between the record's vector and Chroma's, which it has
normalised to length 1 by itself."""


def check(folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Read everything back as a reader would, and compare every vector.

    How well an approximate search finds them is no part of it: see `assistant.indexing.recall`.

    Raises:
        AssistantError: The generation is not what it should be.
    """
    try:
        manifest.verify(folder)
        with closing(OpenIndex(folder, manifest)) as index:
            _check_vectors(index, progress)
    except IndexDamaged as error:
        raise stopped(f"the new index failed its check: {cause_of(error)}") from error


def _check_vectors(index: OpenIndex, progress: Progress) -> None:
    vectors = index.vectors
    for start in range(0, len(vectors), _BATCH):
        progress("Checking", start, len(vectors))
        stored = index.stored_vectors(start, start + _BATCH)
        same = np.abs(stored - vectors[start : start + _BATCH]).max(axis=1) < _ROUNDING
        if not same.all():
            changed = start + int(np.flatnonzero(~same)[0])
            raise stopped(
                f"the vector of sentence {changed} of the new index is not as it was given"
            )
    progress("Checking", len(vectors), len(vectors))
