"""A stand-in for the embedding model: equal texts get equal vectors, others get others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.progress import Progress


class FakeEmbedder:
    """Unit vectors drawn from a hash of the text. `calls` holds what it was asked for."""

    def __init__(self, fingerprint: str = "fake-model-1") -> None:
        self.fingerprint = fingerprint
        self.dimension = 384
        self.calls: list[list[str]] = []

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        self.calls.append(list(texts))
        rows = [self._vector(text) for text in texts]
        if progress:
            progress("Embedding", len(texts), len(texts))
        return np.stack(rows)

    def _vector(self, text: str) -> NDArray[np.float32]:
        seed = hashlib.sha256(f"{self.fingerprint}\0{text}".encode()).digest()
        vector = np.random.default_rng(list(seed)).normal(size=self.dimension)
        return (vector / np.linalg.norm(vector)).astype(np.float32)
