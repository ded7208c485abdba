"""What reads files and embeds sentences for a build: this process, or a cluster (`cluster/`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import CutDocument
from assistant.errors import UnreadableDocument
from assistant.indexing.embeddings import SentenceEmbedder
from assistant.progress import Progress
from assistant.reading.discovery import CorpusFile, Skipped
from assistant.sandbox.sandbox import Limits, Sandbox

if TYPE_CHECKING:
    from assistant.models.embedder import OnBatch

EngineName = Literal["local", "ray"]

Outcome = CutDocument | Skipped
"""What became of a file."""


class Engine(SentenceEmbedder, Protocol):
    """Reads files and embeds texts. A `with` block ends what it has started, nothing sooner."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person should know of how it went, a line each."""

    def read(self, files: Sequence[CorpusFile]) -> Iterator[tuple[CorpusFile, Outcome]]:
        """Read and cut each file once; they come in any order.

        Raises:
            AssistantError: none can be read, whatever is in it.
        """

    def __enter__(self) -> Self:
        """Start nothing that is not needed yet."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End it, whatever happened."""


class LocalEngine:
    """This machine: one file after the other in a process of their own, embedding in this one.

    limits: of reading each file; None for the usual ones.
    """

    notes: tuple[str, ...] = ()

    def __init__(self, embedder: SentenceEmbedder, limits: Limits | None = None) -> None:
        self._embedder, self._sandbox = embedder, Sandbox(limits)

    @property
    def fingerprint(self) -> str:
        """Of the embedding model."""
        return self._embedder.fingerprint

    @property
    def dimension(self) -> int:
        """Of its vectors."""
        return self._embedder.dimension

    def read(self, files: Sequence[CorpusFile]) -> Iterator[tuple[CorpusFile, Outcome]]:
        """Each file, in order."""
        try:
            for file in files:
                yield file, read_file(file, self._sandbox)
        finally:
            self._sandbox.close()

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        """The embedding model's vectors."""
        return self._embedder.embed(texts, progress, on_batch)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._sandbox.close()


def read_file(file: CorpusFile, sandbox: Sandbox) -> Outcome:
    """Read one file of the corpus here.

    Raises:
        AssistantError: no process can be started.
    """
    try:
        return sandbox.read(file)
    except UnreadableDocument as error:
        return Skipped(file.name, str(error))
