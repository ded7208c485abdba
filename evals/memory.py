"""How much memory this process takes."""

from __future__ import annotations

import os
from pathlib import Path


def memory() -> int:
    """Bytes of this process that are in memory now; if that is not told, the most ever."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return pages * os.sysconf("SC_PAGE_SIZE")
