"""Publish the current index: what is not there yet, then a description, at last the pointer.

A kill at any moment leaves the snapshot before current. What was sent by then is not sent again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import IndexBusy, NotInStore, SnapshotUnusable, UsageError
from assistant.indexing.files import try_hold
from assistant.progress import Progress, silent
from assistant.replication import layout
from assistant.replication.contents import Content, contents, described, opened
from assistant.replication.current import current, snapshot
from assistant.replication.layout import Snapshot
from assistant.replication.retention import expire
from assistant.replication.store import Store
from assistant.workspace import Workspace

KEPT_SECONDS = 3_600.0
"""That a snapshot which was replaced can still be pulled."""

OnStep = Callable[[str], None]
"""Called after each step: "sent" (one file), "described", "pointed", "expired"."""

_LOCK = "publish.lock"


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing did.

    changed: whether another snapshot is current now.
    files:   how many were sent; sent: their bytes. size: of all that the snapshot consists of.
    removed: how many files of old snapshots were removed.
    """

    address: str
    snapshot: str
    changed: bool
    documents: int
    with_files: bool
    files: int
    sent: int
    size: int
    removed: int

    def __str__(self) -> str:
        """One line for a person."""
        size = f"{self.size / 1e6:,.1f} MB"
        if not self.changed:
            mended = f"; {self.files:,} files were sent again" if self.files else ""
            return f"Nothing to publish: {self.address} has this index already ({size}){mended}"
        files = "with their files" if self.with_files else "without their files"
        documents = f"{self.documents:,} document{'' if self.documents == 1 else 's'}"
        sent = f"{self.sent / 1e6:,.1f} of {size} sent"
        return f"Published {documents} {files} to {self.address} ({sent})"


@dataclass(frozen=True, slots=True)
class Manner:
    """How to publish.

    with_files: also the documents' files, so that they can be shown as they are.
    keep:       seconds that a replaced snapshot stays, for those who are just pulling it.
    again:      send everything, also what the store has; for one that was damaged.
    """

    with_files: bool = False
    keep: float = KEPT_SECONDS
    again: bool = False


def publish(
    workspace: Workspace,
    store: Store,
    model: str,
    manner: Manner,
    progress: Progress = silent,
    on_step: OnStep = lambda _: None,
) -> Publication:
    """Publish the current index of a workspace.

    model: fingerprint of its embedding model.

    Raises:
        IndexUnusable: there is no index, or it is out of date or damaged.
        IndexBusy: another process is publishing this index.
        StoreUnusable: the store cannot be read or written; what was published stays.
        UsageError: the store is in the workspace or can only be read, or a document's file has
            changed since it was indexed.
    """
    _require_elsewhere(workspace, store)
    with opened(workspace, model) as source, _alone(workspace.index):
        given = described(workspace, source, with_files=manner.with_files)
        parts = contents(workspace, source, given)
        there = {} if manner.again else store.sizes()
        lacking = {name: one for name, one in parts.items() if there.get(name) != one.seal.size}
        _send(store, lacking, progress, on_step)
        name, changed = _point(store, given, on_step)
        removed = expire(store, name, manner.keep, datetime.now(UTC))
        on_step("expired")
        return Publication(
            address=store.shown,
            snapshot=name,
            changed=changed,
            documents=source.index.manifest.counts.documents,
            with_files=given.with_files,
            files=len(lacking),
            sent=sum(one.seal.size for one in lacking.values()),
            size=sum(one.seal.size for one in parts.values()),
            removed=removed,
        )


def _require_elsewhere(workspace: Workspace, store: Store) -> None:
    if store.address.is_web:
        raise UsageError(
            f"{store.shown} can only be pulled from: publish to the folder that this server shows, "
            "or to a URL that can be written."
        )
    if store.folder is None:
        return
    there = store.folder.resolve()
    for part in (workspace.corpus.resolve(), workspace.index.resolve()):
        if there.is_relative_to(part) or part.is_relative_to(there):
            raise UsageError(
                f"{store.shown} and the workspace lie in one another: publish to another folder."
            )


@contextmanager
def _alone(index: Path) -> Iterator[None]:
    try:
        hold = try_hold(index / _LOCK)
    except OSError:  # a read-only disk can be published from
        yield
        return
    if hold is None:
        raise IndexBusy("Another process is publishing this index: wait until it is done.")
    try:
        yield
    finally:
        hold.release()


def _send(
    store: Store, lacking: Mapping[str, Content], progress: Progress, on_step: OnStep
) -> None:
    total = sum(one.seal.size for one in lacking.values())
    done = 0

    def told(blocks: Content) -> Iterator[bytes]:
        nonlocal done
        for block in blocks.blocks():
            yield block
            done += len(block)
            progress("Publishing", done, total)

    for name, one in lacking.items():
        store.write(name, told(one), one.seal.size)
        on_step("sent")


def _point(store: Store, given: Snapshot, on_step: OnStep) -> tuple[str, bool]:
    """Make a snapshot current, if it is another one; the name of what is, and whether it was."""
    try:
        pointer = current(store)
        before = snapshot(store, pointer.generation, pointer.manifest)
        if before.same_content(given):
            return before.name, False
    except (NotInStore, SnapshotUnusable):
        pass  # there is none, or none that can be pulled
    content = given.to_bytes()
    store.write(layout.description(given.name), [content], len(content))
    on_step("described")
    line = layout.pointer_line(given.name, content)
    store.write(layout.POINTER, [line], len(line))
    on_step("pointed")
    return given.name, True
