"""Find the documents of a corpus and their bibliographic data; name what cannot be read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from io import BufferedReader
from pathlib import Path

from assistant.errors import UnreadableDocument, WorkspaceMissing
from assistant.reading.bibliography.beside import MAX_BYTES as BIBLIOGRAPHY_BYTES
from assistant.reading.bibliography.beside import beside
from assistant.reading.bibliography.matching import filled
from assistant.reading.bibliography.sources import (
    SOURCES_FILE,
    UNKNOWN,
    Entry,
    Known,
    entries_of,
    unusable,
)
from assistant.reading.document import Source
from assistant.reading.formats import FORMATS
from assistant.reading.plugins import plugged

_MAX_SOURCES = 8 * 1024 * 1024  # bytes


def read_entries(corpus: Path) -> dict[str, Entry]:
    """What is said of files, by name; empty where the corpus has no `sources.yaml`.

    Raises:
        UsageError: the file is there but cannot be read, or is not such a list.
    """
    path = corpus / SOURCES_FILE
    try:
        with open_regular(path) as file:
            data = file.read(_MAX_SOURCES + 1)
        if len(data) > _MAX_SOURCES:
            raise OSError(errno.EFBIG, f"it is larger than {_MAX_SOURCES // 2**20} MB")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from error
    return entries_of(path, data)


def read_sources(corpus: Path) -> dict[str, Source]:
    """The bibliographic data of files, by name. Raises: as `read_entries`."""
    return {name: entry.source for name, entry in read_entries(corpus).items()}


NOT_DOCUMENTS = frozenset({SOURCES_FILE, "examples.txt"})
"""Files that a workspace keeps beside its documents."""

MAX_BYTES = 50 * 1024 * 1024
"""Bytes of one document."""

_BLOCK = 1024 * 1024
_OUTSIDE = "it is a link to a place outside the corpus"
_IRREGULAR = "it is not a regular file"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to read.

    sha256: of its bytes and its bibliographic data when the corpus was listed. The file may have
            changed since: what is read of it carries the hash of the bytes that were read.
    known:  before it is read.
    """

    name: str
    path: Path
    sha256: str
    source: Source
    known: Known = UNKNOWN


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is left out, and why. same_as: a document of the very same bytes; else ""."""

    name: str
    reason: str
    same_as: str = ""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a corpus holds, both by name in order.

    sources: what `sources.yaml` said at that moment, by name, of files that are gone too.
    """

    files: tuple[CorpusFile, ...]
    skipped: tuple[Skipped, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)


HashOf = Callable[[Path, Source, str], str]
"""From a file, its bibliographic data and its encoding to what tells its content."""


def discover(corpus: Path, hash_of: HashOf | None = None) -> Discovery:
    """List a corpus, in order of names. Files are hashed, not parsed.

    Files of the same bytes are one document. Hidden files are none, and neither are `sources.yaml`,
    `examples.txt` and bibliographies. What is known of a file is first what `sources.yaml` says,
    then what a bibliography says.

    hash_of: what tells a file's content; None for `content_hash`.

    Raises:
        WorkspaceMissing: there is no such folder, or it cannot be looked into.
        UsageError: `sources.yaml` cannot be read.
    """
    require_corpus(corpus)
    hash_of = hash_of or content_hash
    unread: list[OSError] = []
    paths = list(walk(corpus, unread.append))
    bibliographies = beside(corpus, paths, _read)
    entries = _with_more(read_entries(corpus), bibliographies.sources)
    files: list[CorpusFile] = []
    skipped: list[Skipped] = []
    of_size: defaultdict[int, list[CorpusFile]] = defaultdict(list)
    for path in paths:
        name = path.relative_to(corpus).as_posix()
        if name in bibliographies.files:
            continue
        said = entries.get(name, Entry())
        try:
            if name in bibliographies.damaged:
                raise _NotReadableError(bibliographies.damaged[name])
            size = _check(path, corpus)
            sha256 = hash_of(path, said.source, said.known.encoding)
            file = CorpusFile(name, path, sha256, said.source, said.known)
            files.append(file)
            of_size[size].append(file)
        except OSError as error:
            skipped.append(Skipped(storable_name(name), error.strerror or str(error)))
        except _NotReadableError as error:
            skipped.append(Skipped(storable_name(name), str(error)))
    same = _same(of_size.values(), hash_of)
    for one, first in same.items():
        skipped.append(Skipped(one, f"it is the same file as “{first}”", first))
    for folder in unread:
        name = Path(folder.filename).relative_to(corpus).as_posix()
        skipped.append(Skipped(storable_name(f"{name}/"), folder.strerror or str(folder)))
    kept = tuple(file for file in files if file.name not in same)
    sources = {name: entry.source for name, entry in entries.items()}
    return Discovery(kept, tuple(skipped), sources)


def _with_more(entries: dict[str, Entry], sources: Mapping[str, Source]) -> dict[str, Entry]:
    found = dict(entries)
    for name, source in sources.items():
        entry = found.get(name, Entry())
        found[name] = replace(entry, source=filled(entry.source, source))
    return found


def _read(path: Path, corpus: Path) -> bytes:
    with open_regular(path, corpus) as file:
        return file.read(BIBLIOGRAPHY_BYTES + 1)


