"""Where generations are stored, and which one is current.

    index/CURRENT                         the current generation's name, and its manifest's sha256
    index/generations/<name>/             never changed once it is there
    index/generations/.staging-<name>/    being written; what a dead writer leaves is removed
    index/vectors/<name>/                 the vectors that came with it; later ones name them too

The pointer holds the manifest's sha256 and the manifest that of every file, so no byte of an
index can change unnoticed.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import IndexMissing, IndexUnusable
from assistant.indexing.files import damaged, replace_file, sync_folder, unreadable
from assistant.indexing.manifest import MANIFEST, SEGMENTS, Manifest
from assistant.reading.discovery import open_regular

POINTER = "CURRENT"
_STAGING = ".staging-"
_POINTER_FORM = re.compile(rb"([0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation is current, and the sha256 of its manifest."""

    generation: str
    manifest: str


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations of one index folder."""

    index: Path

    @property
    def root(self) -> Path:
        """The folder that holds one folder per generation."""
        return self.index / "generations"

    @property
    def segments(self) -> Path:
        """The folder that holds one folder per segment; see `assistant.indexing.segments`."""
        return self.index / SEGMENTS

    def folder(self, generation: str) -> Path:
        """Where that generation lies."""
        return self.root / generation

    def staging(self, generation: str) -> Path:
        """Where that generation is written before it is one."""
        return self.root / f"{_STAGING}{generation}"

    def pointer(self) -> Pointer:
        """Read which generation is current.

        Raises:
            IndexMissing: There is none.
            IndexDamaged: The pointer is none.
            IndexUnusable: It may not be read.
        """
        try:
            with open_regular(self.index / POINTER) as file:
                content = file.read()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise IndexMissing("No index here yet: run `assistant index`.") from error
        except OSError as error:
            raise unreadable(POINTER, error) from error
        match = _POINTER_FORM.fullmatch(content)
        if match is None:
            raise damaged(f"{POINTER} names no generation")
        return Pointer(match[1].decode(), match[2].decode())

    def manifest(self, pointer: Pointer) -> Manifest:
        """Read the manifest that the pointer means.

        Raises:
            IndexDamaged: It is missing or is another one.
            IndexUnusable: It may not be read.
            IndexOutOfDate: It was written in another index format.
        """
        try:
            with open_regular(self.folder(pointer.generation) / MANIFEST) as file:
                content = file.read()
        except OSError as error:
            raise unreadable(MANIFEST, error) from error
        if hashlib.sha256(content).hexdigest() != pointer.manifest:
            raise damaged(f"{MANIFEST} has changed")
        return Manifest.from_bytes(content)

    def promote(self, generation: str) -> None:
        """Give a staged generation its final place. It is not current by that.

        Raises:
            OSError: It cannot be moved.
        """
        self.staging(generation).rename(self.folder(generation))
        sync_folder(self.root)

    def point_at(self, generation: str) -> None:
        """Make a generation the current one, in one step.

        Raises:
            OSError: The pointer cannot be written; the old one holds.
        """
        manifest = (self.folder(generation) / MANIFEST).read_bytes()
        line = f"{generation} {hashlib.sha256(manifest).hexdigest()}\n"
        replace_file(self.index / POINTER, line.encode())

    def retire(self) -> None:
        """Leave no generation behind, and none current: there is nothing to answer from.

        Raises:
            OSError: The pointer cannot be removed; what it means still serves.
        """
        (self.index / POINTER).unlink(missing_ok=True)
        sync_folder(self.index)
        self.prune(keep="")

    def prune(self, keep: str, segments: Collection[str] = ()) -> None:
        """Remove every other generation, everything staged and all other segments, as far as
        possible.

        What cannot be removed now (a reader on Windows has it open) goes the next time.
        """
        for root, kept in ((self.root, {keep}), (self.segments, {*segments})):
            if root.is_dir():
                for folder in root.iterdir():
                    if folder.name not in kept:
                        shutil.rmtree(folder, ignore_errors=True)

    def discard_staged(self) -> None:
        """Remove everything staged, as far as possible."""
        for folder in self.root.glob(f"{_STAGING}*"):
            shutil.rmtree(folder, ignore_errors=True)

    def discard(self, generation: str) -> None:
        """Remove what a failed build wrote, unless it has become current after all."""
        shutil.rmtree(self.staging(generation), ignore_errors=True)
        try:
            current = self.pointer().generation
        except IndexUnusable:
            current = ""
        if current != generation:
            shutil.rmtree(self.folder(generation), ignore_errors=True)
            shutil.rmtree(self.segments / generation, ignore_errors=True)


def new_name() -> str:
    """A name for a generation that no other one has: the time, and chance for two at once."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
