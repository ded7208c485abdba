"""What lies where in a store, and what a snapshot may say. It may have been written by anybody."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.errors import SnapshotUnusable
from assistant.indexing.generations import Pointer
from assistant.indexing.manifest import INDEX_FORMAT, MANIFEST, Manifest, Seal
from assistant.indexing.schema import RECORD
from assistant.reading.discovery import MAX_BYTES
from assistant.reading.discovery import NOT_DOCUMENTS as BESIDE

POINTER = "CURRENT"
FORMAT = "1"
"""Raise it when a store's files change in kind or in meaning."""

EXAMPLES = "examples.txt"
POINTER_BYTES = 200
DESCRIPTION_BYTES = 64_000_000
"""Of a snapshot's description or an index's manifest: 400,000 documents fill that."""

_NAME = re.compile(r"[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")  # of a path inside the index
_DEPTH = 3
_MOST_BYTES = 2**50  # of one file of an index
_POINTER = re.compile(rb"(\S{25}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An index as it was published.

    generation: its name; manifest: of its manifest.
    files:      of the corpus, by name.
    with_files: whether every document's is among them.
    """

    name: str
    generation: str
    manifest: Seal
    files: Mapping[str, Seal]
    with_files: bool
    format: str = FORMAT

    def to_bytes(self) -> bytes:
        """As JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    def same_content(self, other: Snapshot) -> bool:
        """Whether the two differ in nothing but their names."""
        mine, theirs = asdict(self), asdict(other)
        return {**mine, "name": ""} == {**theirs, "name": ""}


_SNAPSHOT = TypeAdapter(Snapshot)
_MANIFEST = TypeAdapter(Manifest)


def blob(sha256: str) -> str:
    """Where the bytes of that sha256 lie."""
    return f"blobs/{sha256[:2]}/{sha256}"


def description(name: str) -> str:
    """Where the description of the snapshot of that name lies."""
    return f"snapshots/{name}.json"


def snapshot_named(path: str) -> str:
    """The name of the snapshot whose description lies there; "" for any other file."""
    name = path.removeprefix("snapshots/").removesuffix(".json")
    return name if _NAME.fullmatch(name) and path == description(name) else ""


def is_blob(path: str) -> bool:
    """Whether that is a file of ours below `blobs/`, finished or not."""
    sha256 = path.rpartition("/")[2].removeprefix(".").removesuffix(".new")
    return bool(_SHA256.fullmatch(sha256)) and path.startswith(f"blobs/{sha256[:2]}/")


def pointer_line(name: str, content: bytes) -> bytes:
    """The pointer to the snapshot with that description."""
    return f"{name} {hashlib.sha256(content).hexdigest()}\n".encode()


def pointer_of(content: bytes) -> Pointer | None:
    """What the pointer says: name and sha256; None if it is none, or half of one."""
    match = _POINTER.fullmatch(content)
    if match is None or not _NAME.fullmatch(match[1].decode("ascii", "replace")):
        return None
    return Pointer(match[1].decode(), match[2].decode())


def snapshot_of(content: bytes) -> Snapshot:
    """Read a description.

    Raises:
        SnapshotUnusable: It is none, or says what none may say; the message is the reason alone.
    """
    told = _json(content, "its description")
    if told.get("format") != FORMAT:
        raise SnapshotUnusable("it was published by another version of this program")
    try:
        snapshot = _SNAPSHOT.validate_python(told)
    except ValidationError:
        raise SnapshotUnusable("its description cannot be understood") from None
    names = _NAME.fullmatch(snapshot.name) and _NAME.fullmatch(snapshot.generation)
    _require(bool(names), "its name is none")
    _require_seals({MANIFEST: snapshot.manifest}, DESCRIPTION_BYTES)
    _require_seals(snapshot.files, MAX_BYTES)
    for name in snapshot.files:
        _require_document(name)
    return snapshot


def manifest_of(content: bytes, snapshot: Snapshot) -> Manifest:
    """Read an index's manifest, and see that no name, size or kind in it could do harm.

    Raises:
        SnapshotUnusable: It is none, or one could; the message is the reason alone.
    """
    told = _json(content, MANIFEST)
    fingerprint = told.get("fingerprint")
    if not isinstance(fingerprint, dict) or fingerprint.get("format") != INDEX_FORMAT:
        raise SnapshotUnusable("it has another index format")
    try:
        manifest = _MANIFEST.validate_python(told)
    except ValidationError:
        raise SnapshotUnusable(f"its {MANIFEST} cannot be understood") from None
    _require(manifest.generation == snapshot.generation, f"its {MANIFEST} is of another index")
    _require({*manifest.files} == {RECORD}, "it consists of other files than an index does")
    _require_seals(manifest.files, _MOST_BYTES)
    for name, segment in manifest.segments.items():
        _require(bool(_NAME.fullmatch(name)), "it names a folder that none may have")
        _require_seals(segment.files, _MOST_BYTES)
        _require(segment.rows >= 0 and segment.dimension > 0, "its vectors are of no size")
        for path in segment.files:
            parts = path.split("/")
            named = len(parts) <= _DEPTH and all(map(_PART.fullmatch, parts))
            _require(named, "it names a file that none may have")
    for name in manifest.documents:
        _require_document(name)
    if snapshot.with_files:
        lacking = manifest.documents.keys() - snapshot.files.keys()
        _require(not lacking, "it lacks files of documents")
    return manifest


def files_of(manifest: Manifest) -> Iterator[tuple[str, Seal]]:
    """Every file of an index but its manifest: path below the index's folder, and its seal."""
    for path, seal in manifest.files.items():
        yield f"generations/{manifest.generation}/{path}", seal
    for name, segment in manifest.segments.items():
        for path, seal in segment.files.items():
            yield f"vectors/{name}/{path}", seal


def _json(content: bytes, what: str) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise SnapshotUnusable(f"{what} cannot be understood")
    return told


def _require(holds: bool, reason: str) -> None:
    if not holds:
        raise SnapshotUnusable(reason)


def _require_seals(seals: Mapping[str, Seal], most: int) -> None:
    for seal in seals.values():
        _require(bool(_SHA256.fullmatch(seal.sha256)), "it names a file without a sha256")
        _require(0 <= seal.size <= most, "it names a file of a size that none may have")


def _require_document(name: str) -> None:
    """A document's name is a path below `corpus/`, and leads nowhere else on any system."""
    parts = name.split("/")
    safe = all(part and not part.startswith(".") and "\0" not in part for part in parts)
    if os.name == "nt":
        safe = safe and not any(char in name for char in '\\:<>"|?*')
    safe = safe and (name == EXAMPLES or PurePosixPath(name).name not in BESIDE)
    _require(safe, "it names a document that leads out of the corpus")
