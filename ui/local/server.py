"""Carry out commands of the same user's terminal, with the models that are loaded here."""

from __future__ import annotations

import json
import logging
import os
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from assistant.errors import AssistantError
from ui.cli.console import code_of, told
from ui.local import address

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from ui.cli.console import Echo

logger = logging.getLogger(__name__)

Command = Callable[[Callable[[], "Assistant"], Mapping[str, Any], "Echo"], int]
"""Called with what gives the assistant, the arguments and where to write; returns the exit code."""

_AT_ONCE = 4  # commands
_PATIENCE = 10.0  # seconds for a command to say what it wants, and to read on
_BACKLOG = 16
_PAUSE = 0.1  # seconds
_REFUSED = {"refused": True}


class LocalServer:
    """Listens from `start` to `close`, each command in a thread of its own.

    commands: by name.
    """

    def __init__(self, assistant: Assistant, commands: Mapping[str, Command]) -> None:
        self._assistant = assistant
        self._commands = commands
        self._workspace = str(assistant.workspace.root.resolve())
        self._program, self._settings = address.program(), address.settings()
        self._places = threading.Semaphore(_AT_ONCE)
        self._listener: socket.socket | None = None
        self._lock: FileLock | None = None
        self._place: Path | None = None
        self._changing = threading.Lock()
        self._closed = False

    def start(self) -> bool:
        """Listen; whether that is possible: another server of the workspace may do so already,
        the system may have no such sockets, or the folder for them may be somebody else's.
        """
        if not self._commands or not address.supported():
            return False
        place = address.place(Path(self._workspace))
        with self._changing:
            if place is None or self._closed:
                return False
            try:
                self._listen(place)
            except (OSError, Timeout) as error:
                logger.info("No socket for the command line: %s", error)
                self._release()
                return False
        threading.Thread(target=self._accept, name="local", daemon=True).start()
        return True

    def close(self) -> None:
        """Listen no longer; commands that are being carried out are not waited for."""
        with self._changing:
            self._closed = True
            listener, self._listener = self._listener, None
            if listener is not None:
                if self._place is not None:
                    self._place.unlink(missing_ok=True)
                with suppress(OSError):
                    listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
                listener.close()
            self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _listen(self, place: Path) -> None:
        folder = place.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not address.is_private(folder, stat.S_IFDIR):
            raise PermissionError(f"{folder} is not this user's alone")
        # Held as long as it listens: a socket that nobody holds the lock of is a dead server's.
        # Another thread may let go of it than the one that takes it.
        lock = FileLock(place.with_suffix(".lock"), mode=0o600, thread_local=False)
        lock.acquire(timeout=0)
        self._lock = lock
        place.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        try:
            listener.bind(str(place))
            os.chmod(place, 0o600)
            listener.listen(_BACKLOG)
        except BaseException:
            listener.close()
            raise
        self._listener, self._place = listener, place

    def _accept(self) -> None:
        listener = self._listener
        while listener is not None and self._listener is listener:
            try:
                connection, _ = listener.accept()
            except OSError:
                time.sleep(_PAUSE)  # no more files can be opened, or it has been closed
                continue
            threading.Thread(
                target=self._answer, args=(connection,), name="local command", daemon=True
            ).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                connection.settimeout(_PATIENCE)
                self._talk(connection)
            except (OSError, ValueError):
                pass  # whoever asked has gone, or talks nonsense
            except Exception:
                logger.exception("A command failed")

    def _talk(self, connection: socket.socket) -> None:
        if not address.is_same_user(connection):
            return
        with connection.makefile("rb") as stream:
            asked = json.loads(stream.readline(address.LONGEST_LINE))
        command = self._command(asked)
        with self._turn() as there_is_room:
            if command is None or not there_is_room:
                _send(connection, _REFUSED)
                return
            _send(connection, {"accepted": True})
            self._carry_out(command, asked["given"], connection)

    def _command(self, asked: object) -> Command | None:
        """What is asked for; None if whoever asks would not get from us what is theirs."""
        if not isinstance(asked, dict) or not isinstance(asked.get("given"), dict):
            return None
        ours = (self._program, self._settings, self._workspace)
        if (asked.get("program"), asked.get("settings"), asked.get("workspace")) != ours:
            return None
        return self._commands.get(str(asked.get("command")))

    @contextmanager
    def _turn(self) -> Iterator[bool]:
        free = self._places.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._places.release()

    def _carry_out(self, command: Command, given: Any, connection: socket.socket) -> None:  # noqa: ANN401 - JSON
        def echo(message: str = "", *, err: bool = False) -> None:
            _send(connection, {"text": f"{message}\n", "error": err})

        try:
            code = command(lambda: self._assistant, given, echo)
        except AssistantError as error:
            echo(told(str(error)), err=True)
            code = code_of(error)
        except Exception:
            # Whoever asks fails in the same way without us, and tells all of it.
            logger.exception("A command failed")
            _send(connection, _REFUSED)
            return
        _send(connection, {"exit": code})


def _send(connection: socket.socket, what: Mapping[str, Any]) -> None:
    connection.sendall(json.dumps(what).encode() + b"\n")
