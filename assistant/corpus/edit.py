"""Add documents to a corpus and remove them; a file is stored whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal

from assistant.corpus.file_hashes import bytes_hash
from assistant.corpus.names import free_name, problem_of, require_name, same_name
from assistant.errors import (
    AlreadyThere,
    AssistantError,
    DocumentRefused,
    NameTaken,
    UnknownDocument,
    UnreadableDocument,
)
from assistant.indexing.files import remedy, sync_file, sync_folder
from assistant.printable import one_line
from assistant.reading.bibliography.bibliography import BIBLIOGRAPHIES, read_bibliography
from assistant.reading.bibliography.sources import Entry, Known
from assistant.reading.discovery import (
    MAX_BYTES,
    NOT_DOCUMENTS,
    read_entries,
    read_sources,
    require_corpus,
    storable_name,
    too_large,
    walk,
)
from assistant.reading.formats import FORMATS
from assistant.sandbox.sandbox import Sandbox

Existing = Literal["refuse", "replace", "keep both"]
"""What becomes of a document that has the new one's name."""

MAX_CORPUS_BYTES = 500 * 1024 * 1024
"""The most bytes of a corpus to which files can still be added."""

_DRAFT = ".adding-"  # hidden: no document
_ABANDONED = 3600.0  # seconds without a byte written
_BLOCK = 1024 * 1024
_adding = threading.Lock()  # room and names are looked at and taken in one go


def add(
    corpus: Path,
    name: str,
    stream: BinaryIO,
    existing: Existing = "refuse",
    sandbox: Sandbox | None = None,
    folder: str = "",
) -> str:
    """Copy a file into the corpus if it can be read; returns the name that it has there.

    name:     without a folder.
    stream:   its bytes; it is read in blocks, and not past `MAX_BYTES`.
    existing: what to do with a document of that name; "keep both" calls the new one "name (2)".
    sandbox:  tests whether it can be read; None for a sandbox of its own.
    folder:   below the corpus, with forward slashes; it is made if it is not there. "" for none.

    What was tried is what is written, byte for byte.

    Raises:
        DocumentRefused: its name, size or content is not accepted; or there is no room.
        AlreadyThere: the corpus has this very file, and it should not be replaced or kept twice.
        NameTaken: there is a document of that name, and it should not be replaced.
        WorkspaceMissing: there is no such folder, or it cannot be looked into.
        UsageError: `sources.yaml` cannot be read.
        AssistantError: it cannot be written.
    """
    require_corpus(corpus)
    entries = read_entries(corpus)  # or the index could not follow what was added
    name = require_name(name)
    with _translated():
        place = _folder(corpus, folder)
        replaced = place / name if existing == "replace" else None
        data = _received(stream, _room(corpus, replaced))
        if existing == "refuse":
            _require_new(corpus, data, place / name)
            _require_free(place, name)
        known = entries.get((place / name).relative_to(corpus).as_posix(), Entry()).known
        # Not while others wait to add: a bad file takes its time.
        _examine(name, data, known, sandbox)
        with _adding:
            sweep(corpus)
            draft = corpus / f"{_DRAFT}{secrets.token_hex(8)}{Path(name).suffix}"
            try:
                _require_room(len(data), _room(corpus, replaced))
                _write(draft, data)
                place.mkdir(parents=True, exist_ok=True)
                return (place / _place(draft, place, name, existing)).relative_to(corpus).as_posix()
            finally:
                draft.unlink(missing_ok=True)


def remove(corpus: Path, name: str) -> str:
    """Delete a file of the corpus. What `sources.yaml` says about it stays.

    name: as listed, or as `one_line` shows it; of a link, only the link is removed.

    Returns the name as listed.

    Raises:
        UnknownDocument: there is no such file in the corpus, or it is no document; or several are
            shown so.
        WorkspaceMissing: the corpus cannot be looked into.
        UsageError: `sources.yaml` cannot be read.
        AssistantError: it cannot be removed.
    """
    require_corpus(corpus)
    with _translated():
        listed, path = _listed(corpus, name)
        read_sources(corpus)  # or the index could not be updated, and would quote what is gone
        path.unlink()
        sync_folder(path.parent)
    return listed


def _listed(corpus: Path, name: str) -> tuple[str, Path]:
    # Looked up among the files, never used as a path, so that no name leads out of the corpus.
    files = {
        storable_name(path.relative_to(corpus).as_posix()): path
        for path in _files(corpus)
        if path.name not in NOT_DOCUMENTS
    }
    if name in files:
        return name, files[name]
    alike = [listed for listed in files if one_line(listed) == name]
    if len(alike) > 1:
        raise UnknownDocument(f"{len(alike)} files are shown as {name!r}: rename one of them.")
    if not alike:
        raise UnknownDocument(f"No file {name!r} in the corpus: look at the list of documents.")
    return alike[0], files[alike[0]]


