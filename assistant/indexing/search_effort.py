"""Write vectors so that a search finds what is nearest: with more effort where it does not."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.manifest import files_below
from assistant.indexing.recall import Recall, measure
from assistant.indexing.vectors import Effort, Entry, VectorReader, write_vectors
from assistant.progress import Progress

FLOOR = 0.99
"""Least share of the ten nearest sentences that a search must find, with 99 % confidence. An index
that stays below is searched by the exact product, which takes longer."""

EFFORTS = (Effort(32, 400, 400), Effort(48, 800, 800), Effort(64, 1_600, 1_600))
"""Tried one after the other; Chroma's own default is (16, 100, 100)."""


def write_searchable(
    folder: Path, entries: Sequence[Entry], vectors: NDArray[np.float32], progress: Progress
) -> Recall:
    """Write a collection as `write_vectors` does, with as much effort as it needs.

    Returns what was measured of the one that is left in the folder: where it is below `FLOOR`,
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
