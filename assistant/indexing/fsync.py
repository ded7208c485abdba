"""Put files on disk so that a power cut cannot take them back."""

from __future__ import annotations

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Wait until the file's bytes are on disk.

    Raises:
        OSError: The disk refuses them.
    """
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: Path) -> None:
    """Wait until the folder's list of names is on disk.

    Raises:
        OSError: The disk refuses it.
    """
    if os.name == "nt":  # Windows cannot open a folder, and keeps its names in a journal
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Wait until everything under the folder, and the folder itself, is on disk.

    Raises:
        OSError: The disk refuses something.
    """
    for folder, _, names in os.walk(root, topdown=False):
        for name in names:
            sync_file(Path(folder, name))
        sync_folder(Path(folder))


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in one step: readers see the old content or the new one, never a mixture.

    Raises:
        OSError: It could not be written; the old content is still there.
    """
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.write_bytes(content)
        sync_file(draft)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
