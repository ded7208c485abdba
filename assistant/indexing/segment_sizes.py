"""When a segment is large enough for Chroma, and when segments are merged."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.indexing.manifest import Manifest, Segment

SHARE = 0.2
"""Of all rows that may be without Chroma, or of documents that were removed."""
_FEW = 5_000
"""Rows that are scanned in a millisecond, whatever their share."""
_MANY = 32
"""Segments; more are merged whatever their size."""


def is_large(rows: int, others: Mapping[str, Segment]) -> bool:
    """Whether a new segment gets a Chroma collection beside these others."""
    total = rows + sum(one.rows for one in others.values())
    return not others or (rows >= _FEW and rows >= SHARE * total)


def needs_merging(manifest: Manifest) -> bool:
    """Whether too much is searched without Chroma, or too much is dead."""
    total = sum(one.rows for one in manifest.segments.values())
    small = sum(one.rows for one in manifest.segments.values() if not one.chroma)
    dead = total - manifest.counts.sentences
    limit = max(_FEW, SHARE * total)
    return max(small, dead) > limit or len(manifest.segments) > _MANY
