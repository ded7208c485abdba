"""Fetch files of a snapshot; one that was begun is gone on with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.errors import NotInStore, SnapshotUnusable, StoreUnusable
from assistant.indexing.files import sync_file
from assistant.indexing.manifest import Seal
from assistant.replication import layout
from assistant.replication.store import BLOCK, Store

FOLDER = "incoming"
"""Below an index's folder: what is being fetched, under its sha256."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to fetch, and where it is to lie."""

    seal: Seal
    target: Path


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches from a store into a folder; what is whole gets its place from there.

    told: called with how many more bytes are there.
    """

    store: Store
    folder: Path
    told: Callable[[int], None]

    def fetch(self, wanted: Sequence[Wanted], on_each: Callable[[], None]) -> None:
        """Fetch files, each checked before it gets its place.

        Raises:
            NotInStore: one is not there (any longer).
            SnapshotUnusable: one is not what it should be; the message is the reason alone.
            StoreUnusable: one cannot be read.
            OSError: one cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for one in wanted:
            part = self.folder / f"{one.seal.sha256}.part"
            if not (self._go_on(part, one.seal) or self._anew(part, one.seal)):
                self._require_all(part, one.seal)
                part.unlink(missing_ok=True)
                raise SnapshotUnusable("a file of it is not what was published")
            sync_file(part)
            one.target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(one.target)
            on_each()

    def _require_all(self, part: Path, seal: Seal) -> None:
        if not part.is_file() or part.stat().st_size < seal.size:
            raise StoreUnusable(
                f"{self.store.shown} gave only a part of a file: run `assistant pull` again, which "
                "goes on from there, or `assistant publish` where the documents are."
            )

    def _go_on(self, part: Path, seal: Seal) -> bool:
        """Fetch what a part lacks; False if there is none, or it does not become the file."""
        start = part.stat().st_size if part.is_file() else 0
        if not 0 < start <= seal.size:
            return False
        self.told(start)
        try:
            if start == seal.size:
                if _digest(part, start).hexdigest() == seal.sha256:
                    return True
            elif self._append(part, seal, start):
                return True
        except NotInStore:
            raise
        except StoreUnusable:
            pass  # some can only be read from the beginning
        self.told(-part.stat().st_size)
        return False

    def _anew(self, part: Path, seal: Seal) -> bool:
        if seal.size:
            return self._append(part, seal, 0)
        part.write_bytes(b"")
        return hashlib.sha256().hexdigest() == seal.sha256

    def _append(self, part: Path, seal: Seal, start: int) -> bool:
        there, digest = start, _digest(part, start)
        with ExitStack() as opened:
            file: BinaryIO | None = None
            for block in self.store.blocks(layout.blob(seal.sha256), seal.size, start):
                if file is None:  # not before something came: what is there may be gone on with
                    file = opened.enter_context(part.open("ab" if start else "wb"))
                there += len(block)
                if there > seal.size:
                    return False
                digest.update(block)
                file.write(block)
                file.flush()  # so that a kill loses nothing
                self.told(len(block))
        return there == seal.size and digest.hexdigest() == seal.sha256


def _digest(part: Path, size: int) -> hashlib._Hash:
    digest = hashlib.sha256()
    if size:
        with part.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    return digest
