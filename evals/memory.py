"""How much memory this process takes."""

from __future__ import annotations

import os
import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")


def memory() -> int:
    """Bytes of this process that are in memory now; if that is not told, the most ever."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return most_memory()
    return pages * os.sysconf("SC_PAGE_SIZE")


def most_memory() -> int:
    """The most bytes of this process that ever were in memory."""
    try:
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        # ru_maxrss counts what the process was before `exec`, too: a copy of a larger parent.
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
