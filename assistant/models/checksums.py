"""Verify model files by sha256; a file is hashed again only when it may have changed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from assistant.models.catalog import Model, ModelFile
from assistant.progress import Progress, silent

_FOLDER = ".checked"
_SMALL = 1 << 20  # bytes; hashed in a millisecond or two
_CHUNK = 1 << 20  # bytes
_TRUSTED_FOR = 7 * 24 * 3600 * 10**9  # nanoseconds
# A file may be written twice within one tick of the clock that stamps it (2 s on FAT), and then
# looks the same: only files that had not changed for longer than that are remembered.
_SETTLED = 2 * 10**9  # nanoseconds

OnBytes = Callable[[int], None]
"""Called with the number of bytes just read."""


def file_sha256(
    path: Path, memory: Path | None, on_bytes: OnBytes = lambda _: None, *, anew: bool = False
) -> str:
    """The hash in hexadecimal; computed, or remembered if the file has not changed since.

    memory:   the folder that models are kept in; what is remembered lies below it. One that
              cannot be written is no error: the file is then read each time. None for no memory.
    on_bytes: told the progress; for a file that is not read, its size at once.
    anew:     read the file even if it is remembered.

    Raises:
        OSError: The file cannot be read, or is none.
    """
    place = None if memory is None else _place(memory, path)
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):  # a pipe or a device might never end
        raise OSError(errno.EINVAL, "it is not a regular file")
    before = _stamp(status)
    if before["size"] <= _SMALL:
        place = None
    if place is not None and not anew and (known := _remembered(place, before)):
        on_bytes(before["size"])
        return known
    began = time.time_ns()
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            on_bytes(len(chunk))
    if place is not None:
        settled = began - max(before["mtime"], before["ctime"]) >= _SETTLED
        if settled and _stamp(os.stat(path)) == before:
            _remember(place, before, digest.hexdigest(), began)
        else:
            _forget(place)
    return digest.hexdigest()


def forget(path: Path, memory: Path) -> None:
    """Let the file be read again next time: something is odd about it."""
    _forget(_place(memory, path))


def _place(memory: Path, path: Path) -> Path:
    # The target of a link: a link to another file has its own memory.
    name = hashlib.sha256(os.fsencode(os.path.realpath(path))).hexdigest()
    return memory / _FOLDER / f"{name[:32]}.json"


def _stamp(status: os.stat_result) -> dict[str, int]:
    return {
        "size": status.st_size,
        "mtime": status.st_mtime_ns,
        "ctime": status.st_ctime_ns,  # not to be set back, unlike mtime
        "inode": status.st_ino,
        "device": status.st_dev,
    }


def _remembered(place: Path, stamp: dict[str, int]) -> str:
    """The remembered hash of a file with this stamp; "" if there is none to trust."""
    try:
        if not (_is_ours_alone(place.parent) and _is_ours_alone(place)):
            return ""
        kept = json.loads(place.read_bytes())
        seal = kept.pop("seal")
        if seal != _seal(kept) or kept["stamp"] != stamp:
            return ""
        # A clock that was set back must not make it last longer.
        if not 0 <= time.time_ns() - kept["checked"] <= _TRUSTED_FOR:
            return ""
        return str(kept["sha256"])
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return ""


def _remember(place: Path, stamp: dict[str, int], sha256: str, checked: int) -> None:
    kept: dict[str, object] = {"stamp": stamp, "sha256": sha256, "checked": checked}
    with suppress(OSError):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Only its owner may read and write it (mkstemp), and no one ever sees half of it.
        descriptor, name = tempfile.mkstemp(prefix=".", dir=place.parent)
        draft = Path(name)
        try:
            with open(descriptor, "wb") as stream:
                stream.write(json.dumps({**kept, "seal": _seal(kept)}).encode())
            draft.replace(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def _is_ours_alone(path: Path) -> bool:
    """Whether only this user can have written it: anybody else could vouch for a file that is
    not the pinned one.
    """
    if not hasattr(os, "geteuid"):
        return True  # Windows: the folder of a user's cache is that user's
    status = os.lstat(path)
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _forget(place: Path) -> None:
    with suppress(OSError):
        place.unlink()


def _seal(kept: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def fault(
    model: Model,
    folder: Path,
    progress: Progress = silent,
    memory: Path | None = None,
    *,
    anew: bool = False,
) -> str | None:
    """What is wrong with the files of `model` in `folder`, in a few words; None if nothing is.

    memory: the folder that models are kept in: a large file that was read before, and has not
            changed since, is not read again. None: all are read.
    anew:   read all files even if they are remembered.
    """
    if not folder.is_dir():
        return "not there"
    if missing := [file.path for file in model.files if not (folder / file.path).is_file()]:
        return f"{missing[0]} is missing"
    done = 0

    def count(read: int) -> None:
        nonlocal done
        done += read
        progress(f"Checking {model.name}", min(done, model.size), model.size)

    for file in model.files:
        try:
            found = file_sha256(folder / file.path, memory, count, anew=anew)
        except OSError as error:
            return f"{file.path} cannot be read ({error.strerror})"
        if found != file.sha256:
            return difference(file, found)
    return None


def doubt(model: Model, folder: Path, memory: Path) -> None:
    """Let every file be read next time, although none seems to have changed."""
    for file in model.files:
        forget(folder / file.path, memory)


def difference(file: ModelFile, found: str) -> str:
    """A short message that `file` has the sha256 `found`, not the pinned one."""
    return (
        f"{file.path} is not the pinned file "
        f"(sha256 expected {file.sha256[:12]}…, found {found[:12]}…)"
    )


def strangers(model: Model, folder: Path) -> tuple[str, ...]:
    """Files in `folder` that are not the model's.

    They matter: the loading library picks up files by their names (an adapter, added tokens),
    and would so change the vectors of a model whose own files are all as pinned.
    Names that begin with a dot are never loaded, and may stay.
    """
    known = {file.path for file in model.files}
    return tuple(name for name in sorted(_names(folder)) if name not in known)


def _names(folder: Path) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                yield Path(parent, name).relative_to(folder).as_posix()
