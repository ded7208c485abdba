"""A stand-in for the embedding model: equal texts get equal vectors, others get others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.models.embedder import OnBatch
from assistant.progress import Progress

BATCH = 7


class FakeEmbedder:
    """Unit vectors drawn from a hash of the text. `calls` holds what it was asked for."""

    def __init__(self, fingerprint: str = "fake-model-1") -> None:
        self.fingerprint = fingerprint
        self.dimension = 384
        self.calls: list[list[str]] = []

    def embed(
        self,
        texts: Sequence[str],
        progress: Progress | None = None,
        on_batch: OnBatch | None = None,
    ) -> NDArray[np.float32]:
        self.calls.append(list(texts))
        rows = np.stack([self._vector(text) for text in texts])
        for start in range(0, len(texts), BATCH):
            places = range(start, min(start + BATCH, len(texts)))
            if on_batch:
                on_batch(places, rows[start : start + BATCH])
            if progress:
                progress("Embedding", places.stop, len(texts))
        return rows

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed(texts)

    def _vector(self, text: str) -> NDArray[np.float32]:
        seed = hashlib.sha256(f"{self.fingerprint}\0{text}".encode()).digest()
        vector = np.random.default_rng(list(seed)).normal(size=self.dimension)
        return (vector / np.linalg.norm(vector)).astype(np.float32)
