"""Where a Ray cluster is, and how one is started that this machine alone reaches."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.errors import AssistantError, UsageError
from assistant.printable import one_line

ADDRESS = "RAY_ADDRESS"
"""Ray's own variable for where the cluster is."""

LOCAL = "local"
"""Stands for one that is started here."""

_STORE = 256 * 2**20  # bytes of the object store of a cluster on this machine
_CONNECT_SECONDS = 5.0
# Ray's sockets lie in a folder there, whose paths may have 107 bytes only.
_SHORT = Path("/tmp")  # noqa: S108 - the folder is made with rights for its user alone
_PREFIX = "assistant-ray-"
_LOCK = "in-use"


def address() -> str:
    """Where the cluster is; `LOCAL` where none is named.

    Raises:
        UsageError: it is no address.
        AssistantError: nobody answers there. Ray takes minutes to find out, and may end the
            process.
    """
    named = os.environ.get(ADDRESS, "").strip() or LOCAL
    if named in (LOCAL, "auto"):
        return named
    host, _, port = named.rpartition("//")[2].rstrip("/").rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise UsageError(
            f"{ADDRESS} is {one_line(named)!a}: write host:port, ray://host:port, auto or local, "
            "or unset it."
        )
    try:
        socket.create_connection((host.strip("[]"), int(port)), _CONNECT_SECONDS).close()
    except OSError as error:
        raise AssistantError(
            f"No Ray cluster answers at {one_line(named)} ({error.strerror or error}): start "
            f"it, correct {ADDRESS}, or unset it to use this machine."
        ) from error
    return named


def prepare(place: str) -> None:
    """Set what Ray reads from the environment when it is imported."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if place != LOCAL or "ray" in sys.modules:
        return
    # Otherwise Ray takes the address by which other machines reach this one.
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    if "RAY_AUTH_MODE" not in os.environ:  # a key in the environment is written to no file
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))


def options(folder: str) -> dict[str, Any]:
    """What `ray.init` is given to start a cluster here, with its files in that folder."""
    return {
        "address": LOCAL,
        "include_dashboard": False,
        "object_store_memory": _STORE,
        "_node_ip_address": "127.0.0.1",
        "_temp_dir": folder,
    }


@contextmanager
def session_folder() -> Iterator[str]:
    """A folder in one of the user's alone, which is removed, as are those of killed programs."""
    parent = _SHORT if _SHORT.is_dir() else Path(tempfile.gettempdir())
    for old in parent.glob(f"{_PREFIX}*"):
        _remove_unused(old)
    folder = tempfile.mkdtemp(prefix=_PREFIX, dir=parent)
    with FileLock(Path(folder, _LOCK)):
        yield str(Path(folder, "s"))  # Ray opens to all the folder that it is given
    shutil.rmtree(folder, ignore_errors=True)


def _remove_unused(folder: Path) -> None:
    try:
        found = folder.lstat()
        closed = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
        # What others can write to may hold links, which opening the lock would follow.
        if not closed or not hasattr(os, "getuid") or found.st_uid != os.getuid():
            return
        if not (folder / _LOCK).is_file():
            return
        with FileLock(folder / _LOCK, blocking=False):
            shutil.rmtree(folder, ignore_errors=True)
    except (OSError, Timeout):  # another's, or in use
        return
