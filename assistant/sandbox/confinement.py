"""What the reading process may not do. Each fence stands by itself, should another not hold.

Python code is stopped by an audit hook, which cannot be taken away again; code of other libraries
by the operating system's limits. macOS takes the limit of memory and does not hold it, Windows has
none of these limits: there the time alone is bounded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

_REFUSED = (
    *("socket.", "subprocess.", "pty.", "ftplib.", "http.", "urllib.", "smtplib.", "sqlite3."),
    *("shutil.", "tempfile.", "webbrowser.", "winreg.", "syslog.", "signal.", "ensurepip."),
    *("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "os.kill"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.chflags", "os.lockf", "os.utime", "os.setxattr", "os.putenv"),
    *("os.removexattr", "os.add_dll_directory", "os.unsetenv", "mmap."),
)
"""Beginnings of the names of Python's audit events."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FILES = 64  # open at once: modules are loaded when they are first needed
_MEGABYTE = 2**20


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
    _lower(resource.RLIMIT_CPU, until, keep_hard=True)


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
    _lower(resource.RLIMIT_AS, memory)
    _lower(resource.RLIMIT_DATA, memory)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_NOFILE, _FILES)


def _lower(which: int, value: int, *, keep_hard: bool = False) -> None:
    import resource

    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(which, (value, hard if keep_hard else value))
    except (OSError, ValueError):  # not on this system
        return
