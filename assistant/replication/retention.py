"""Remove old snapshots from a store, but none that somebody may still be reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import pairwise

from assistant.errors import NotInStore, SnapshotUnusable
from assistant.replication import layout
from assistant.replication.current import blobs_of, manifest, snapshot
from assistant.replication.store import Store

_TIME = "%Y%m%dT%H%M%SZ"


def expire(store: Store, current: str, keep: float, now: datetime) -> int:
    """Remove the snapshots that were replaced longer ago than that, and what only they need.

    current: name of the one that is pointed at.
    keep:    seconds since another took its place: a copy may take so long to be pulled. One that
             takes longer goes on with a newer snapshot.

    Returns how many files were removed. Where a snapshot that stays cannot be read, nothing is.

    Raises:
        StoreUnusable: the store cannot be read or written.
    """
    there = store.sizes()
    names = sorted(filter(None, map(layout.snapshot_named, there)))
    followers = dict(pairwise(names))
    old = {
        name for name in names if name != current and _age(followers.get(name, name), now) >= keep
    }
    if not old and not any(path.endswith(".new") for path in there):
        return 0
    try:
        needed = {one for name in names if name not in old for one in _needed(store, name)}
    except (SnapshotUnusable, NotInStore):
        return 0
    gone = [layout.description(name) for name in sorted(old)]
    gone += [path for path in there if layout.is_blob(path) and path not in needed]
    store.delete(gone)
    return len(gone)


def _needed(store: Store, name: str) -> Iterable[str]:
    found = snapshot(store, name)
    return blobs_of(found, manifest(store, found)[1])


def _age(name: str, now: datetime) -> float:
    """Seconds since a snapshot was published: its name begins with the time."""
    published = datetime.strptime(name.partition("-")[0], _TIME).replace(tzinfo=UTC)
    return (now - published).total_seconds()
