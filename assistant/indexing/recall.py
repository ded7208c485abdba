"""Measure the recall of the approximate search, and raise its effort if it is too low."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.manifest import files_below
from assistant.indexing.vectors import Effort, Entry, VectorReader, write_vectors
from assistant.progress import Progress

Search = Callable[[NDArray[np.float32], int], Sequence[Sequence[int]]]
"""For each row of vectors, the numbers of its nearest ones, as many as are found."""

NEIGHBOURS = 10
SAMPLE = 1_000  # searches; 0.5 s of exact products and some seconds of searching at 75,000
CONFIDENCE = 0.99

_CELLS = 8_000_000  # cosines at once: 32 MB
_SEED = 20_260
_TIE = 1e-6  # of two cosines; rounding differs by a tenth of that


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of the ten nearest that is found, ties being as good as each other.

    found:    in the searches that were made, in [0, 1].
    at_least: in all such searches, with a confidence of 99 %. Where every one was made, the same.
    """

    found: float
    at_least: float


def measure(
    search: Search,
    vectors: NDArray[np.float32],
    progress: Progress,
    searches: int | None = None,
) -> Recall:
    """Compare a search with the exact product, on a sample that is the same each time.

    vectors:  what is searched, shape (sentences, dimension), rows of length 1.
    searches: at most so many; None for `SAMPLE`.
    """
    queries = _sample(vectors, searches or SAMPLE)
    wanted = min(NEIGHBOURS, len(vectors))
    found = 0
    step = max(1, min(100, _CELLS // len(vectors)))
    for start in range(0, len(queries), step):
        progress("Checking the search", start, len(queries))
        batch = queries[start : start + step]
        cosines = batch @ vectors.T
        least = np.partition(cosines, -wanted, axis=1)[:, -wanted] - _TIE
        for row, numbers in enumerate(search(batch, wanted)):
            # By the exact product, so that the search's word is not taken for it.
            found += int((cosines[row, list(dict.fromkeys(numbers))] >= least[row]).sum())
    progress("Checking the search", len(queries), len(queries))
    share = found / (wanted * len(queries))
    return Recall(
        share, share if len(queries) == len(vectors) else lower_bound(share, len(queries))
    )


def lower_bound(mean: float, count: int) -> float:
    """The least that the mean of all can be, with a confidence of 99 %, where `count` values
    between 0 and 1 that were drawn at random have this mean.

    Whatever their distribution: W. Hoeffding, "Probability inequalities for sums of bounded random
    variables", 1963, theorem 1, which holds for drawing without replacement, too.
    """
    limit = -math.log(1 - CONFIDENCE) / count
    low, high = 0.0, mean
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _divergence(mean, middle) > limit else (low, middle)
    return low


def surely_below(mean: float, count: int, floor: float) -> bool:
    """Whether the mean of all is below a floor, with a confidence of 99 %; as `lower_bound`."""
    return mean < floor and _divergence(mean, floor) * count > -math.log(1 - CONFIDENCE)


def _divergence(mean: float, other: float) -> float:
    """Kullback and Leibler's, of two coins."""
    if other <= 0.0:
        return math.inf if mean > 0.0 else 0.0
    first = mean * math.log(mean / other) if mean > 0.0 else 0.0
    rest = (1 - mean) * math.log((1 - mean) / (1 - other)) if mean < 1.0 else 0.0
    return first + rest


def _sample(vectors: NDArray[np.float32], searches: int) -> NDArray[np.float32]:
    """One search for each sentence, or for so many of them drawn at random."""
    chance = np.random.default_rng(_SEED)
    count = len(vectors)
    chosen = chance.choice(count, min(searches, count), replace=False)
    others = chance.integers(count, size=len(chosen))
    share = chance.uniform(0.5, 1.0, size=(len(chosen), 1)).astype(np.float32)
    between = share * vectors[chosen] + (1 - share) * vectors[others]
    lengths = np.linalg.norm(between, axis=1, keepdims=True)
    # Opposite sentences have nothing between them.
    return np.where(lengths > _TIE, between / np.maximum(lengths, _TIE), vectors[chosen])


FLOOR = 0.99
"""Least share of the ten nearest sentences that a search must find, with 99 % confidence. An index
that stays below is searched by the exact product, which takes longer."""

EFFORTS = (Effort(32, 400, 400), Effort(48, 800, 800), Effort(64, 1_600, 1_600))
"""Tried one after the other; Chroma's own default is (16, 100, 100)."""


def write_searchable(
    folder: Path, entries: Sequence[Entry], vectors: NDArray[np.float32], progress: Progress
) -> Recall:
    """Write a collection as `write_vectors` does, with as much effort as it needs.

    Returns what was measured of the one that is left in the folder: if it is below `FLOOR`,
    no effort was enough.

    Raises:
        AssistantError: Chroma could not write it, or not read what it wrote.
    """
    recall = Recall(0.0, 0.0)
    for effort in EFFORTS:
        if folder.exists():
            shutil.rmtree(folder)
        write_vectors(folder, entries, vectors, effort, progress)
        recall = _recall(folder, entries, vectors, progress)
        if recall.at_least >= FLOOR:
            break
    return recall


def _recall(
    folder: Path, entries: Sequence[Entry], vectors: NDArray[np.float32], progress: Progress
) -> Recall:
    numbers = {entry.id: number for number, entry in enumerate(entries)}
    with closing(VectorReader(folder, files_below(folder))) as reader:

        def search(queries: NDArray[np.float32], limit: int) -> list[list[int]]:
            found = reader.nearest(queries, limit)
            # What is kept under a strange id is for the check to tell.
            return [[numbers[near.id] for near in row if near.id in numbers] for row in found]

        return measure(search, vectors, progress)
