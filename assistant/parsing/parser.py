"""Read and cut files in another process, within limits of time and memory.

A document may be made to hang or to crash what reads it. So it is read where that costs nothing
but this document: the process is ended at the limit, and the next file gets a new one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self, cast

from assistant.cutting.passage import CutDocument
from assistant.errors import AssistantError, UnreadableDocument
from assistant.parsing.wire import (
    Order,
    Reply,
    cut_document,
    order_to_bytes,
    read_frame,
    reply_from_bytes,
    with_facts,
    write_frame,
)
from assistant.parsing.worker import HELLO, TOO_MUCH_MEMORY
from assistant.reading.discovery import CorpusFile
from assistant.reading.document import Source
from assistant.reading.reader import file_bytes

_MEGABYTE = 2**20
_FILES = 200  # that one process reads, so that what a reader leaves behind cannot pile up
_STARTING = 60.0  # seconds, on a busy machine
_ENDING = 1.0  # seconds
_ORPHAN = 5.0  # seconds past the limit after which a process ends itself
_KEPT = ("SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE")  # of the environment


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    seconds:      of the clock, > 0; a large file gets `per_megabyte` seconds more for each.
    memory:       bytes of the process, Python's own about 50 MB included. Not held to on Windows.
    """

    seconds: float = 30.0
    per_megabyte: float = 2.0
    memory: int = 1024 * _MEGABYTE

    def for_size(self, size: int) -> float:
        """Seconds for a file of so many bytes."""
        return self.seconds + self.per_megabyte * (size // _MEGABYTE)


class Parser:
    """Reads one file after the other; safe to use from many threads, which wait for each other.

    The process is started with the first file, and ended by `close` or with this object.
    """

    def __init__(
        self, limits: Limits | None = None, worker: str = "assistant.parsing.worker"
    ) -> None:
        """Take the limits, and the module that is run in the process."""
        self._limits = limits or Limits()
        self._worker = worker
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._end: Callable[[], object] = lambda: None
        self._files = 0

    def parse(self, file: CorpusFile) -> CutDocument:
        """Read one file, once, and cut it into passages.

        Raises:
            UnreadableDocument: It is gone, too large, empty, binary or of an unknown encoding; or
                reading it took too long, too much memory, or broke the process.
            AssistantError: The process does not start.
        """
        data = file_bytes(file.path)
        reply = self._ask(file.name, file.source, data, examine=False)
        if reply.document is None:
            raise UnreadableDocument("reading it gave nothing: save it in another format")
        return cut_document(reply, with_facts(reply.document, file, data))

    def examine(self, path: Path) -> None:
        """Try whether a file can be read, by its suffix. A large one is decoded only.

        Raises:
            UnreadableDocument: It cannot, as with `parse`.
        """
        self._ask(path.name, Source(), file_bytes(path), examine=True)

    def close(self) -> None:
        """End the process; closing twice is no error, and another file starts another one."""
        with self._lock:
            self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, name: str, source: Source, data: bytes, *, examine: bool) -> Reply:
        seconds = self._limits.for_size(len(data))
        order = Order(name, source, examine, seconds + _ORPHAN)
        with self._lock:
            try:
                frame, ended = self._exchange(order_to_bytes(order), data, seconds)
                if frame is None:
                    raise UnreadableDocument(self._why(ended, seconds))
                reply = reply_from_bytes(frame)
            except ValueError as error:
                self._stop()
                raise UnreadableDocument(
                    "reading it gave what is no document: save it in another format"
                ) from error
            except BaseException:
                self._stop()  # nobody will take the reply that was asked for
                raise
            if reply.refused == TOO_MUCH_MEMORY:
                self._stop()
                megabytes = self._limits.memory // _MEGABYTE
                raise UnreadableDocument(
                    f"reading it needs more than {megabytes} MB of memory: split it"
                )
        if reply.refused:
            raise UnreadableDocument(reply.refused)
        return reply

    def _exchange(self, order: bytes, data: bytes, seconds: float) -> tuple[bytes | None, str]:
        """The reply, or None and how the process ended: "" for by itself."""
        process = self._running()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        frame = None
        try:
            with suppress(OSError):  # it has ended
                write_frame(cast("BinaryIO", process.stdin), order)
                write_frame(cast("BinaryIO", process.stdin), data)
                frame = read_frame(cast("BinaryIO", process.stdout))
        finally:
            timer.cancel()
        self._files += 1
        if frame is None and not late.is_set():
            with suppress(subprocess.TimeoutExpired):
                process.wait(_ENDING)  # it is about to end, and its code says how
        if frame is None or late.is_set() or self._files >= _FILES:
            self._stop()
        return frame, "late" if late.is_set() else _ended(process.returncode)

    def _why(self, ended: str, seconds: float) -> str:
        if ended == "late":
            return (
                f"reading it took longer than {seconds:.0f} s: "
                "split it, or set ASSISTANT_READING_SECONDS higher"
            )
        return f"reading it broke the reading process ({ended}): save it in another format"

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = _start(self._worker, self._limits.memory)
            self._files = 0
            self._end = weakref.finalize(self, _kill, self._process)
            if not _says_hello(self._process):
                self._stop()
                raise AssistantError(
                    "The reading process does not start: is there memory for it? "
                    "Free some, or set ASSISTANT_READING_MEMORY higher."
                )
        return self._process

    def _stop(self) -> None:
        self._end()
        self._process = None


def _start(worker: str, memory: int) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # The same packages as here, and none of the program's secrets.
    environment["PYTHONPATH"] = os.pathsep.join(os.path.abspath(one) for one in sys.path)
    return subprocess.Popen(  # noqa: S603  # this interpreter and a module of ours
        [sys.executable, "-P", "-m", worker, str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,  # Ctrl-C in the terminal is for the program
    )


def _says_hello(process: subprocess.Popen[bytes]) -> bool:
    timer = threading.Timer(_STARTING, process.kill)
    timer.daemon = True
    timer.start()
    try:
        return read_frame(cast("BinaryIO", process.stdout)) == HELLO
    finally:
        timer.cancel()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End the process at once; it holds nothing that could be lost."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what it did not read any more
            if pipe is not None:
                pipe.close()
    process.wait()


def _ended(code: int | None) -> str:
    if code is None or code >= 0:
        return f"it ended with {code}"
    known = -code in set(signal.Signals)
    return f"it was ended by {signal.Signals(-code).name if known else -code}"