def _same(alike: Iterable[Sequence[CorpusFile]], hash_of: HashOf) -> dict[str, str]:
    """Files whose bytes another one has, each with the name of the one that stands for them.

    alike: files of one size.

    A file with bibliographic data stands for others, else the one with the shortest path.
    """
    first: dict[str, CorpusFile] = {}
    same: dict[str, str] = {}
    for files in alike:
        if len(files) == 1:
            continue
        for file in sorted(files, key=_precedence):
            try:
                of_bytes = hash_of(file.path, Source(), "")
            except OSError:  # gone since it was listed
                continue
            if of_bytes in first:
                same[file.name] = first[of_bytes].name
            else:
                first[of_bytes] = file
    return dict(sorted(same.items()))


def _precedence(file: CorpusFile) -> tuple[bool, int, str]:
    return file.source == Source(), len(file.name), file.name


def require_corpus(corpus: Path) -> None:
    """Raise WorkspaceMissing where there is no such folder, or it cannot be looked into.

    A folder that cannot be looked into would be listed as an empty one.
    """
    try:
        os.listdir(corpus)
        os.stat(os.path.join(corpus, "."))
    except (FileNotFoundError, NotADirectoryError):
        raise WorkspaceMissing(
            f"There is no folder {corpus}: make it and put documents there."
        ) from None
    except OSError as error:
        raise WorkspaceMissing(
            f"The folder {corpus} cannot be read ({error.strerror or error}): "
            "let this user read it, then try again."
        ) from error


def storable_name(name: str) -> str:
    """A file name that can be shown and stored: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def known_types() -> list[str]:
    """The suffixes of files that are read, in order.

    Raises:
        UsageError: the variable that names further readers is not as it should be.
    """
    return sorted({*FORMATS, *plugged()})


def unread_type(suffix: str) -> str:
    """Why files of that suffix are left out; "" for one that is read."""
    if suffix.lower() in known_types():
        return ""
    if not suffix:
        return "its name says no type: rename it, such as to end with .pdf or .txt"
    return f"files of type “{storable_name(suffix)}” are not read: save them as PDF or text"


def too_large() -> str:
    """Why a file of more than `MAX_BYTES` is left out."""
    return f"it is larger than {MAX_BYTES // 2**20} MB"


class _NotReadableError(Exception):
    """Why a file is left out before it is opened."""


def walk(corpus: Path, unread: Callable[[OSError], None]) -> Iterator[Path]:
    """Every file of a corpus that is not hidden and may be a document, by folders in order.

    unread: told of each folder that cannot be looked into.
    """
    for folder, folders, names in os.walk(corpus, onerror=unread):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and name not in NOT_DOCUMENTS:
                yield Path(folder, name)


def _check(path: Path, corpus: Path) -> int:
    """The size of a file that may be read."""
    if path.is_symlink():
        if not path.exists():
            raise _NotReadableError("it is a link to nothing")
        if not path.resolve().is_relative_to(corpus.resolve()):
            raise _NotReadableError(_OUTSIDE)
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise _NotReadableError(_IRREGULAR)
    if problem := unread_type(path.suffix):
        raise _NotReadableError(problem)
    if status.st_size > MAX_BYTES:
        raise _NotReadableError(too_large())
    if storable_name(path.name) != path.name:
        raise _NotReadableError("its name is not valid UTF-8: rename it")
    return status.st_size


def open_regular(path: Path, inside: Path | None = None) -> BufferedReader:
    """Open a file to read it, if it still is one: a named pipe or a device would never end.

    inside: a folder that a link must not lead out of; None for anywhere.

    Raises:
        OSError: it is gone, no regular file, or elsewhere.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, _IRREGULAR)
        if inside is not None and not _lies_inside(path, inside, status):
            raise OSError(errno.EINVAL, _OUTSIDE)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def file_bytes(file: CorpusFile) -> bytes:
    """What a file of the corpus holds now, read once: its hashes are to be of these bytes.

    Raises:
        UnreadableDocument: it is gone, too large, or no regular file inside the corpus any longer.
    """
    corpus = file.path.parents[file.name.count("/")]
    try:
        with open_regular(file.path, corpus) as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableDocument(error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:  # it has grown since it was listed
        raise UnreadableDocument(too_large())
    return data


def _lies_inside(path: Path, folder: Path, opened: os.stat_result) -> bool:
    real = path.resolve()
    return real.is_relative_to(folder.resolve()) and os.path.samestat(opened, real.stat())


def content_hash(path: Path, source: Source, encoding: str = "") -> str:
    """sha256 of a file's bytes and its bibliographic data: `Document.sha256`.

    encoding: that is named for it; "" where none is.

    Raises:
        OSError: The file cannot be read.
    """
    digest = _begin_hash(source, encoding)
    with open_regular(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def hash_content(data: bytes, source: Source, encoding: str = "") -> str:
    """What `content_hash` gives for a file that holds these bytes."""
    digest = _begin_hash(source, encoding)
    digest.update(data)
    return digest.hexdigest()


def _begin_hash(source: Source, encoding: str) -> hashlib._Hash:
    fields = astuple(source)
    # Without tags as before there were any: kept indexes and receipts stay as they are.
    fields = fields if source.tags else fields[:-1]
    return hashlib.sha256(repr((*fields, encoding) if encoding else fields).encode())
