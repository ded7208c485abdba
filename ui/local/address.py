"""Where a server of a workspace listens for commands, and who may be trusted there.

A Unix socket in a folder that only its user can enter. It carries questions and answers, so both
sides check whose folder, socket and process it is. Nothing heavy is imported here: a command looks
here first of all.
"""

from __future__ import annotations

import hashlib
import os
import socket
import stat
import struct
import sys
import tempfile
from pathlib import Path

_LONGEST = 100  # bytes of a socket's path; the least that a system allows is 104
_PATHS = (
    *("ASSISTANT_MODEL_PATH", "ASSISTANT_MODELS_DIR", "ASSISTANT_EMBEDDING_MODEL"),
    *("ASSISTANT_RERANKER", "ASSISTANT_NLI_MODEL", "ASSISTANT_LANGUAGE_MODEL"),
    *("ASSISTANT_READERS", "ASSISTANT_DATABASE_URL"),
)
_ELSEWHERE = "ASSISTANT_WORKSPACE"  # which workspace it is, is told apart

LONGEST_LINE = 1 << 20
"""Bytes of a line that a command sends; a question of the longest permitted kind has 16,000."""


def supported() -> bool:
    """Whether this system has sockets that are files, and users."""
    return hasattr(socket, "AF_UNIX") and hasattr(os, "geteuid")


def folder() -> Path:
    """Where the sockets of this user lie; it need not be there."""
    if given := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(given, "document-assistant")
    return Path(tempfile.gettempdir(), f"document-assistant-{os.geteuid()}")


def place(workspace: Path) -> Path | None:
    """The socket of a workspace; None if its path would be too long."""
    name = hashlib.sha256(os.fsencode(os.path.realpath(workspace))).hexdigest()
    found = folder() / f"{name[:24]}.sock"
    return found if len(os.fsencode(found)) <= _LONGEST else None


def is_private(path: Path, kind: int) -> bool:
    """Whether a file of this kind (as `stat.S_IFMT` gives it) is there, is ours, and nobody else
    may use it. A link is not followed.
    """
    try:
        status = os.lstat(path)
    except OSError:
        return False
    ours = status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & 0o077
    return ours and stat.S_IFMT(status.st_mode) == kind


def is_same_user(connection: socket.socket) -> bool:
    """Whether the process at the other end is this user's, as far as the system tells."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True  # the folder lets nobody else in
    size = struct.calcsize("3i")
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _, user, _ = struct.unpack("3i", told)
    return bool(user == os.geteuid())


def program() -> str:
    """Equal for processes that run the same code, in hexadecimal."""
    digest = hashlib.sha256(f"{sys.version} {sys.prefix}".encode())
    root = Path(__file__).resolve().parents[2]
    for package in ("assistant", "ui"):
        for line in sorted(_files(root / package)):
            digest.update(os.fsencode(line))
    return digest.hexdigest()


def settings() -> str:
    """Equal for processes whose environment gives the same settings, in hexadecimal."""
    given = {
        name.upper(): value
        for name, value in os.environ.items()
        if name.upper().startswith("ASSISTANT_") and name.upper() != _ELSEWHERE and value
    }
    # A relative path means another file elsewhere.
    relative = any(not os.path.isabs(given[name]) for name in _PATHS if name in given)
    where = os.getcwd() if relative else ""
    told = repr((sorted(given.items()), where, os.path.expanduser("~")))
    return hashlib.sha256(os.fsencode(told)).hexdigest()


def _files(top: Path) -> list[str]:
    found: list[str] = []
    folders = [os.fspath(top)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    folders += [entry.path] if entry.name != "__pycache__" else []
                else:
                    status = entry.stat()
                    found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}\n")
    return found
