"""The reading process, and what it is not allowed to do."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import BinaryIO

from assistant.chunking.chunks import cut
from assistant.errors import UnreadableDocument
from assistant.reading.bibliography.sources import Known
from assistant.reading.document import Document, Source
from assistant.reading.formats import FORMATS, Reader
from assistant.reading.reader import examine, page_image, read_bytes
from assistant.sandbox import protocol

_REFUSED = (
    *("socket.", "subprocess.", "pty.", "ftplib.", "http.", "urllib.", "smtplib.", "sqlite3."),
    *("shutil.", "tempfile.", "webbrowser.", "winreg.", "syslog.", "signal.", "ensurepip."),
    *("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "os.kill"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.chflags", "os.lockf", "os.utime", "os.setxattr"),
    *("os.removexattr", "os.add_dll_directory", "mmap."),
)
"""Beginnings of the names of Python's audit events."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FILES = 64  # open at once: modules are loaded when they are first needed
_MEGABYTE = 2**20
_OBJECTS = 50_000  # new ones before circles are looked for: documents are many that have none


def confine(megabytes: int) -> None:
    """Give up the network, other processes, every file but Python's own, and memory beyond this."""
    _bound_resources(megabytes * _MEGABYTE)
    roots = [*sys.path, sys.prefix, sys.base_prefix, os.path.dirname(os.__file__)]
    sys.addaudithook(_Hook([os.path.abspath(root) for root in roots if root]))


def bound_processor_time(seconds: float) -> None:
    """End this process by SIGXCPU once it has computed that long from now on."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 2
    lower(resource.RLIMIT_CPU, until, keep_hard=True)


class _Hook:
    """Raises where Python is about to do what is not allowed."""

    def __init__(self, readable: Sequence[str]) -> None:
        self._readable = tuple(root.rstrip(os.sep) + os.sep for root in readable)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            self._open(*arguments)
        elif event.startswith(_REFUSED):
            raise PermissionError(f"reading a document may not do this: {event}")

    def _open(self, path: object, mode: object = None, flags: object = 0, *_: object) -> None:
        if isinstance(path, int):  # what is open already
            return
        name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        writes = isinstance(flags, int) and flags & _WRITING
        if writes or not os.path.abspath(name).startswith(self._readable):
            raise PermissionError("reading a document may not open other files")


def _bound_resources(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    lower(resource.RLIMIT_AS, memory)
    lower(resource.RLIMIT_DATA, memory)
    lower(resource.RLIMIT_FSIZE, 0)
    lower(resource.RLIMIT_CORE, 0)
    lower(resource.RLIMIT_NOFILE, _FILES)


def lower(which: int, value: int, *, keep_hard: bool = False) -> None:
    """Set a limit of this process, as far as the system lets it."""
    import resource

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(which, (value, hard if keep_hard else value))
    except (OSError, ValueError):  # not on this system
        return


IDLE_SECONDS = 60.0
"""A process that nobody needs ends by itself."""

GRACE_SECONDS = 5.0
"""Beyond a file's limit: the program ends a slow process itself, and this is for one without it."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to do with a file.

    suffix:  of its name, which says its format.
    examine: only find out whether it can be read.
    seconds: that it may take.
    page:    draw this page, counted from 1, instead of reading; 0 for none.
    width:   of the page's image, in pixels.
    threads: that may compute all these seconds.
    encoding, password: as in `assistant.reading.bibliography.sources.Known`.
    """

    suffix: str
    examine: bool
    seconds: float
    page: int = 0
    width: int = 0
    threads: int = 1
    encoding: str = ""
    password: str = field(default="", repr=False)


def main(formats: Mapping[str, Reader] = FORMATS) -> None:
    """Serve the program at the other end of input and output."""
    serve(formats, confine)


def serve(formats: Mapping[str, Reader], confined: Callable[[int], None]) -> None:
    """Answer requests until there are none.

    confined: gives up what reading does not need; told the megabytes of memory that it may have,
              which the command line gives after the module's name, and behind it a descriptor that
              is closed when the program ends.
    """
    requests, answers = _own_streams()
    _leave_signals_to_the_program()
    _end_with(int(sys.argv[3]))
    confined(int(sys.argv[2]))
    gc.set_threshold(_OBJECTS)
    with contextlib.suppress(OSError):  # the other side has gone
        while (received := _receive(requests)) is not None:
            request, data = received
            protocol.send_answer(answers, b"b")
            _end_after(request.seconds + GRACE_SECONDS)
            bound_processor_time(request.seconds * request.threads)
            answer = _guarded(request, data, formats)
            protocol.send_answer(answers, *answer)
            del data, answer, received
    os._exit(0)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Input and output; what a library prints goes nowhere from now on."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    return requests, answers


def _leave_signals_to_the_program() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(AttributeError):  # Windows
        signal.signal(signal.SIGIO, signal.SIG_DFL)  # which ends the process


def _receive(requests: BinaryIO) -> tuple[Request, bytes] | None:
    _end_after(IDLE_SECONDS)
    received = protocol.receive_request(requests)
    return received and (Request(**json.loads(received[0])), received[1])


def _end_after(seconds: float) -> None:
    """End this process then, from a thread that does not need Python's lock: a regex holds it."""
    faulthandler.dump_traceback_later(seconds, exit=True, file=2)


