"""Start the reading process, send it files, receive documents, enforce the limits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

from assistant.chunking.chunks import CutDocument
from assistant.errors import AssistantError, UnreadableDocument
from assistant.reading.bibliography.sources import UNKNOWN, Known
from assistant.reading.discovery import CorpusFile, file_bytes
from assistant.reading.document import Source
from assistant.reading.plugins import VARIABLE, plugged
from assistant.reading.scans import SCANNED, SECONDS, can_recognise
from assistant.sandbox import protocol
from assistant.sandbox.protocol import put_together
from assistant.sandbox.worker import Request

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file.

    seconds:      of the clock, from its hand-over until its document is put together, > 0.
    megabytes:    of memory that the reading process may have in all; held on Linux alone.
    per_megabyte: seconds more for each whole megabyte of the file.
    """

    seconds: float = 30.0
    megabytes: int = 1024
    per_megabyte: float = 2.0

    def seconds_for(self, size: int) -> float:
        """That reading a file of so many bytes may take."""
        return self.seconds + self.per_megabyte * (size // 2**20)

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Those that a user has set."""
        return cls(settings.reading_seconds, settings.reading_megabytes)


WORKER = "assistant.sandbox.worker"
PLUGIN_WORKER = "assistant.sandbox.plugin_worker"
OCR_WORKER = "assistant.sandbox.ocr_worker"

_clock = time.monotonic
_START_SECONDS = 60.0  # on a busy machine; starting takes a tenth of one
_MOST_FILES = 500  # by one process
_MOST_BYTES = 64 * 2**20
_ANSWER_BASE, _ANSWER_SHARE = 64 * 2**20, 40  # bytes of an answer, in all and for each of the file
_MOST_ANSWER = 768 * 2**20
# Isolated: neither the user's variables nor the current folder say what is imported; only the
# places from which this program itself imports.
_START = (
    "import sys, importlib; sys.path[:] = sys.argv[4:]; importlib.import_module(sys.argv[1]).main()"
)
_PACKAGES = str(Path(__file__).absolute().parents[2])
_ENVIRONMENT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_HOMES = ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")


class _Reply(NamedTuple):
    """What a process answered; what is made of it has to be there at a time of the clock."""

    payload: bytes
    seconds: float
    until: float


class Sandbox:
    """Reads files, one after the other; safe to use from several threads, which wait in turn.

    Several at once read in parallel. The process starts with the first file.

    limits: of each file.
    module: what runs in the process: a module with a `main` like `assistant.sandbox.worker`'s.
    """

    def __init__(self, limits: Limits | None = None, module: str = WORKER) -> None:
        self.limits = limits or Limits()
        self._module = module
        self._lock = threading.Lock()
        self._process: _Process | None = None
        self._others: dict[str, Sandbox] = {}  # by their module: with other limits

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, file: CorpusFile) -> CutDocument:
        """Decode, clean, structure and cut one file of a corpus; its bytes are read once.

        Raises:
            UnreadableDocument: it cannot be read, for one of many reasons.
            AssistantError: no process can be started.
        """
        return self.read_bytes(file.name, file_bytes(file), file.source, file.known)

    def read_bytes(
        self, name: str, data: bytes, source: Source, known: Known = UNKNOWN
    ) -> CutDocument:
        """What a file of this name (path below `corpus/`) and content gives.

        Raises: as `read`.
        """
        request = self._request(name, data, known)
        cut: CutDocument | None = None
        try:
            cut = _put_together(self._ask(data, request), name, data, source, known)
        except UnreadableDocument as error:
            if not self._can_recognise(error):
                raise
        if cut is not None and not (cut.document.report.unread_pages and can_recognise()):
            return cut
        try:
            return _put_together(self._recognised(data, request), name, data, source, known)
        except UnreadableDocument:
            if cut is None:
                raise
            return cut

    def _recognised(self, data: bytes, request: Request) -> _Reply:
        seconds, threads = request.seconds + SECONDS, os.cpu_count() or 1
        more = replace(request, seconds=seconds, threads=threads)
        return self._other(OCR_WORKER)._ask(data, more)

    def _can_recognise(self, error: UnreadableDocument) -> bool:
        return self._module == WORKER and str(error).startswith(SCANNED) and can_recognise()

    def examine(self, name: str, data: bytes, known: Known = UNKNOWN) -> None:
        """Try whether a file of this name and content can be read.

        Raises: as `read`.
        """
        try:
            self._ask(data, replace(self._request(name, data, known), examine=True))
        except UnreadableDocument as error:
            if not self._can_recognise(error):  # that takes long: indexing does it
                raise

    def page_image(
        self, name: str, data: bytes, number: int, width: int, known: Known = UNKNOWN
    ) -> bytes:
        """A page of a file as a PNG image.

        number: of the page, counted from 1.
        width:  of the image, in pixels.

        Raises: as `read`.
        """
        request = replace(self._request(name, data, known), page=number, width=width)
        return self._ask(data, request).payload

    def close(self) -> None:
        """End the process once it has done what it is doing; the next file starts another."""
        with self._lock:
            self._end()
            for other in self._others.values():
                other.close()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _request(self, name: str, data: bytes, known: Known) -> Request:
        return Request(
            PurePosixPath(name).suffix.lower(),
            examine=False,
            seconds=self.limits.seconds_for(len(data)),
            encoding=known.encoding,
            password=known.password,
        )

    def _ask(self, data: bytes, request: Request) -> _Reply:
        if self._module == WORKER and request.suffix in plugged():
            return self._other(PLUGIN_WORKER)._ask(data, request)
        header = json.dumps(asdict(request)).encode()
        with self._lock:
            try:
                return self._answer(header, data, request.seconds)
            except BaseException:  # an interrupt too: what it was told must not be answered later
                self._end()
                raise
            finally:
                if self._process is not None and self._process.is_spent:
                    self._end()

    def _other(self, module: str) -> Sandbox:
        with self._lock:
            return self._others.setdefault(module, Sandbox(self.limits, module))

    def _answer(self, header: bytes, data: bytes, seconds: float) -> _Reply:
        process = self._begin(header, data)
        started = _clock()
        most = min(_MOST_ANSWER, _ANSWER_BASE + _ANSWER_SHARE * len(data))
        try:
            tag, payload = process.receive(most, seconds)
        except protocol.TooLarge:
            raise UnreadableDocument("what reading it gives is too large: split it") from None
        except protocol.Broken:
            late = _clock() - started >= seconds
            raise UnreadableDocument(self._why_ended(process, seconds, late=late)) from None
        if tag == b"a":
            return _Reply(payload, seconds, started + seconds)
        self._end()  # what it left behind is not worth knowing
        if tag == b"m":
            raise UnreadableDocument(self._too_much())
        raise UnreadableDocument(payload.decode("utf-8", "replace"))

    def _begin(self, header: bytes, data: bytes) -> _Process:
        """The process that has taken over the file.

        One that was idle for long may be ending just now: then another takes it.
        """
        for _ in range(2):
            if self._process is None or not self._process.is_alive:
                self._end()
                self._process = _Process(self._module, self.limits)
            process = self._process
            try:
                process.hand_over(header, data)
            except (OSError, protocol.Broken):
                self._end()
                continue
            return process
        raise AssistantError(
            "Documents cannot be read: the process for it does not start. Free some memory, or "
            "install the program anew, then try again."
        )

    def _why_ended(self, process: _Process, seconds: float, *, late: bool) -> str:
        code = process.end()
        if late or code == -getattr(signal, "SIGXCPU", 0):
            return _too_long(seconds)
        if code >= 0:
            return f"the reader crashed on it (exit code {code}): report the file"
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"the reader crashed on it ({name}): report the file"

    def _too_much(self) -> str:
        return (
            f"reading it needed more than {self.limits.megabytes:,} MB of memory: split it, or "
            "allow more by ASSISTANT_READING_MEGABYTES"
        )


def _too_long(seconds: float) -> str:
    return (
        f"reading it took longer than {seconds:g} s: split it, or allow more "
        "by ASSISTANT_READING_SECONDS"
    )


def _put_together(
    reply: _Reply, name: str, data: bytes, source: Source, known: Known
) -> CutDocument:
    try:
        cut = put_together(reply.payload, name, data, source, known.encoding)
    except ValueError as error:
        raise UnreadableDocument("reading it gave no document: report the file") from error
    if _clock() > reply.until:
        raise UnreadableDocument(_too_long(reply.seconds))
    return cut


class _Process:
    """One process, from its start to its end."""

    def __init__(self, module: str, limits: Limits) -> None:
        # This package's own place first: an import hook may have found it, as one that is
        # installed for editing is found.
        paths = [_PACKAGES, *(os.path.abspath(path) for path in sys.path)]
        passed = (*_ENVIRONMENT, VARIABLE, *(_HOMES if module == PLUGIN_WORKER else ()))
        environment = {name: os.environ[name] for name in passed if name in os.environ}
        try:
            theirs, held = os.pipe()  # closed with this program, and never written to
        except OSError as error:
            raise _no_process(error) from error
        linux = sys.platform.startswith("linux")
        try:
            self._popen = subprocess.Popen(  # noqa: S603  # this interpreter and a module of ours
                [
                    *(sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START),
                    *(module, str(limits.megabytes), str(theirs if linux else -1), *paths),
                ],
                pass_fds=(theirs,) if linux else (),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=os.path.abspath(os.sep),
                start_new_session=True,  # Ctrl-C in the terminal is for the program
            )
        except OSError as error:
            os.close(held)
            raise _no_process(error) from error
        finally:
            os.close(theirs)
        # However this program ends, and whoever forgets to close.
        self._finish = weakref.finalize(self, _finish, self._popen, held)
        self._files = self._bytes = 0

    @property
    def is_alive(self) -> bool:
        return self._popen.poll() is None

    @property
    def is_spent(self) -> bool:
        """Whether it has read enough."""
        return self._files >= _MOST_FILES or self._bytes >= _MOST_BYTES

    def hand_over(self, header: bytes, data: bytes) -> None:
        """Give it a file; returns when it has all of it.

        Raises:
            OSError, frames.Broken: it has ended.
        """
        self._files += 1
        self._bytes += len(data)
        assert self._popen.stdin is not None  # noqa: S101 - for the type checker
        with _Deadline(self._popen, _START_SECONDS):
            protocol.send_request(self._popen.stdin, header, data)
            self.receive(0, _START_SECONDS)

    def receive(self, most: int, seconds: float) -> tuple[protocol.Tag, bytes]:
        """What it says next, of at most so many bytes; it is ended where that takes longer.

        Raises:
            frames.Broken: it has ended.
        """
        assert self._popen.stdout is not None  # noqa: S101 - for the type checker
        with _Deadline(self._popen, seconds):
            return protocol.receive_answer(self._popen.stdout, most)

    def end(self) -> int:
        """End it at once; returns its exit code, negative for a signal."""
        self._finish()
        return self._popen.returncode


class _Deadline:
    """Kills a process where something takes too long, so that waiting for it ends."""

    def __init__(self, popen: subprocess.Popen[bytes], seconds: float) -> None:
        self._timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), popen.kill)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _no_process(error: OSError) -> AssistantError:
    return AssistantError(
        f"Documents cannot be read: no process can be started ({error.strerror or error}): "
        "end some others, then try again."
    )


def _finish(popen: subprocess.Popen[bytes], held: int) -> None:
    code = popen.poll()
    if code is None:
        popen.kill()
    popen.wait()
    os.close(held)
    for pipe in (popen.stdin, popen.stdout):
        try:
            if pipe is not None:
                pipe.close()
        except OSError:  # what it did not read any more
            continue
