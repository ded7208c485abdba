"""Embed every sentence once; vectors of a failed build are used again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Sentence
from assistant.errors import ModelUnavailable
from assistant.indexing.files import replace_file
from assistant.progress import Progress
from assistant.reading.discovery import open_regular

if TYPE_CHECKING:
    from assistant.models.embedder import OnBatch


class SentenceEmbedder(Protocol):
    """Turns sentences into unit vectors.

    Asking for `fingerprint` or `dimension` must not load the model: an unchanged corpus is
    recognised without it.
    """

    @property
    def fingerprint(self) -> str:
        """Equal for equal models, and for nothing else."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        """Rows of length 1, one per text: shape (len(texts), dimension).

        on_batch: told of each text's vector once, soon after it was made.
        """


FILE = "unfinished.vectors"

_HASH = 32  # bytes
_CHECKSUM = 16  # bytes
_SYNC_EVERY = 1.0  # seconds; a power cut, unlike a kill, may lose what is younger


class KeptVectors:
    """The file of one index folder; for the holder of its writer lock alone.

    model:     fingerprint of the embedding model.
    dimension: length of its vectors.
    """

    def __init__(self, index: Path, model: str, dimension: int) -> None:
        self._path = index / FILE
        self._key = hashlib.sha256(model.encode()).digest()
        self._row = _HASH + 4 * dimension + _CHECKSUM
        self._file: BinaryIO | None = None
        self._failed = False
        self._synced = 0.0

    def read(self, wanted: Collection[bytes]) -> Mapping[bytes, NDArray[np.float32]]:
        """The vectors that are there, by the sha256 of the text; others go from the file.

        wanted: the sha256 of every text that is still to be embedded.
        """
        try:
            with open_regular(self._path) as file:
                content = file.read()
        except OSError:
            return {}
        rows = {row[:_HASH]: row for row in self._intact(content) if row[:_HASH] in wanted}
        if len(rows) * self._row != len(content):
            try:
                replace_file(self._path, b"".join(rows.values()))
            except OSError:  # what would be appended could not be told from what is damaged
                self._failed = True
        return {key: np.frombuffer(row[_HASH:-_CHECKSUM], "<f4") for key, row in rows.items()}

    def add(self, hashes: Sequence[bytes], vectors: NDArray[np.float32]) -> None:
        """Keep vectors, in the order of their texts' sha256.

        Where they cannot be written (a full disk), no more are kept: the build goes on without.
        """
        if self._failed:
            return
        heads = (
            key + row.tobytes() for key, row in zip(hashes, vectors.astype("<f4"), strict=True)
        )
        try:
            if self._file is None:
                self._file = self._path.open("ab")
            self._file.write(b"".join(head + self._checksum(head) for head in heads))
            self._file.flush()
            if time.monotonic() - self._synced > _SYNC_EVERY:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        except OSError:
            self._failed = True

    def close(self) -> None:
        """Put on disk what is kept. Closing twice is no error."""
        file, self._file = self._file, None
        if file is not None:
            try:
                with file:
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                self._failed = True

    def drop(self) -> None:
        """Remove the file: its vectors are kept elsewhere, or needed no longer."""
        self.close()
        with suppress(OSError):  # then the next build does it
            self._path.unlink()

    def _intact(self, content: bytes) -> Iterator[bytes]:
        for start in range(0, len(content) - self._row + 1, self._row):
            row = content[start : start + self._row]
            if self._checksum(row[:-_CHECKSUM]) == row[-_CHECKSUM:]:
                yield row

    def _checksum(self, head: bytes) -> bytes:
        return hashlib.blake2b(head, digest_size=_CHECKSUM, key=self._key).digest()


class Known(Protocol):
    """Where vectors of the same model may be."""

    def vectors(self, wanted: Collection[bytes]) -> Mapping[bytes, NDArray[np.float32]]:
        """Those of these texts that it has, by the sha256 of the text."""

    def known(self, wanted: Collection[bytes]) -> Collection[bytes]:
        """Of which of these texts it has the vector."""


class SentenceVectors:
    """Finds, takes up or makes the vectors of sentences, portion by portion.

    kept:     of a build that was not finished; gets every vector as it is made.
    embedder: not called where everything is known.
    progress: told of all texts that are not known, those that were kept being done.

    embedded: texts that had to be embedded now.
    resumed:  texts that a build which was not finished had embedded.
    """

    def __init__(self, kept: KeptVectors, embedder: SentenceEmbedder, progress: Progress) -> None:
        self.embedded = self.resumed = 0
        self._kept, self._embedder, self._progress = kept, embedder, progress
        self._there: dict[bytes, NDArray[np.float32]] = {}
        self._done = self._total = 0

    def begin(self, sentences: Iterable[Sentence], known: Known) -> None:
        """Say what will be asked for, all of it."""
        wanted = {sentence.text_hash for sentence in sentences}
        new = wanted.difference(known.known(wanted))
        self._there = dict(self._kept.read(new))
        self.resumed = self._done = len(self._there)
        self._total = len(new)

    def keep(self, sentences: Iterable[Sentence], known: Known) -> None:
        """Keep vectors that are known now and may not be later."""
        found = known.vectors({sentence.text_hash for sentence in sentences})
        if found:
            self._kept.add([*found], np.stack([*found.values()]))
            self._kept.close()
            self._there |= found

    def of(self, sentences: Sequence[Sentence], known: Known) -> NDArray[np.float32]:
        """Vectors in the order of the sentences: float32, shape (sentences, dimension).

        Raises:
            ModelUnavailable: The model gave something else than one unit vector per text.
        """
        if not sentences:
            return np.empty((0, self._embedder.dimension), np.float32)
        texts = {sentence.text_hash: sentence.text for sentence in sentences}
        vectors = {key: self._there[key] for key in texts if key in self._there}
        vectors |= known.vectors(texts.keys() - vectors.keys())
        todo = [text_hash for text_hash in texts if text_hash not in vectors]
        if todo:
            vectors |= self._made(todo, texts)
        return np.stack([vectors[sentence.text_hash] for sentence in sentences])

    def published(self, sentences: Iterable[Sentence]) -> None:
        """These are in the index from now on."""
        for sentence in sentences:
            self._there.pop(sentence.text_hash, None)
        if not self._there:
            self._kept.drop()

    def _made(
        self, todo: Sequence[bytes], texts: Mapping[bytes, str]
    ) -> dict[bytes, NDArray[np.float32]]:
        before, total, dimension = self._done, self._total, self._embedder.dimension

        def keep(places: Sequence[int], vectors: NDArray[np.float32]) -> None:
            _check(vectors, (len(places), dimension))
            self._kept.add([todo[place] for place in places], vectors)

        def count(what: str, done: int, of: int) -> None:
            embedding = what == "Embedding"  # and not loading the model
            self._progress(what, before + done if embedding else done, total if embedding else of)

        if before:
            count("Embedding", 0, len(todo))
        try:
            vectors = self._embedder.embed([texts[text_hash] for text_hash in todo], count, keep)
        finally:
            self._kept.close()
        _check(vectors, (len(todo), dimension))
        self.embedded += len(todo)
        self._done += len(todo)
        return dict(zip(todo, vectors, strict=True))


def _check(vectors: NDArray[np.float32], shape: tuple[int, int]) -> None:
    # A NaN or a vector of another length would be stored without complaint, and never found.
    if vectors.shape != shape:
        problem = f"vectors of shape {vectors.shape} and not {shape}"
    elif not np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3):
        problem = "vectors that are not of length 1"
    else:
        return
    raise ModelUnavailable(
        f"The embedding model gives {problem}: remove its cached files, then run `assistant index`."
    )
