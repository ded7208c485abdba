"""Make the thesaurus that `assistant.nlp.thesaurus` reads: `python -m evals.thesaurus`.

Every whole word of the embedding model's vocabulary is embedded alone; the vectors are reduced
to their principal components and to one byte a component. Nothing but the model goes in, so
the file carries the model's licence (Apache-2.0).
"""

from __future__ import annotations

import numpy as np

from assistant.models.embedder import Embedder
from assistant.nlp.thesaurus import FILE
from assistant.settings import Settings

COMPONENTS = 96
_SHORTEST = 3  # letters


def main() -> None:
    """Write the file, and say how much of the similarities survived."""
    embedder = Embedder(Settings())
    words = sorted(
        word
        for word in embedder.vocabulary
        if word.isascii() and word.islower() and len(word) >= _SHORTEST
    )
    vectors = embedder.embed(words)
    centred = vectors - vectors.mean(axis=0)
    _, _, basis = np.linalg.svd(centred.T @ centred)
    reduced = vectors @ basis[:COMPONENTS].T
    scale = 127 / np.abs(reduced).max()
    stored = np.round(reduced * scale).astype(np.int8)
    np.savez_compressed(FILE, words=np.array("\n".join(words)), vectors=stored)
    sample = np.random.default_rng(0).integers(0, len(words), size=(2, 20_000))
    exact = np.einsum("ij,ij->i", vectors[sample[0]], vectors[sample[1]])
    kept = stored.astype(np.float32)
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    near = np.einsum("ij,ij->i", kept[sample[0]], kept[sample[1]])
    print(f"{len(words)} words, {FILE.stat().st_size:,} bytes,", end=" ")
    print(f"correlation of similarities {np.corrcoef(exact, near)[0, 1]:.3f}")


if __name__ == "__main__":
    main()
