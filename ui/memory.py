"""Give memory that is free back to the system.

Threads that render long conversations leave holes behind, which the C library keeps for later: the
process of a page that is asked all day looks as large as its largest moment. glibc gives them back
when told to (malloc_trim(3)); elsewhere nothing is done.
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
