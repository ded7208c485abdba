"""Merge segments: many small ones into one that Chroma searches, and the rows of removed documents
out of any.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing

import numpy as np

from assistant.indexing.manifest import Manifest
from assistant.indexing.publishing import Publisher
from assistant.indexing.record import Held, Record
from assistant.indexing.schema import RECORD
from assistant.indexing.segment_sizes import SHARE, small_segments
from assistant.indexing.segments import VectorStore


def merge(publisher: Publisher, manifest: Manifest, *, only_small: bool = False) -> Manifest:
    """Make a generation of the same documents, with nothing left of those that were removed.

    only_small: leave large segments alone, unless too much of them is dead.

    Raises:
        OSError: It cannot be written, and what was current still is; likewise
        sqlite3.Error and AssistantError.
    """
    generations = publisher.generations
    path = generations.folder(manifest.generation) / RECORD
    with closing(Record(path)) as record:
        held = record.held()
    moved = _to_move(manifest, held, only_small=only_small)
    moving = sorted(
        (one for one in held if one.segment in moved and one.sentences),
        key=lambda one: one.sentences.start,
    )
    store = VectorStore(generations.segments, manifest.segments, held)
    numbers = [np.arange(one.sentences.start, one.sentences.stop) for one in moving]
    vectors = store.take(np.concatenate([np.empty(0, np.int64), *numbers]))
    left = {name: one for name, one in manifest.segments.items() if name not in moved}
    return publisher.rearranged(manifest, path, moving, left, vectors)


def _to_move(manifest: Manifest, held: Collection[Held], *, only_small: bool) -> set[str]:
    alive = dict.fromkeys(manifest.segments, 0)
    for one in held:
        if one.sentences:
            alive[one.segment] += len(one.sentences)
    share = 1.0 - SHARE if only_small else 1.0
    small = small_segments(manifest)
    return {
        name
        for name, segment in manifest.segments.items()
        if alive[name] < share * segment.rows or name in small
    }
