"""Read what a store says: which snapshot is current, and what a snapshot consists of."""

from __future__ import annotations

import hashlib

from assistant.errors import SnapshotUnusable
from assistant.indexing.generations import Pointer
from assistant.indexing.manifest import Manifest
from assistant.replication import layout
from assistant.replication.layout import Snapshot
from assistant.replication.store import Store

_TRIES = 3


def current(store: Store) -> Pointer:
    """Which snapshot is current: its name, and the sha256 of its description.

    Raises:
        NotInStore: nothing was published there.
        StoreUnusable: it cannot be read.
        SnapshotUnusable: the pointer is none; the message is the reason alone.
    """
    for _ in range(_TRIES):  # some stores show a file while it is being written
        pointer = layout.pointer_of(store.read(layout.POINTER, layout.POINTER_BYTES))
        if pointer is not None:
            return pointer
    raise SnapshotUnusable(f"its {layout.POINTER} names no snapshot")


def snapshot(store: Store, name: str, sha256: str = "") -> Snapshot:
    """The snapshot of that name.

    sha256: of its description; "" where that is not known.

    Raises:
        NotInStore: it is not there (any longer).
        StoreUnusable: it cannot be read.
        SnapshotUnusable: it is damaged; the message is the reason alone.
    """
    content = store.read(layout.description(name), layout.DESCRIPTION_BYTES)
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise SnapshotUnusable("its description is not the one that was published")
    found = layout.snapshot_of(content)
    if found.name != name:
        raise SnapshotUnusable("its description is of another one")
    return found


def manifest(store: Store, of: Snapshot) -> tuple[bytes, Manifest]:
    """The manifest of a snapshot's index: as it was written, and as it is understood.

    Raises: as `snapshot`.
    """
    content = store.read(layout.blob(of.manifest.sha256), layout.DESCRIPTION_BYTES)
    if hashlib.sha256(content).hexdigest() != of.manifest.sha256:
        raise SnapshotUnusable("the manifest of its index is not the one that was published")
    return content, layout.manifest_of(content, of)


def blobs_of(one: Snapshot, its: Manifest) -> dict[str, int]:
    """All that a snapshot consists of: where it lies, and how many bytes it has."""
    seals = [one.manifest, *one.files.values(), *(seal for _, seal in layout.files_of(its))]
    return {layout.blob(seal.sha256): seal.size for seal in seals}
