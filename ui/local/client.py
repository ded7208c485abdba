"""Let a server that runs already carry out a command: nothing has to be loaded for it."""

from __future__ import annotations

import json
import socket
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import typer

from ui.cli.console import FAILED, say
from ui.local import address

_TO_BEGIN = 2.0  # seconds that a server may take to accept a command, or it is not waited for
_ENDED = "The server ended before its answer did: ask again."


def served(workspace: Path, command: str, given: Mapping[str, Any]) -> int | None:
    """Carry out a command on a server, and write what it writes.

    given: its arguments, as JSON can hold them.

    Returns its exit code; None if no server of this workspace, program and settings is there, and
    nothing was written.
    """
    try:
        connection = _connected(workspace)
    except OSError:
        return None
    if connection is None:
        return None
    with connection:
        lines = _lines(connection, workspace, command, given)
        begun = False
        while (told := _next(lines)) and "refused" not in told:
            if "exit" in told:
                return int(told["exit"])
            if "text" in told:
                begun = True
                typer.echo(str(told["text"]), nl=False, err=bool(told.get("error")))
    if not begun:
        return None
    say(_ENDED)
    return FAILED


def is_served(workspace: Path) -> bool:
    """Whether a server of the workspace listens that would carry out commands of this process."""
    try:
        connection = _connected(workspace)
    except OSError:
        return False
    if connection is None:
        return False
    with connection:
        return "accepted" in _next(_lines(connection, workspace, "none", {}))


def _next(lines: Iterator[dict[str, Any]]) -> dict[str, Any]:
    """The next line; an empty one when the server is gone, or is none that we understand."""
    try:
        return next(lines, {})
    except (OSError, ValueError):
        return {}


def _connected(workspace: Path) -> socket.socket | None:
    if not address.supported():
        return None
    place = address.place(workspace)
    if place is None or not address.is_private(place.parent, stat.S_IFDIR):
        return None
    if not address.is_private(place, stat.S_IFSOCK):
        return None
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(_TO_BEGIN)
        connection.connect(str(place))
        if address.is_same_user(connection):
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None


def _lines(
    connection: socket.socket, workspace: Path, command: str, given: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """What the server answers, line by line.

    Raises OSError or ValueError if it is gone, or is none that understands us.
    """
    asked = {
        "program": address.program(),
        "settings": address.settings(),
        "workspace": str(workspace.resolve()),
        "command": command,
        "given": dict(given),
    }
    connection.sendall(json.dumps(asked).encode() + b"\n")
    with connection.makefile("rb") as stream:
        for line in stream:
            told = json.loads(line)
            if not isinstance(told, dict):
                raise ValueError("no answer")
            if "accepted" in told:
                connection.settimeout(None)  # a language model may think for minutes
            yield told
