"""The reading process: `python -m assistant.parsing.worker BYTES`, told what to read by a pipe.

BYTES is how much memory it may take. It reads what it is sent and answers, and may do nothing
else: no file is opened for writing, nothing is started, no other machine is reached.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import BinaryIO

from assistant.cutting.cut import cut
from assistant.cutting.passage import CutDocument
from assistant.errors import UnreadableDocument
from assistant.parsing.wire import (
    Order,
    Reply,
    order_from_bytes,
    read_frame,
    reply_of,
    reply_to_bytes,
    write_frame,
)
from assistant.reading.reader import examine_bytes, read_bytes

_OPEN_FILES = 64
_FORBIDDEN = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink"),
    *("os.truncate", "os.chmod", "os.chown", "shutil.", "ctypes.", "pty.", "webbrowser."),
)
HELLO = b"ready"
"""The first frame of a process that has started."""

TOO_MUCH_MEMORY = "memory"
"""The reply of a process that could not get the memory it needed, and ends after it."""


def main() -> None:
    """Read files until the program closes the pipe."""
    requests = sys.stdin.buffer
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get among the replies.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _fence(int(sys.argv[1]))
    write_frame(replies, HELLO)
    serve(requests, replies)


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer request after request."""
    while (order := read_frame(requests)) is not None:
        data = read_frame(requests)
        if data is None:
            return
        given = order_from_bytes(order)
        _alarm(given.seconds)
        try:
            reply = _answer(given, data)
        except MemoryError:
            write_frame(replies, reply_to_bytes(Reply(TOO_MUCH_MEMORY)))
            return
        write_frame(replies, reply)
        _alarm(0)


def _answer(order: Order, data: bytes) -> bytes:
    try:
        if order.examine:
            examine_bytes(order.name, data)
            return reply_to_bytes(Reply())
        document = read_bytes(order.name, data, order.source)
        reply = reply_of(CutDocument(document, cut(document)))
    except UnreadableDocument as error:
        reply = Reply(str(error))
    except MemoryError:
        raise
    except Exception as error:  # a fault of a reader costs its file and no other
        reply = Reply(f"reading it failed ({type(error).__name__}): save it in another format")
    try:
        return reply_to_bytes(reply)
    except ValueError:
        return reply_to_bytes(Reply("it holds characters that are not Unicode text"))


def _fence(memory: int) -> None:
    """Keep this process from doing anything but reading, for the rest of its life."""
    with contextlib.suppress(ImportError):  # Windows has no such limits
        import resource

        limits = {
            "RLIMIT_AS": memory,
            "RLIMIT_FSIZE": 0,
            "RLIMIT_CORE": 0,
            "RLIMIT_NOFILE": _OPEN_FILES,
        }
        for name, value in limits.items():
            with contextlib.suppress(AttributeError, ValueError, OSError):  # macOS lacks some
                resource.setrlimit(getattr(resource, name), (value, value))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and _is_writing(arguments)
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(f"the reading process may not do this: {event}")


def _is_writing(arguments: tuple[object, ...]) -> bool:
    _, mode, flags = arguments
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _alarm(seconds: float) -> None:
    """End this process after so many seconds, whatever it does then; 0 for never.

    The program ends it first. This is for one that is gone: its orphan would go on for good.
    """
    if hasattr(signal, "setitimer"):
        # The system's own handling of the signal: Python's would wait for a hanging pattern.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


if __name__ == "__main__":
    main()
