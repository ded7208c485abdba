"""Give every sentence its vector, embedding no text twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelUnavailable
from assistant.indexing.cutout import Sentence
from assistant.indexing.embedder import SentenceEmbedder
from assistant.indexing.kept_vectors import KeptVectors
from assistant.progress import Progress


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
        embedder: Called once, with every other text; not at all where there is none.
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
