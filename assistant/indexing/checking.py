"""Check a staged generation before anybody may read it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.errors import IndexDamaged
from assistant.indexing.faults import cause_of, stopped
from assistant.indexing.manifest import Manifest
from assistant.indexing.opened import OpenIndex
from assistant.progress import Progress

_BATCH = 500
_ITSELF = 0.999
"""Least cosine of a vector and what is found for it. Equal sentences find each other."""


def check(folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Read everything back as a reader would, and ask for every vector by itself.

    Raises:
        AssistantError: The generation is not what it should be.
    """
    try:
        manifest.verify(folder)
        with closing(OpenIndex(folder, manifest)) as index:
            _check_vectors(index, progress)
    except IndexDamaged as error:
        raise stopped(f"the new index failed its check: {cause_of(error)}") from error


def _check_vectors(index: OpenIndex, progress: Progress) -> None:
    vectors = index.vectors
    for start in range(0, len(vectors), _BATCH):
        progress("Checking", start, len(vectors))
        batch = vectors[start : start + _BATCH]
        found = index.nearest_to_each(batch, limit=1)
        numbers = [neighbours[0][0] if neighbours else 0 for neighbours in found]
        # By the record's own vectors, so that Chroma's word is not taken for it.
        cosines = np.einsum("ij,ij->i", batch, vectors[numbers])
        if cosines.min() < _ITSELF:
            missed = start + int(cosines.argmin())
            raise stopped(f"sentence {missed} of the new index is not found by its own vector")
    progress("Checking", len(vectors), len(vectors))
