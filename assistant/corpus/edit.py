"""Add documents to a corpus and remove them; a file is stored whole or not at all."""

from __future__ import annotations

import os
import re
import secrets
import threading
import time
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal
from urllib.parse import unquote

from assistant.errors import (
    AssistantError,
    DocumentRefused,
    NameTaken,
    UnknownDocument,
    UnreadableDocument,
)
from assistant.indexing.files import remedy, sync_file, sync_folder
from assistant.printable import one_line
from assistant.reading.discovery import (
    MAX_BYTES,
    NOT_DOCUMENTS,
    read_sources,
    require_corpus,
    storable_name,
    too_large,
    unread_type,
)
from assistant.sandbox.sandbox import Sandbox

MAX_NAME = 255
"""Bytes of a name in UTF-8: what the usual file systems hold."""

# Windows opens a device for these, whatever stands after the first point.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\s*\..*)?", re.IGNORECASE
)
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # by Windows; ":" also names drives and hidden streams
# Cc, Cf, Cs, Co, Cn, Zl, Zp: control and format characters, among them those that turn the
# direction of what follows, halves of surrogate pairs, what no font has, and line ends.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # format characters that words of Persian and of Indian languages need


def require_name(name: str) -> str:
    """The name in Unicode's form NFC, if a new document may have it.

    Raises:
        DocumentRefused: it may not.
    """
    name = unicodedata.normalize("NFC", name)
    problem = _problem(name)
    if not problem and "%" in name:
        # Harmless in itself; refused where anybody who decodes it would get what is not.
        problem = _problem(_decoded(name))
    problem = problem or unread_type(PurePosixPath(name).suffix)
    if problem:
        raise DocumentRefused(problem)
    return name


def same_name(name: str, names: Collection[str]) -> str | None:
    """The one of `names` that some system would take for `name`; None where there is none."""
    folded = _folded(name)
    return next((other for other in names if _folded(other) == folded), None)


def free_name(name: str, names: Collection[str]) -> str:
    """`name`, or "name (2).md" and so on where it is taken."""
    taken = {_folded(other) for other in names}
    path, number, free = PurePosixPath(name), 1, name
    while _folded(free) in taken:
        number += 1
        end = f" ({number}){path.suffix}"
        stem = path.stem.encode()[: MAX_NAME - len(end.encode())].decode(errors="ignore")
        free = stem.rstrip() + end
    return free


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _decoded(name: str) -> str:
    while (decoded := unquote(name)) != name:
        name = decoded
    return name


def _problem(name: str) -> str:
    """Why no document may have that name; "" where it may."""
    if not name.strip():
        return "it has no name"
    if "/" in name or "\\" in name:
        return "its name is a path: give the file alone"
    if any(unicodedata.category(char) in _UNSHOWN and char not in _JOINERS for char in name):
        return "its name holds characters that cannot be shown: rename it"
    if found := _FORBIDDEN.search(name):
        return f"its name holds “{found[0]}”: rename it"
    if name.startswith("."):
        return "its name begins with a point, as those of hidden files do: rename it"
    if name != name.strip() or name.endswith("."):
        return "its name begins or ends with a space or a point: rename it"
    if _DEVICE.fullmatch(name):
        return "its name means a device on Windows: rename it"
    if name.casefold() in NOT_DOCUMENTS:
        return "the workspace keeps another file of that name: rename it"
    if len(name.encode()) > MAX_NAME:
        return f"its name has more than {MAX_NAME} bytes: shorten it"
    return "" if storable_name(name) == name else "its name is not Unicode text: rename it"


Existing = Literal["refuse", "replace", "keep both"]
"""What becomes of a document that has the new one's name."""

MAX_CORPUS_BYTES = 500 * 1024 * 1024
"""Bytes of all files of a corpus to which one can still be added."""

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
) -> str:
    """Copy a file into the corpus if it can be read; returns the name that it has there.

    name:     without a folder.
    stream:   its bytes; it is read in blocks, and not past `MAX_BYTES`.
    existing: what becomes of a document of that name; "keep both" calls the new one "name (2)".
    sandbox:  tries whether it can be read; None for one of its own.

    What was tried is what is written, byte for byte.

    Raises:
        DocumentRefused: its name, its size or its content will not do; or there is no room.
        NameTaken: there is a document of that name, and it is not to be replaced.
        WorkspaceMissing: there is no such folder, or it cannot be looked into.
        UsageError: `sources.yaml` cannot be read.
        AssistantError: it cannot be written.
    """
    require_corpus(corpus)
    read_sources(corpus)  # or the index could not follow what was added
    name = require_name(name)
    with _translated():
        if existing == "refuse":
            _require_free(corpus, name)
        replaced = name if existing == "replace" else None
        data = _received(stream, _room(corpus, replaced))
        _examine(name, data, sandbox)  # not while others wait to add: a bad file takes its time
        with _adding:
            sweep(corpus)
            draft = corpus / f"{_DRAFT}{secrets.token_hex(8)}{Path(name).suffix}"
            try:
                _require_room(len(data), _room(corpus, replaced))
                _write(draft, data)
                return _place(draft, name, existing)
            finally:
                draft.unlink(missing_ok=True)


def remove(corpus: Path, name: str) -> str:
    """Take a file out of the corpus for good. What `sources.yaml` says of it stays.

    name: as listed, or as `one_line` shows it; a link is removed and not what it leads to.

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
        read_sources(corpus)  # or the index could not follow, and would still quote what is gone
        path.unlink()
        sync_folder(path.parent)
    return listed


def _listed(corpus: Path, name: str) -> tuple[str, Path]:
    # Found among the files and never made a path of, so that no name leads out of the corpus.
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


def _room(corpus: Path, replaced: str | None) -> int:
    sizes = 0
    for path in _files(corpus):
        if path != corpus / (replaced or ""):
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


def _examine(name: str, data: bytes, sandbox: Sandbox | None) -> None:
    try:
        if sandbox is not None:
            sandbox.examine(name, data)
            return
        with Sandbox() as own:
            own.examine(name, data)
    except UnreadableDocument as error:
        raise DocumentRefused(str(error)) from error


def _write(draft: Path, data: bytes) -> None:
    with draft.open("xb") as file:
        file.write(data)
    sync_file(draft)


def _require_free(corpus: Path, name: str) -> None:
    if same_name(name, os.listdir(corpus)):
        raise NameTaken("there is a document of that name: replace it, or keep both")


def _place(draft: Path, name: str, existing: Existing) -> str:
    corpus = draft.parent
    names = os.listdir(corpus)
    if existing == "replace":
        name = same_name(name, names) or name
        if (corpus / name).is_dir() and not (corpus / name).is_symlink():
            raise DocumentRefused("a folder has its name: rename it")
        draft.replace(corpus / name)
    else:
        if existing == "keep both":
            name = free_name(name, names)
        else:
            _require_free(corpus, name)
        # Another process may take the name at this moment: of two, one gets it.
        try:
            _rename_to_free(draft, corpus / name)
        except FileExistsError as error:
            raise NameTaken("there is a document of that name: replace it, or keep both") from error
    sync_folder(corpus)
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
