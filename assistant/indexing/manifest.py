"""What a generation contains and was built with, so that any change to it is noticed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant import chunking, reading
from assistant.errors import AssistantError, IndexOutOfDate
from assistant.indexing.files import damaged, unreadable
from assistant.indexing.stamps import Stamps

INDEX_FORMAT = "4"
"""Raise it when the files of a generation change in kind or in meaning."""

_NAMES = {
    "model": "another embedding model or other prompts",
    "reading": "other reading rules",
    "cutting": "other chunking rules",
    "format": "another index format",
}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The versions of everything that shapes an index. Equal ones give equal indexes."""

    model: str
    reading: str
    cutting: str  # the rules of chunking, by the name that kept indexes and receipts have for it
    format: str

    @classmethod
    def of_this_program(cls, model: str) -> Fingerprint:
        """What this program would build with the embedding model of that fingerprint."""
        return cls(model, reading.READING_VERSION, chunking.CHUNKING_VERSION, INDEX_FORMAT)

    @property
    def digest(self) -> str:
        """All parts in one sha256, in hexadecimal."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def difference(self, other: Fingerprint) -> str:
        """The parts in which the two differ, in words; "" if they are equal."""
        theirs = asdict(other)
        return " and ".join(
            _NAMES[part] for part, value in asdict(self).items() if theirs[part] != value
        )


MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Seal:
    """A file's size in bytes and the sha256 of its content."""

    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Seal:
        """Seal a file.

        Raises:
            OSError: It cannot be read.
        """
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(path.stat().st_size, digest)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a generation holds."""

    documents: int
    passages: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Vectors that generations share: see `assistant.indexing.segments`.

    files:  path below the segment's folder, with forward slashes, to the file's seal.
    recall: share of the ten nearest sentences that Chroma's search found when it was tried.
    exact:  whether that was too little, so that searches take the exact product instead.
    """

    rows: int
    dimension: int
    files: Mapping[str, Seal]
    recall: float = 1.0
    exact: bool = False

    @property
    def chroma(self) -> list[str]:
        """The files of its Chroma collection; none where it has no such."""
        return [name for name in self.files if name.startswith("chroma/")]

    @property
    def sha256(self) -> str:
        """Of its rows."""
        return self.files["vectors.f32"].sha256

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(seal.size for seal in self.files.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from and what it holds.

    documents: name to `Document.sha256`.
    files:     path below the generation's folder, with forward slashes, to the file's seal.
    segments:  the vectors, by the name of the segment's folder.
    traces:    whether files may still hold bytes of documents that were removed.
    """

    generation: str
    fingerprint: Fingerprint
    counts: Counts
    documents: Mapping[str, str]
    files: Mapping[str, Seal]
    segments: Mapping[str, Segment]
    traces: bool = False

    @property
    def size(self) -> int:
        """Bytes of all files together, the manifest itself left out."""
        own = sum(seal.size for seal in self.files.values())
        return own + sum(segment.size for segment in self.segments.values())

    @property
    def exact(self) -> bool:
        """Whether Chroma misses too much in any segment."""
        return any(segment.exact for segment in self.segments.values())

    @property
    def recall(self) -> float:
        """Of Chroma's search, in the segment that is found worst."""
        return min((segment.recall for segment in self.segments.values()), default=1.0)

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=True, indent=1, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Manifest:
        """Read what `to_bytes` gave.

        Raises:
            IndexOutOfDate: Written in another index format.
            IndexDamaged: Not a manifest.
        """
        try:
            data = json.loads(content)
            if data["fingerprint"]["format"] != INDEX_FORMAT:
                raise IndexOutOfDate(
                    "The index was built with another index format: run `assistant index`."
                )
            return cls(
                generation=data["generation"],
                fingerprint=Fingerprint(**data["fingerprint"]),
                counts=Counts(**data["counts"]),
                documents=data["documents"],
                files=_seals(data["files"]),
                segments={
                    name: Segment(**one | {"files": _seals(one["files"])})
                    for name, one in data["segments"].items()
                },
                traces=data["traces"],
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise damaged(f"{MANIFEST} cannot be understood") from error

    def verify(self, folder: Path) -> None:
        """Compare every file with its seal. Files that are not listed do not matter.

        A large file that was found to be right, and that the system says nobody has touched since,
        is not read again.

        Raises:
            IndexDamaged: One is missing or changed.
            IndexUnusable: One may not be read.
        """
        index = folder.parent.parent
        stamps = Stamps(index)
        for path, seal in self.files.items():
            _verify(folder / path, path, seal, stamps)
        for name, segment in self.segments.items():
            for path, seal in segment.files.items():
                _verify(index / SEGMENTS / name / path, path, seal, stamps)
        stamps.keep()

    def sound_segments(self, folder: Path, vectors: str) -> set[str]:
        """Segments whose rows, the file of that name, are as they were written; none if the record
        is not: for who takes up what is left of a damaged index.
        """
        index, stamps = folder.parent.parent, Stamps(folder.parent.parent)

        def is_sound(file: Path, seal: Seal | None) -> bool:
            if seal is None:
                return False
            try:
                _verify(file, "", seal, stamps)
            except AssistantError:
                return False
            return True

        if not all(is_sound(folder / path, seal) for path, seal in self.files.items()):
            return set()
        return {
            name
            for name, segment in self.segments.items()
            if is_sound(index / SEGMENTS / name / vectors, segment.files.get(vectors))
        }


SEGMENTS = "vectors"
"""The folder of the segments, in that of the index."""


def _seals(files: Mapping[str, Any]) -> dict[str, Seal]:
    return {path: Seal(**seal) for path, seal in files.items()}


def _verify(file: Path, path: str, seal: Seal, stamps: Stamps) -> None:
    try:
        # The size first: it is free, and tells of most damage.
        intact = file.stat().st_size == seal.size
        if intact and not stamps.has(file, seal.sha256):
            intact = Seal.of(file) == seal
            if intact:
                stamps.add(file, seal.sha256)
    except FileNotFoundError as error:
        raise damaged(f"{path} is missing") from error
    except OSError as error:
        raise unreadable(path, error) from error
    if not intact:
        raise damaged(f"{path} has changed")


def seal_files(folder: Path) -> dict[str, Seal]:
    """Seal every file under the folder.

    Raises:
        OSError: One cannot be read.
    """
    return {name: Seal.of(folder / name) for name in files_below(folder)}


def files_below(folder: Path) -> list[str]:
    """Every file under the folder, as the manifest names it."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.relative_to(folder).as_posix() for path in files]
