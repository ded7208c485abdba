"""Check a staged generation before anybody may read it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.errors import IndexDamaged
from assistant.indexing.index import OpenIndex
from assistant.indexing.manifest import Manifest
from assistant.indexing.os_errors import cause_of, stopped
from assistant.progress import Progress

_BATCH = 1_000
_ROUNDING = 1e-5
"""Greatest difference of a component between the record's vector and Chroma's, which it has
brought to length 1 by itself."""


def check(folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Read everything back as a reader would, and compare every vector.

    How well an approximate search finds them is no part of it: see `assistant.indexing.recall`.

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
        stored = index.stored_vectors(start, start + _BATCH)
        same = np.abs(stored - vectors[start : start + _BATCH]).max(axis=1) < _ROUNDING
        if not same.all():
            changed = start + int(np.flatnonzero(~same)[0])
            raise stopped(
                f"the vector of sentence {changed} of the new index is not as it was given"
            )
    progress("Checking", len(vectors), len(vectors))
