"""Write and read receipts as files, with a checksum."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.errors import UnreadableReceipt, UsageError
from assistant.indexing.files import sync_file, sync_folder
from assistant.printable import json_text, one_line
from assistant.reading.discovery import open_regular
from assistant.receipts.receipt import FORMAT, VERSION, VERSIONS, Receipt

MAX_BYTES = 16 * 1024 * 1024
_UNSEALED = "0" * 64


def checksum(receipt: Receipt) -> str:
    """What the receipt's `sha256` must be for the rest of its content."""
    content = receipt.model_dump(mode="json", exclude={"sha256"})
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def sealed(fields: dict[str, Any]) -> Receipt:
    """A receipt with its checksum.

    Raises:
        pydantic.ValidationError: The fields are not those of a receipt.
    """
    receipt = VERSIONS[VERSION](format=FORMAT, version=VERSION, sha256=_UNSEALED, **fields)
    return receipt.model_copy(update={"sha256": checksum(receipt)})


def to_bytes(receipt: Receipt) -> bytes:
    """The receipt as a file: readable JSON in UTF-8, harmless to print."""
    return (json_text(receipt.model_dump(mode="json")) + "\n").encode()


def from_bytes(content: bytes) -> Receipt:
    """Read what `to_bytes` gave, or what somebody made of it. The checksum is not compared.

    Raises:
        UnreadableReceipt: It is no receipt of a version that is known.
    """
    if len(content) > MAX_BYTES:
        raise unreadable(f"it is larger than {MAX_BYTES // 2**20} MB")
    try:
        text = content.decode("utf-8")
        data = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise unreadable(f"it is not JSON: {_short(error)}") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise unreadable(f"its “format” is not “{FORMAT}”")
    version = data.get("version")
    if type(version) is not int or version not in VERSIONS:  # True is 1
        *others, newest = map(str, VERSIONS)
        known = f"{', '.join(others)} and {newest}"
        raise unreadable(f"this program reads the versions {known} of the format, it has another")
    try:
        return VERSIONS[version].model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "it"
        raise unreadable(f"{where}: {first['msg']}"[:300]) from error


def unreadable(why: str) -> UnreadableReceipt:
    """The error for a file that is no receipt."""
    return UnreadableReceipt(
        f"This is no receipt that can be checked ({one_line(why)}): "
        "give the file as `assistant ask --receipt` wrote it."
    )


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Readers differ in which of the two they take: a receipt must mean one thing.
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _short(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]


_ABANDONED = 3600.0  # seconds; writing one takes milliseconds


def read_receipt(path: Path) -> Receipt:
    """Read a receipt from a file.

    Raises:
        UnreadableReceipt: There is no such file, or it is no receipt.
    """
    try:
        with open_regular(path) as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise unreadable(f"there is no file {path}") from error
    except (OSError, ValueError) as error:  # a NUL in its name
        raise unreadable(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return from_bytes(content)


def require_writable(path: Path, *, replace: bool = False) -> None:
    """Say that a receipt cannot be written there before work is done for it.

    Raises:
        UsageError: The folder is missing, or something is there that may not be replaced.
    """
    if "\0" in str(path) or not os.path.isdir(path.parent):
        raise UsageError(f"There is no folder for {path}: make it, or name another file.")
    if not os.path.lexists(path):
        return
    if not os.path.isfile(path):  # a folder, or a device that renaming would replace by a file
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
