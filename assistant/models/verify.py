"""Is this folder the model, the whole model and nothing but the model?

Every load asks, not only the download: a file can be changed or cut short on the disk too. What
the answer rests on for a file that has not changed since: see `assistant.models.hashing`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from assistant.models.catalog import Model, ModelFile
from assistant.models.hashing import file_sha256, forget
from assistant.progress import Progress, silent


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
    anew:   all are read even so.
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
    """Have every file read the next time, though none seems to have changed."""
    for file in model.files:
        forget(folder / file.path, memory)


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
