"""Embed every sentence once; vectors of a failed build are used again."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class SentenceVectors:
    """Vectors in the order of the sentences.

    embedded: texts that had to be embedded for them now.
    resumed:  texts that a build which was not finished had embedded.
    """

    vectors: NDArray[np.float32]
    embedded: int
    resumed: int


def sentence_vectors(
    sentences: Sequence[Sentence],
    known: Mapping[bytes, NDArray[np.float32]],
    kept: KeptVectors,
    embedder: SentenceEmbedder,
    progress: Progress,
) -> SentenceVectors:
    """Find, take up or make the vector of every sentence.

    Args:
        sentences: All of them.
        known: Vectors of the same model by the sha256 of the text.
        kept: Of a build that was not finished; gets every vector as it is made.
        embedder: Called once, with every other text; not at all if there is none.
        progress: Told of the texts that are not known, those that were kept being done.

    Raises:
        ModelUnavailable: It gave something else than one unit vector per text.
    """
    hashes = [sentence.text_hash for sentence in sentences]
    new = {
        text_hash: sentence.text
        for text_hash, sentence in zip(hashes, sentences, strict=True)
        if text_hash not in known
    }
    resumed = kept.read(new.keys())
    vectors = {**known, **resumed}
    todo = [text_hash for text_hash in new if text_hash not in resumed]
    if todo:
        vectors |= _embedded(todo, new, len(resumed), kept, embedder, progress)
    rows = np.stack([vectors[text_hash] for text_hash in hashes])
    return SentenceVectors(rows, len(todo), len(resumed))


def _embedded(
    todo: Sequence[bytes],
    texts: Mapping[bytes, str],
    before: int,
    kept: KeptVectors,
    embedder: SentenceEmbedder,
    progress: Progress,
) -> dict[bytes, NDArray[np.float32]]:
    def keep(places: Sequence[int], vectors: NDArray[np.float32]) -> None:
        _check(vectors, (len(places), embedder.dimension))
        kept.add([todo[place] for place in places], vectors)

    def count(what: str, done: int, total: int) -> None:
        progress(what, before + done, before + total)

    if before:
        count("Embedding", 0, len(todo))
    try:
        vectors = embedder.embed([texts[text_hash] for text_hash in todo], count, keep)
    finally:
        kept.close()
    _check(vectors, (len(todo), embedder.dimension))
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
