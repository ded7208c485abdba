"""Return free memory to the system.

Threads that render long conversations leave free blocks behind, which the C library keeps: a
process that serves questions all day stays as large as it ever was. glibc returns them when asked
(malloc_trim(3)); with other libraries nothing is done.
"""

from __future__ import annotations

import ctypes
import sys
import threading

EVERY = 20.0
"""Seconds; a trim takes about 10 ms and delays only threads that allocate."""


def give_back() -> bool:
    """Whether anything was given back; False also if there is no glibc."""
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError):  # another C library
        return False


def keep_giving_back(ended: threading.Event) -> threading.Thread:
    """Do so now and then, on a thread of its own, until the event is set."""

    def work() -> None:
        while not ended.wait(EVERY):
            give_back()

    thread = threading.Thread(target=work, name="memory", daemon=True)
    thread.start()
    return thread
