"""Vectors of a build that is not finished, so that one that fails or is killed loses none.

    index/unfinished.vectors    appended to while sentences are embedded, removed once a
                                generation holds them

Each row is the sha256 of a sentence's text, its vector, and a checksum over both that also
depends on the model. So a damaged row, one that was half written and one of another model are
all told in the same way, and embedded again. The text itself is not in the file.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.fsync import replace_file

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
            content = self._path.read_bytes()
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
