"""When a segment is large enough for Chroma, and when segments are merged."""

from __future__ import annotations

from collections.abc import Collection

from assistant.indexing.manifest import Manifest

CHROMA_FROM = 2_000_000
"""Rows of a segment from which Chroma searches it. Scanning all rows takes 9 ms at 100,000 and
74 ms at a million on 2 cores, and is exact; Chroma writes 500 to 800 rows a second with the effort
that finds enough of the nearest, and takes as much room again."""

SERVED_FROM = 5_000
"""Rows of a segment from which a Chroma server keeps it, where there is one; fewer are scanned in
a millisecond."""

SHARE = 0.2
"""Of all rows: a segment with fewer is small; more of removed documents are too many."""
_FEW = 5_000
"""Rows that are scanned in a millisecond, whatever their share."""
_MANY = 32
"""Segments; the small ones among more are merged."""


def is_large(rows: int) -> bool:
    """Whether a new segment gets a Chroma collection."""
    return rows >= CHROMA_FROM


def needs_merging(manifest: Manifest) -> bool:
    """Whether there are too many segments, or too much of them is dead."""
    return len(manifest.segments) > _MANY or _dead(manifest) > max(_FEW, SHARE * _rows(manifest))


def small_segments(manifest: Manifest) -> Collection[str]:
    """Those that are merged where there are too many; none where there are not."""
    if len(manifest.segments) <= _MANY:
        return ()
    limit = SHARE * _rows(manifest)
    return {name for name, one in manifest.segments.items() if one.rows < limit}


def _rows(manifest: Manifest) -> int:
    return sum(one.rows for one in manifest.segments.values())


def _dead(manifest: Manifest) -> int:
    return _rows(manifest) - manifest.counts.sentences