def _end_with(held: int) -> None:
    """On Linux, end this process with the program that it works for, even inside a regex.

    held: the reading end of a pipe of its own: the system signals that the other end was closed.
          Not that of the requests: who writes there is still about to signal what was written when
          it has long been read, and ended this process while it read the document.
    """
    if not sys.platform.startswith("linux"):
        return
    import fcntl
    import select

    fcntl.fcntl(held, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(held, fcntl.F_SETFL, fcntl.fcntl(held, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(held, select.POLLHUP)
    if any(event & select.POLLHUP for _, event in poll.poll(0)):
        os._exit(0)


def _guarded(
    request: Request, data: bytes, formats: Mapping[str, Reader]
) -> tuple[protocol.Tag, bytes]:
    try:
        return b"a", _answer(request, data, formats)
    except UnreadableDocument as error:
        return b"r", str(error).encode("utf-8", "replace")
    except MemoryError:
        return b"m", b""
    except RecursionError:
        return b"r", b"it is nested too deeply to be read"
    except Exception as error:  # one bad file stops no other
        return b"r", f"the reader failed on it ({type(error).__name__}): report the file".encode()


def _answer(request: Request, data: bytes, formats: Mapping[str, Reader]) -> bytes:
    name = f"document{request.suffix}"
    if request.page:
        return page_image(name, data, request.page, request.width, request.password)
    known = Known(request.encoding, request.password)
    if request.examine:
        examine(name, data, formats, known)
        return b""
    document = read_bytes(name, data, Source(), formats, known)
    try:
        return json.dumps(_taken_apart(document), ensure_ascii=False, check_circular=False).encode()
    except UnicodeEncodeError:
        raise UnreadableDocument("it holds characters that are not Unicode text") from None


def _taken_apart(document: Document) -> dict[str, object]:
    """As `assistant.sandbox.protocol` puts it together."""
    return {
        "text": document.text,
        "source": asdict(document.source),
        "language": document.language,
        "report": asdict(document.report),
        "length": document.file.length,
        "units": document.file.units,
        "boxes": document.file.boxes,
        "encoding": document.file.encoding,
        "line_starts": document.file.line_starts,
        "breaks": document.file.breaks,
        "blocks": [
            (
                block.kind,
                block.start,
                block.end,
                block.section,
                [(cell.start, cell.end) for cell in block.cells],
                block.table,
                block.level,
                block.lead,
            )
            for block in document.blocks
        ],
        "tables": [(table.caption, table.columns) for table in document.tables],
        "pieces": document.origin.pieces,
        "passages": [
            (
                passage.start,
                passage.end,
                passage.section,
                [(sentence.start, sentence.end) for sentence in passage.sentences],
                passage.kind,
                passage.block,
            )
            for passage in cut(document)
        ],
    }
