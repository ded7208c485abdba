"""Receipts as files: written in one step, read with care."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from assistant.errors import UsageError
from assistant.indexing.fsync import sync_file, sync_folder
from assistant.receipts.checksum import MAX_BYTES, from_bytes, to_bytes, unreadable
from assistant.receipts.receipt import Receipt

_ABANDONED = 3600.0  # seconds; writing one takes milliseconds


def read_receipt(path: Path) -> Receipt:
    """Read a receipt from a file.

    Raises:
        UnreadableReceipt: There is no such file, or it is no receipt.
    """
    if not path.is_file():  # a pipe or a device might never end
        raise unreadable(f"there is no file {path}")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise unreadable(f"{path}: {error.strerror}") from error
    return from_bytes(content)


def require_writable(path: Path, *, replace: bool = False) -> None:
    """Say that a receipt cannot be written there before work is done for it.

    Raises:
        UsageError: The folder is missing, or something is there that may not be replaced.
    """
    if "\0" in str(path) or not path.parent.is_dir():
        raise UsageError(f"There is no folder for {path}: make it, or name another file.")
    if not os.path.lexists(path):
        return
    if not path.is_file():  # a folder, or a device that renaming would replace by a file
        raise UsageError(f"{path} is not a regular file: name another.")
    if not replace:
        raise _exists(path)


def write_receipt(receipt: Receipt, path: Path, *, replace: bool = False) -> None:
    """Write a receipt: all of it or nothing, and over another file only where `replace` says so.

    Raises:
        UsageError: The file is there already, or cannot be written.
    """
    require_writable(path, replace=replace)
    _sweep(path.parent)
    draft = path.with_name(f".receipt-{secrets.token_hex(8)}.new")
    try:
        try:
            with draft.open("xb") as file:
                file.write(to_bytes(receipt))
            sync_file(draft)
            _put(draft, path, replace=replace)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise UsageError(
            f"The receipt cannot be written to {path} ({error.strerror}): name another file."
        ) from error


def _sweep(folder: Path) -> None:
    """Remove what programs have left that were killed while they wrote a receipt here."""
    for draft in folder.glob(f".receipt-{'[0-9a-f]' * 16}.new"):
        with suppress(OSError):  # just being finished by another process
            if time.time() - draft.stat().st_mtime > _ABANDONED:
                draft.unlink()


def _put(draft: Path, path: Path, *, replace: bool) -> None:
    if replace:
        draft.replace(path)
        return
    try:
        os.link(draft, path)  # fails where the name is taken, in one step with taking it
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:  # a file system without links: the look of a moment ago must do
        draft.replace(path)


def _exists(path: Path) -> UsageError:
    return UsageError(f"{path} is there already: name another file, or add --force to replace it.")
