"""Pull the current snapshot of a store into a workspace, which is a copy from then on.

Only what is missing is fetched, and all of it is checked before the pointer changes; readers go on
meanwhile. A kill at any moment leaves the old index or the new one, and the next pull goes on.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import (
    AssistantError,
    IndexBusy,
    IndexUnusable,
    NotInStore,
    SnapshotUnusable,
    UsageError,
)
from assistant.indexing.files import remedy, sync_folder, sync_tree, writer_lock
from assistant.indexing.generations import POINTER, Generations, Pointer
from assistant.indexing.manifest import MANIFEST, Fingerprint, Manifest, Seal
from assistant.indexing.origin import Origin, origin_of
from assistant.indexing.stamps import Stamps
from assistant.progress import Progress, silent
from assistant.reading.discovery import walk
from assistant.replication import layout
from assistant.replication.corpus_files import CorpusFiles
from assistant.replication.current import current, manifest, snapshot
from assistant.replication.fetching import FOLDER, Fetcher, Wanted
from assistant.replication.layout import Snapshot
from assistant.replication.soundness import require_sound
from assistant.replication.store import Store
from assistant.workspace import Workspace

OnStep = Callable[[str], None]
"""Called after each step: "marked", "fetched" (one file), "checked", "synced", "swapped", "placed",
"noted"."""

_TRIES = 3
_SPARE = 50_000_000  # bytes of the disk that are left free


@dataclass(frozen=True, slots=True)
class Pulled:
    """What pulling did.

    changed: whether questions are answered from another index now.
    files:   how many were fetched; fetched: their bytes. size: of all of the snapshot.
    """

    address: str
    snapshot: str
    changed: bool
    documents: int
    with_files: bool
    files: int
    fetched: int
    size: int

    def __str__(self) -> str:
        """One line for a person."""
        if not self.changed and not self.files:
            return f"Nothing new at {self.address}"
        files = "with their files" if self.with_files else "without their files"
        documents = f"{self.documents:,} document{'' if self.documents == 1 else 's'}"
        fetched = f"{self.fetched / 1e6:,.1f} of {self.size / 1e6:,.1f} MB fetched"
        return f"Pulled {documents} {files} from {self.address} ({fetched})"


def pull(
    workspace: Workspace,
    store: Store,
    model: str,
    progress: Progress = silent,
    on_step: OnStep = lambda _: None,
    *,
    thorough: bool = True,
) -> Pulled | None:
    """Bring a workspace to the current snapshot of a store.

    model:    fingerprint of the embedding model that questions will be embedded with.
    thorough: check what is here even if it is of that snapshot; else that is None.

    Raises:
        UsageError: the workspace has documents or an index of its own.
        IndexBusy: another process is pulling into it.
        NotInStore: nothing was published there.
        StoreUnusable: the store cannot be read.
        SnapshotUnusable: the snapshot is damaged, half there, or of another version or model.
        AssistantError: it cannot be written here. After any of these, what was there still serves.
    """
    _require_copy(workspace)
    with _told(store), writer_lock(workspace.index):
        for _ in range(_TRIES - 1):
            pointer = current(store)
            if not thorough and _is_here(workspace, store, pointer):
                return None
            try:
                return _Pull(workspace, store, model, progress, on_step).run(pointer)
            except NotInStore:  # it was replaced, and removed, while it was read
                if current(store) == pointer:
                    raise SnapshotUnusable("a part of it is not there") from None
        return _Pull(workspace, store, model, progress, on_step).run(current(store))


@dataclass(frozen=True, slots=True)
class _Pull:
    workspace: Workspace
    store: Store
    model: str
    progress: Progress
    on_step: OnStep

    def run(self, pointer: Pointer) -> Pulled:
        given = snapshot(self.store, pointer.generation, pointer.manifest)
        content, index = manifest(self.store, given)
        self._require_ours(index)
        origin = self._mark(given)
        generations = Generations(self.workspace.index)
        folder = _folder(generations, given.generation)
        lacking = [*self._lacking(folder, index), *self._corpus.lacking(given.files)]
        self._fetch(lacking)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MANIFEST).write_bytes(content)
        require_sound(folder, index)
        self.on_step("checked")
        self._sync(folder, index)
        self.on_step("synced")
        changed = _swap(generations, folder, given)
        self.on_step("swapped")
        generations.prune(given.generation, index.segments)
        self._corpus.place(given.files)
        self.on_step("placed")
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        replace(origin, snapshot=given.name, pointer=pointer.manifest, pulled=now).keep(
            self.workspace.index
        )
        shutil.rmtree(self._incoming, ignore_errors=True)
        self.on_step("noted")
        return Pulled(
            address=self.store.shown,
            snapshot=given.name,
            changed=changed,
            documents=index.counts.documents,
            with_files=given.with_files,
            files=len(lacking),
            fetched=sum(one.seal.size for one in lacking),
            size=index.size + sum(seal.size for seal in given.files.values()),
        )

    @property
    def _corpus(self) -> CorpusFiles:
        return CorpusFiles(self.workspace)

    @property
    def _incoming(self) -> Path:
        return self.workspace.index / FOLDER

    def _require_ours(self, index: Manifest) -> None:
        difference = Fingerprint.of_this_program(self.model).difference(index.fingerprint)
        if difference:
            raise SnapshotUnusable(f"it was built with {difference}")

    def _mark(self, given: Snapshot) -> Origin:
        """From here on the workspace is a copy: nobody may index its corpus over what comes."""
        before = origin_of(self.workspace.index)
        origin = Origin(self.store.shown, with_files=given.with_files)
        if before is None or (before.url, before.with_files) != (origin.url, origin.with_files):
            origin.keep(self.workspace.index)
        self.on_step("marked")
        return origin

    def _lacking(self, folder: Path, index: Manifest) -> list[Wanted]:
        root, stamps = self.workspace.index, Stamps(self.workspace.index)
        lacking = []
        for path, seal in layout.files_of(index):
            inside = path.removeprefix(f"generations/{index.generation}/")
            target = root / path if inside == path else folder / inside
            if not _has(target, seal, stamps):
                lacking.append(Wanted(seal, target))
        stamps.keep()
        return lacking

    def _fetch(self, lacking: list[Wanted]) -> None:
        total, done = sum(one.seal.size for one in lacking), 0
        free = shutil.disk_usage(self.workspace.index).free - _SPARE
        if total > free:
            raise AssistantError(
                f"Not pulled: {total / 1e6:,.0f} MB are to come and {max(0, free) / 1e6:,.0f} are "
                "free: free some disk space, then run `assistant pull`."
            )

        def told(more: int) -> None:
            nonlocal done
            done += more
            self.progress("Pulling", done, total)

        fetcher = Fetcher(self.store, self._incoming, told)
        fetcher.fetch(lacking, lambda: self.on_step("fetched"))

    def _sync(self, folder: Path, index: Manifest) -> None:
        sync_tree(folder)
        segments = Generations(self.workspace.index).segments
        for name in index.segments:
            for inner in (path for path in (segments / name).rglob("*") if path.is_dir()):
                sync_folder(inner)
            sync_folder(segments / name)
        if segments.is_dir():
            sync_folder(segments)


def _folder(generations: Generations, name: str) -> Path:
    """Where an index is put together; what other pulls left half there is removed."""
    folder = generations.folder(name)
    here = folder if folder.is_dir() else generations.staging(name)
    for other in generations.root.glob(f"{generations.staging('').name}*"):
        if other != here:
            shutil.rmtree(other, ignore_errors=True)
    return here


def _has(path: Path, seal: Seal, stamps: Stamps) -> bool:
    try:
        if path.stat().st_size != seal.size:
            return False
        if not stamps.has(path, seal.sha256):
            if Seal.of(path) != seal:
                return False
            stamps.add(path, seal.sha256)
    except OSError:
        return False
    return True


def _swap(generations: Generations, folder: Path, given: Snapshot) -> bool:
    """Make an index current; whether another one was."""
    if folder != generations.folder(given.generation):
        generations.promote(given.generation)
    try:
        before = generations.pointer()
    except IndexUnusable:
        before = None
    if before == Pointer(given.generation, given.manifest.sha256):
        return False
    generations.point_at(given.generation)
    return True


def _is_here(workspace: Workspace, store: Store, pointer: Pointer) -> bool:
    origin = origin_of(workspace.index)
    return origin is not None and (origin.url, origin.snapshot, origin.pointer) == (
        store.shown,
        pointer.generation,
        pointer.manifest,
    )


def _require_copy(workspace: Workspace) -> None:
    """A copy is overwritten by what comes: a workspace with anything of its own is none."""
    if origin_of(workspace.index) is not None:
        return
    documents = any(True for _ in walk(workspace.corpus, lambda _: None))
    examples = (workspace.corpus / layout.EXAMPLES).exists()
    if documents or examples or (workspace.index / POINTER).exists():
        raise UsageError(
            f"{workspace.root} has documents or an index of its own: "
            "pull into another folder, `assistant pull URL --workspace DIR`."
        )


@contextmanager
def _told(store: Store) -> Iterator[None]:
    """Errors as lines that say what to do next."""
    try:
        yield
    except IndexBusy as error:
        raise IndexBusy(str(error).replace("`assistant index`", "`assistant pull`")) from error
    except SnapshotUnusable as error:
        raise SnapshotUnusable(
            f"The snapshot at {store.shown} cannot be used ({error}): run `assistant publish "
            "--again` where its documents are, with this version of the program. "
            "What was here still serves."
        ) from error
    except OSError as error:
        name = error.filename2 or error.filename
        where = f": {name}" if name else ""
        raise AssistantError(
            f"Pulling stopped ({error.strerror or error}{where}): {remedy(error)}, then run "
            "`assistant pull` again, which goes on from here."
        ) from error
