"""Merge segments: many small ones into one that Chroma searches, and the rows of removed documents
out of any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np

from assistant.indexing.manifest import Manifest, Segment
from assistant.indexing.record import Held, Record
from assistant.indexing.schema import RECORD
from assistant.indexing.segments import VectorStore

if TYPE_CHECKING:
    from assistant.indexing.publishing import Publisher

_SHARE = 0.2
"""Of all rows that may be without Chroma, or of documents that were removed."""
_FEW = 5_000
"""Rows that are scanned in a millisecond, whatever their share."""
_MANY = 32
"""Segments; more are merged whatever their size."""


def is_large(rows: int, others: Mapping[str, Segment]) -> bool:
    """Whether a new segment gets a Chroma collection beside these others."""
    total = rows + sum(one.rows for one in others.values())
    return not others or (rows >= _FEW and rows >= _SHARE * total)


def needs_merging(manifest: Manifest) -> bool:
    """Whether too much is searched without Chroma, or too much is dead."""
    total = sum(one.rows for one in manifest.segments.values())
    small = sum(one.rows for one in manifest.segments.values() if not one.chroma)
    dead = total - manifest.counts.sentences
    limit = max(_FEW, _SHARE * total)
    return max(small, dead) > limit or len(manifest.segments) > _MANY


def merge(publisher: Publisher, manifest: Manifest, *, only_small: bool = False) -> Manifest:
    """Make a generation of the same documents, with nothing left of those that were removed.

    only_small: leave segments alone that Chroma searches, unless too much of them is dead.

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
    share = 1.0 - _SHARE if only_small else 1.0
    return {
        name
        for name, segment in manifest.segments.items()
        if alive[name] < share * segment.rows or (only_small and not segment.chroma)
    }
