"""The vectors of the sentences, in segments: files that are written once and never changed.

    index/vectors/<segment>/vectors.f32    one row for each sentence, float32, of length 1
    index/vectors/<segment>/chroma/        the same in a Chroma collection, if it is large

A segment belongs to the generations whose records name it; its files are sealed by their manifests.
Rows of documents that were removed stay until segments are merged, and are left out of a search.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, IndexUnusable
from assistant.indexing.chroma_server import ChromaServer
from assistant.indexing.files import damaged, unreadable
from assistant.indexing.manifest import Segment
from assistant.indexing.record import Held
from assistant.indexing.served import ServedReader, served
from assistant.indexing.vectors import FOLDER, VectorReader

Vectors = NDArray[np.float32]

VECTORS = "vectors.f32"
_DEAD = -2.0  # less than any cosine
_SERVER_SECONDS = 0.3  # of a question, after which no further segment is asked of a server
_MORE = 1.5  # so many times what is asked for is asked of Chroma, since some of it may be removed


def open_rows(folder: Path, rows: int, dimension: int) -> Vectors:
    """The rows of a segment, mapped into memory; read when they are used.

    Raises:
        IndexDamaged: There are not so many.
        IndexUnusable: They may not be read.
    """
    if not rows:
        return np.empty((0, dimension), np.float32)
    try:
        found = np.memmap(folder / VECTORS, "<f4", "r", shape=(rows, dimension))
    except OSError as error:
        raise unreadable(VECTORS, error) from error
    except ValueError as error:
        raise damaged(f"{VECTORS} lacks vectors") from error
    return found.view(np.ndarray)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Rows of a segment that belong together, one run a document, in the order of the rows."""

    rows: NDArray[np.int64]  # the first of each
    counts: NDArray[np.int64]
    sentences: NDArray[np.int64]  # the number of the sentence of the first row
    documents: tuple[str, ...]

    @classmethod
    def of(cls, held: Sequence[Held]) -> _Runs:
        ordered = sorted((one for one in held if one.sentences), key=lambda one: one.row)
        return cls(
            np.array([one.row for one in ordered], np.int64),
            np.array([len(one.sentences) for one in ordered], np.int64),
            np.array([one.sentences.start for one in ordered], np.int64),
            tuple(one.document.name for one in ordered),
        )

    def numbers(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The sentences' numbers for rows; -1 for one of a document that was removed."""
        if not len(self.rows):
            return np.full(len(rows), -1, np.int64)
        run = np.searchsorted(self.rows, rows, side="right") - 1
        beyond = (run < 0) | (rows >= self.rows[run] + self.counts[run])
        return np.where(beyond, -1, self.sentences[run] + rows - self.rows[run])

    def only(self, values: Vectors, documents: Collection[str] | None) -> Vectors:
        """The values of living rows, of these documents if given; less than any cosine else."""
        if documents is None and self.counts.sum() == len(values):
            return values
        kept = np.full(len(values), _DEAD, np.float32)
        for row, count, name in zip(self.rows, self.counts, self.documents, strict=True):
            if documents is None or name in documents:
                kept[row : row + count] = values[row : row + count]
        return kept


class VectorStore:
    """The vectors of one generation. Safe to use from many threads.

    folder:   `index/vectors`.
    segments: by name, as the manifest has them.
    """

    def __init__(self, folder: Path, segments: Mapping[str, Segment], held: Sequence[Held]) -> None:
        self._folder, self._segments = folder, segments
        self._rows = {
            name: open_rows(folder / name, one.rows, one.dimension)
            for name, one in segments.items()
        }
        of_segment: dict[str, list[Held]] = {name: [] for name in segments}
        for one in held:
            if one.segment not in of_segment or one.row + len(one.sentences) > len(
                self._rows[one.segment]
            ):
                raise damaged("the record names vectors that are not there")
            of_segment[one.segment].append(one)
        self._runs = {name: _Runs.of(of_one) for name, of_one in of_segment.items()}
        ordered = sorted((one for one in held if one.sentences), key=lambda one: one.sentences[0])
        self._first = np.array([one.sentences.start for one in ordered], np.int64)
        self._stop = np.array([one.sentences.stop for one in ordered], np.int64)
        self._names = list(segments)
        self._segment = np.array([self._names.index(one.segment) for one in ordered], np.int64)
        self._row = np.array([one.row for one in ordered], np.int64)
        self._lock = threading.Lock()
        self._chroma: dict[str, VectorReader | ServedReader] = {}
        self._server: ChromaServer | None = None

    def take(self, sentences: Sequence[int] | NDArray[np.int64]) -> Vectors:
        """The vectors of sentences, in their order.

        Raises:
            IndexDamaged: There is no such sentence.
        """
        numbers = np.asarray(sentences, np.int64)
        run = np.searchsorted(self._first, numbers, side="right") - 1
        if len(numbers) and (run.min() < 0 or (numbers >= self._stop[run]).any()):
            raise damaged("a sentence has no vector")
        dimension = next((rows.shape[1] for rows in self._rows.values()), 0)
        found = np.empty((len(numbers), dimension), np.float32)
        rows, segments = self._row[run] + numbers - self._first[run], self._segment[run]
        for segment in np.unique(segments):
            places = np.flatnonzero(segments == segment)
            found[places] = self._rows[self._names[segment]][rows[places]]
        return found

    def has(self, sentence: int) -> bool:
        """Whether the vector of that sentence is here."""
        run = int(np.searchsorted(self._first, sentence, side="right")) - 1
        return run >= 0 and sentence < self._stop[run]

    def nearest(
        self, vector: Vectors, limit: int, documents: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Sentences nearest to a vector, nearest first: number and cosine.

        By the exact product, but for segments that are open in Chroma.
        """
        numbers, cosines = [], []
        started = time.monotonic()
        for name, rows in self._rows.items():
            in_time = self._server is None or time.monotonic() - started < _SERVER_SECONDS
            by_chroma = documents is None and in_time
            found = self._by_chroma(name, vector, limit) if by_chroma else None
            if found is None:
                found = self._exactly(name, rows, vector, limit, documents)
            numbers.append(found[0])
            cosines.append(found[1])
        every, scores = np.concatenate(numbers), np.concatenate(cosines)
        best = np.lexsort((every, -scores))[:limit]
        nearest = np.minimum(1.0, scores[best])  # rounding takes equal ones a little above
        return list(zip(every[best].tolist(), nearest.tolist(), strict=True))

    def _exactly(
        self,
        name: str,
        rows: Vectors,
        vector: Vectors,
        limit: int,
        documents: Collection[str] | None,
    ) -> tuple[NDArray[np.int64], Vectors]:
        runs = self._runs[name]
        cosines = runs.only(rows @ vector, documents)
        count = min(limit, len(cosines))
        best = np.argpartition(-cosines, count - 1)[:count] if count else np.empty(0, np.int64)
        best = best[cosines[best] > _DEAD]
        return runs.numbers(best), cosines[best]

    def _by_chroma(
        self, name: str, vector: Vectors, limit: int
    ) -> tuple[NDArray[np.int64], Vectors] | None:
        """None where the segment is not open in Chroma, or gives too little."""
        chroma = self._chroma.get(name)
        if chroma is None:
            return None
        runs = self._runs[name]
        wanted = min(int(limit * _MORE), len(self._rows[name]))
        with suppress(AssistantError, ValueError):
            rows = np.unique(np.array(chroma.nearest_rows(vector, wanted), np.int64))
            rows = rows[(rows >= 0) & (rows < len(self._rows[name]))]
            numbers = runs.numbers(rows)
            alive = numbers >= 0
            if alive.sum() >= min(limit, int(runs.counts.sum())):
                # By our own rows: what Chroma says of a cosine is not taken for it.
                return numbers[alive], self._rows[name][rows[alive]] @ vector
        return None

    def open_chroma(self, server: ChromaServer | None = None) -> None:
        """Search by Chroma from now on, where that was found good enough; takes seconds.

        What Chroma cannot open is searched by the exact product.

        server: keeps the large segments, in place of folders here.
        """
        if server is not None:
            for reader in self._read_from(server):
                reader.look()
            return
        for name, segment in self._segments.items():
            files = [one.removeprefix(f"{FOLDER}/") for one in segment.chroma]
            if not files or segment.exact:
                continue
            with self._lock, suppress(IndexUnusable):
                if name not in self._chroma:
                    self._chroma[name] = VectorReader(self._folder / name / FOLDER, files)

    def take_over(self, other: VectorStore) -> None:
        """Go on with what another store opened, as far as both have it; that one does without."""
        with other._lock:
            there = {name: one for name, one in other._chroma.items() if name in self._segments}
            other._chroma = {n: one for n, one in other._chroma.items() if n not in there}
            server = other._server
        with self._lock:
            self._chroma = {**there, **self._chroma}
        if server is not None:
            self._read_from(server)

    def _read_from(self, server: ChromaServer) -> list[ServedReader]:
        """Readers of the segments that are not open yet; they are looked at when first asked."""
        with self._lock:
            self._server = server
            new = {
                name: ServedReader(server, name, one, self._rows[name])
                for name, one in served(self._segments).items()
                if name not in self._chroma
            }
            self._chroma |= new
        return list(new.values())

    def close(self) -> None:
        """Close Chroma; the rows are let go with this object."""
        with self._lock:
            for chroma in self._chroma.values():
                chroma.close()
            self._chroma = {}
