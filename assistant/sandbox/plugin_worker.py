"""The reading process for readers of other packages: it needs a file, and more memory to start.

It may write, below the system's folder for temporary files; the network and other programs are out
of reach for it as well.
"""

from __future__ import annotations

import contextlib
import os
import sys

from assistant.reading.formats import Reader
from assistant.reading.plugins import plugged, read_with
from assistant.reading.structure import Structure
from assistant.sandbox import worker

_REFUSED = (
    *("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto", "subprocess."),
    *("os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "os.kill", "pty."),
)
_MORE_MEMORY = 4  # times: libraries for documents reserve much and use little of it


def main() -> None:
    """Serve the program at the other end of input and output; see `assistant.sandbox.worker`."""
    worker.serve(_formats(), lambda megabytes: _confine(_MORE_MEMORY * megabytes))


def _formats() -> dict[str, Reader]:
    return {suffix: _Plugin(suffix, name) for suffix, name in plugged().items()}


class _Plugin:
    def __init__(self, suffix: str, name: str) -> None:
        self._suffix, self._name = suffix, name

    def __call__(self, data: bytes) -> Structure:
        return read_with(self._name, self._suffix, data)


def _confine(megabytes: int) -> None:
    with contextlib.suppress(ImportError):  # Windows
        import resource

        worker.lower(resource.RLIMIT_AS, megabytes * 2**20)
        worker.lower(resource.RLIMIT_CORE, 0)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"reading a document may not do this: {event}")
