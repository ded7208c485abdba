"""Similarity of ordinary words: "babies" and "infants".

Questions and texts often use different everyday words. The embedding vectors of 20,000 English
words were computed once (`python -m evals.thesaurus`), so a look-up takes microseconds. Names and
technical terms are not included: they have to match as written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.nlp.tokens import is_stop, parts

FILE = Path(__file__).with_name("thesaurus.npz")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "est", "al", "ally")


class Thesaurus:
    """Similarity of ordinary words, by their vectors, which are of length 1."""

    def __init__(self, words: list[str], vectors: NDArray[np.float32]) -> None:
        self._rows = {word: row for row, word in enumerate(words)}
        self._vectors = vectors

    def __contains__(self, word: str) -> bool:
        return word.lower() in self._rows

    def similarity(self, word: str, others: Collection[str]) -> float:
        """The greatest cosine of a word with any of the others; 0 if it is not known."""
        row = self._rows.get(word.lower())
        rows = self._known(others)
        if row is None or not rows:
            return 0.0
        return float((self._vectors[rows] @ self._vectors[row]).max())

    def vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each word, of length 0 for one that is not known."""
        rows = [self._rows.get(word.lower(), -1) for word in words]
        found = self._vectors[rows]
        found[[row < 0 for row in rows]] = 0
        return found

    def _known(self, words: Iterable[str]) -> list[int]:
        return [row for word in words if (row := self._rows.get(word.lower())) is not None]


@lru_cache(maxsize=1)
def thesaurus() -> Thesaurus:
    """The thesaurus that comes with the library."""
    with np.load(FILE, allow_pickle=False) as stored:
        words = str(stored["words"]).split("\n")
        vectors = stored["vectors"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Thesaurus(words, vectors)


def is_common(word: str) -> bool:
    """Whether a word is no name and no technical term, as it stands."""
    return word.islower() and word in thesaurus()


def is_ordinary(word: str) -> bool:
    """Whether a word, or what it is formed from, is one of the language's ordinary words."""
    lower, known = word.lower(), thesaurus()
    if lower in known or is_stop(lower):
        return True
    if "-" in lower:
        return all(is_ordinary(piece) for piece in parts(lower))
    bases = [lower[: -len(end)] for end in _ENDINGS if lower.endswith(end)]
    return any(base in known or f"{base}e" in known for base in bases if len(base) > 2)
