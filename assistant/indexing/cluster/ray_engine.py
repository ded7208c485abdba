"""Read and embed on a Ray cluster, and here what the cluster has lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.errors import UnreadableDocument
from assistant.indexing.cluster.actors import Actors
from assistant.indexing.cluster.ray_cluster import Job, Lost, RayCluster
from assistant.indexing.cluster.remote_work import (
    EmbeddingWorker,
    Refused,
    Setup,
    Unable,
    read_bytes,
)
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.indexing.engines import Outcome, read_file
from assistant.progress import Progress, silent
from assistant.reading.discovery import CorpusFile, Skipped, file_bytes
from assistant.sandbox.sandbox import Limits, Sandbox

if TYPE_CHECKING:
    from assistant.models.embedder import OnBatch

_TEXTS = 32  # of a batch of an embedder that makes none itself


@runtime_checkable
class _Batching(Protocol):
    """An embedder that says which texts it computes together."""

    def batches(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """As `Embedder.batches`."""


class RayEngine:
    """Sends files' bytes and sentences to the cluster's machines, which need this program and the
    model, and no disk in common. Vectors and documents are those that this machine would make.

    limits:   of reading each file; None for the usual ones.
    progress: told of starting Ray, and of connecting to it.

    Raises:
        AssistantError: Ray is not installed.
    """

    def __init__(
        self,
        embedder: SentenceEmbedder,
        limits: Limits | None = None,
        progress: Progress = silent,
    ) -> None:
        self._cluster = RayCluster()
        self._embedder, self._limits, self._progress = embedder, limits, progress
        self._sandbox = Sandbox(limits)
        self._actors: Actors[int] | None = None
        self._read_here = self._embedded_here = 0

    @property
    def fingerprint(self) -> str:
        """Of the embedding model."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """Of its vectors."""
        return self._embedder.dimension

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done here since the cluster had lost it; nothing where that is nothing."""
        done = [
            f"{number:,} {what}"
            for number, what in (
                (self._read_here, "files were read"),
                (self._embedded_here, "sentences were embedded"),
            )
            if number
        ]
        why = f": {self._cluster.fault}" if self._cluster.fault else ""
        return (f"The Ray cluster lost work, so {' and '.join(done)} here{why}",) if done else ()

    def read(self, files: Sequence[CorpusFile]) -> Iterator[tuple[CorpusFile, Outcome]]:
        """Each file, as they finish.

        Raises:
            AssistantError: the cluster cannot be used, or one of its machines would read
                otherwise.
        """
        if not files:
            return
        self._cluster.connect(self._progress)
        setup = Setup.here(self._limits)
        unreadable: list[tuple[CorpusFile, Skipped]] = []

        def jobs() -> Iterator[Job[CorpusFile]]:
            for file in files:
                try:
                    data = file_bytes(file)
                except UnreadableDocument as error:
                    unreadable.append((file, Skipped(file.name, str(error))))
                    continue
                given = (setup, file.name, data, file.source, file.known)
                yield Job(file, given, len(data))

        for file, result in self._cluster.run(read_bytes, jobs()):
            yield file, self._outcome(file, result)
        yield from unreadable

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        """The embedding model's vectors, in the texts' order; batched as the model itself does.

        Raises:
            AssistantError: the cluster cannot be used, or a machine of it has not this model.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return vectors
        self._cluster.connect(self._progress)
        report, done = progress or silent, 0

        def take(places: Sequence[int], rows: NDArray[np.float32]) -> None:
            nonlocal done
            if on_batch is not None:
                on_batch(places, rows)
            vectors[places] = rows
            done += len(places)
            report("Embedding", done, len(texts))

        report("Embedding", 0, len(texts))
        batches = self._batches(texts)
        jobs = [
            Job(number, ([texts[place] for place in batch],))
            for number, batch in enumerate(batches)
        ]
        lost: list[int] = []
        for number, rows in self._workers(texts[0]).run(jobs):
            if isinstance(rows, Lost):
                lost.append(number)
            else:
                take(batches[number], rows)
        for number in sorted(lost):
            self._embedded_here += len(batches[number])
            take(batches[number], self._embedder.embed([texts[at] for at in batches[number]]))
        return vectors

    def _workers(self, text: str) -> Actors[int]:
        """Those that embed, with the model loaded. text: any, to try it with."""
        if self._actors is None:
            given, examined = (self._embedder,), (self.fingerprint, text)
            self._actors = Actors[int](self._cluster, EmbeddingWorker, given, examined)
        return self._actors

    def _batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Places of texts that are embedded together: those that would be here."""
        if isinstance(self._embedder, _Batching):
            return list(self._embedder.batches(texts))
        places = range(len(texts))
        return [list(places[at : at + _TEXTS]) for at in places[::_TEXTS]]

    def _outcome(self, file: CorpusFile, result: object) -> Outcome:
        if isinstance(result, Unable) and result.differs:
            raise result.error
        if isinstance(result, Lost | Unable):
            self._read_here += 1
            return read_file(file, self._sandbox)
        if isinstance(result, Refused):
            return Skipped(file.name, result.reason)
        outcome: Outcome = result  # type: ignore[assignment]  # what `read_bytes` gives
        return outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._actors is not None:
            self._actors.close()
        self._cluster.close()
        self._sandbox.close()