def sweep(corpus: Path) -> None:
    """Remove what an adding that was killed has left behind."""
    for draft in corpus.glob(f"{_DRAFT}*"):
        with suppress(OSError):  # just being finished by another process
            if time.time() - draft.stat().st_mtime > _ABANDONED:
                draft.unlink()


def _files(corpus: Path) -> Iterator[Path]:
    """Every file but hidden ones, links among them."""
    for folder, folders, names in os.walk(corpus):
        folders[:] = [inner for inner in folders if not inner.startswith(".")]
        yield from (Path(folder, name) for name in names if not name.startswith("."))


def _folder(corpus: Path, folder: str) -> Path:
    """Where to put a file; a folder whose name some system treats as equal is reused."""
    place = corpus
    for part in PurePosixPath(folder).parts:
        part = unicodedata.normalize("NFC", part)
        if problem := problem_of(part):
            raise DocumentRefused(f"of its folder {part!r}: {problem}")
        there = os.listdir(place) if place.is_dir() else []
        place = place / (same_name(part, there) or part)
        if os.path.lexists(place) and not place.is_dir():
            raise DocumentRefused(f"a file has the name of its folder {part!r}: rename it")
    if not place.resolve().is_relative_to(corpus.resolve()):
        raise DocumentRefused("its folder is a link to a place outside the corpus")
    return place


def _require_new(corpus: Path, data: bytes, place: Path) -> None:
    """Raise AlreadyThere if a document has these bytes; `place` is checked first."""
    wanted = hashlib.sha256(data).hexdigest()
    for path in sorted(walk(corpus, lambda _: None), key=lambda path: path != place):
        with suppress(OSError):  # a link to nothing
            if path.stat().st_size == len(data) and bytes_hash(path, corpus) == wanted:
                raise AlreadyThere(storable_name(path.relative_to(corpus).as_posix()))


def _room(corpus: Path, replaced: Path | None) -> int:
    sizes = 0
    for path in _files(corpus):
        if path != replaced:
            with suppress(OSError):  # a link to nothing
                sizes += path.stat().st_size
    return MAX_CORPUS_BYTES - sizes


def _received(stream: BinaryIO, room: int) -> bytes:
    data = bytearray()
    while block := stream.read(_BLOCK):
        data += block
        if len(data) > MAX_BYTES:
            raise DocumentRefused(too_large())
        _require_room(len(data), room)
    return bytes(data)


def _require_room(size: int, room: int) -> None:
    if size > room:
        raise DocumentRefused(
            f"all documents together would be larger than {MAX_CORPUS_BYTES // 2**20} MB: "
            "remove some first"
        )


def _examine(name: str, data: bytes, known: Known, sandbox: Sandbox | None) -> None:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in BIBLIOGRAPHIES:
        try:
            read_bibliography(suffix, data)
            return
        except ValueError as error:
            if suffix not in FORMATS:
                raise DocumentRefused(f"it is no bibliography {error}") from error
    try:
        if sandbox is not None:
            sandbox.examine(name, data, known)
            return
        with Sandbox() as own:
            own.examine(name, data, known)
    except UnreadableDocument as error:
        raise DocumentRefused(str(error)) from error


def _write(draft: Path, data: bytes) -> None:
    with draft.open("xb") as file:
        file.write(data)
    sync_file(draft)


def _require_free(folder: Path, name: str) -> None:
    if folder.is_dir() and same_name(name, os.listdir(folder)):
        raise NameTaken("there is a document of that name: replace it, or keep both")


def _place(draft: Path, folder: Path, name: str, existing: Existing) -> str:
    names = os.listdir(folder)
    if existing == "replace":
        name = same_name(name, names) or name
        if (folder / name).is_dir() and not (folder / name).is_symlink():
            raise DocumentRefused("a folder has its name: rename it")
        draft.replace(folder / name)
    else:
        if existing == "keep both":
            name = free_name(name, names)
        else:
            _require_free(folder, name)
        # Another process may take the name at the same moment: only one gets it.
        try:
            _rename_to_free(draft, folder / name)
        except FileExistsError as error:
            raise NameTaken("there is a document of that name: replace it, or keep both") from error
    sync_folder(folder)
    return name


def _rename_to_free(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        draft.rename(path)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise AssistantError(
            f"The corpus cannot be changed ({error.strerror or error}): "
            f"{remedy(error)}, then try again."
        ) from error
