"""A reading process whose formats do what a hostile file makes a reader do."""

from __future__ import annotations

import array
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from assistant.errors import UnreadableDocument
from assistant.reading.formats import TextReader
from assistant.reading.structure import Structure
from assistant.reading.text.plain import read_plain
from assistant.sandbox import worker


def _hang(text: str) -> Structure:
    re.match("(a+)+$", "a" * 60 + "b")  # holds Python's lock, as a real one would
    return read_plain(text)


def _wait(text: str) -> Structure:
    threading.Event().wait()
    return read_plain(text)


def _until_more_comes(text: str) -> Structure:
    """Waits until more was written to this process since it began to read."""
    before = _unread()
    while _unread() < before + 3:
        pass
    return read_plain(text)


def _unread() -> int:
    import fcntl
    import termios

    counts = [0]
    for descriptor in range(3, 16):
        number = array.array("i", [0])
        with contextlib.suppress(OSError):  # no pipe
            fcntl.ioctl(descriptor, termios.FIONREAD, number)
        counts.append(number[0])
    return max(counts)


def _fill(text: str) -> Structure:
    return read_plain(text * 2**31)


def _descend(text: str) -> Structure:
    return _descend(text)


def _abort(text: str) -> Structure:
    os.abort()


def _exit(text: str) -> Structure:
    os._exit(3)


def _fail(text: str) -> Structure:
    raise IndexError("a secret of the file")


def _refuse(text: str) -> Structure:
    raise UnreadableDocument("it is \ud800 odd")


def _half(text: str) -> Structure:
    return read_plain("Half a character: \ud800.")


def _print(text: str) -> Structure:
    print("noise")  # noqa: T201
    os.write(1, b"more noise")
    sys.stderr.write("and more")
    return read_plain(text)


def _attempts() -> dict[str, Callable[[], object]]:
    here = Path(__file__)
    return {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "listen": lambda: socket.socket().bind(("127.0.0.1", 0)),
        "resolve": lambda: socket.getaddrinfo("localhost", 80),
        "run": lambda: subprocess.run(["true"], check=False),
        "system": lambda: os.system("true"),  # noqa: S605
        "fork": lambda: os._exit(0) if os.fork() == 0 else None,
        "exec": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
        "write": lambda: Path(os.devnull).write_text("x"),
        "make": lambda: os.open(here.with_name("made"), os.O_CREAT),
        "read": lambda: Path("/etc/passwd").read_text(),
        "remove": lambda: os.remove(here.with_name("gone")),
        "kill": lambda: os.kill(os.getppid(), 0),
    }


def _escape(text: str) -> Structure:
    """Tells what it could do in spite of all."""
    done = []
    for name, attempt in _attempts().items():
        try:
            attempt()
        except PermissionError:
            continue
        except OSError as error:
            done.append(f"{name}: {error!r}")
        else:
            done.append(name)
    return read_plain(f"Escaped by: {done}.")


def _tell(text: str) -> Structure:
    return read_plain(f"Knows {sorted(os.environ)} in {os.getcwd()}.")


def _identify(text: str) -> Structure:
    return read_plain(f"Process {os.getpid()}, session {os.getsid(0)}.")


FORMATS = {
    ".hang": _hang,
    ".wait": _wait,
    ".more": _until_more_comes,
    ".fill": _fill,
    ".descend": _descend,
    ".abort": _abort,
    ".exit": _exit,
    ".fail": _fail,
    ".refuse": _refuse,
    ".half": _half,
    ".print": _print,
    ".escape": _escape,
    ".tell": _tell,
    ".who": _identify,
    ".txt": read_plain,
    ".killed": lambda _: signal.raise_signal(signal.SIGKILL),
}


def main() -> None:
    """As `assistant.sandbox.worker.main`."""
    readers = {suffix: TextReader(read) for suffix, read in FORMATS.items()}  # type: ignore[arg-type]  # one gives nothing
    worker.main(readers)
