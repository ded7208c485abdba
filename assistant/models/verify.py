"""Is this folder the model, the whole model and nothing but the model?

Every load asks, not only the download: a file can be changed or cut short on the disk too.
Hashing the 91 MB of all-MiniLM-L6-v2 takes 0.1 s.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from assistant.models.registry import Model, ModelFile
from assistant.progress import Progress, silent

_CHUNK = 1 << 20  # bytes


def fault(model: Model, folder: Path, progress: Progress = silent) -> str | None:
    """What is wrong with the files of `model` in `folder`, in a few words; None if nothing is."""
    if not folder.is_dir():
        return "not there"
    if missing := [file.path for file in model.files if not (folder / file.path).is_file()]:
        return f"{missing[0]} is missing"
    done = 0
    for file in model.files:
        try:
            digest = hashlib.sha256()
            for chunk in _chunks(folder / file.path):
                digest.update(chunk)
                done += len(chunk)
                progress(f"Checking {model.name}", min(done, model.size), model.size)
        except OSError as error:
            return f"{file.path} cannot be read ({error.strerror})"
        if digest.hexdigest() != file.sha256:
            return difference(file, digest.hexdigest())
    return None


def difference(file: ModelFile, found: str) -> str:
    """That `file` has the sha256 `found` and not the pinned one, short enough to read."""
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


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
