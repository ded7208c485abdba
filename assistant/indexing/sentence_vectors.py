"""Give every sentence its vector, embedding no text twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.indexing.cutout import Sentence
from assistant.indexing.embedder import SentenceEmbedder
from assistant.progress import Progress


def sentence_vectors(
    sentences: Sequence[Sentence],
    known: Mapping[bytes, NDArray[np.float32]],
    embedder: SentenceEmbedder,
    progress: Progress,
) -> tuple[NDArray[np.float32], int]:
    """Vectors in the order of the sentences, and how many texts had to be embedded for them.

    Args:
        sentences: All of them.
        known: Vectors of the same model by the sha256 of the text.
        embedder: Called once, with every other text; not at all where there is none.
        progress: Passed on to it.

    Raises:
        ModelUnavailable: It gave something else than one unit vector per text.
    """
    hashes = [sentence.text_hash for sentence in sentences]
    new = {
        text_hash: sentence.text
        for text_hash, sentence in zip(hashes, sentences, strict=True)
        if text_hash not in known
    }
    vectors = dict(known)
    if new:
        embedded = embedder.embed(list(new.values()), progress)
        _check(embedded, (len(new), embedder.dimension))
        vectors.update(zip(new, embedded, strict=True))
    return np.stack([vectors[text_hash] for text_hash in hashes]), len(new)


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
