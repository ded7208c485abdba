"""Large segments of vectors in a Chroma server: one collection each, filled once, then only read.

Our own files stay the truth. What a server names is compared by our own rows, so that one that has
lost something, or is filled by half, costs recall or speed and never makes an answer wrong; what is
not right there is filled again from our rows by `assistant index`, the one who writes.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.errors import VectorServerUnusable
from assistant.indexing import recall, segment_sizes
from assistant.indexing.chroma_server import ChromaServer, Collection
from assistant.indexing.manifest import Segment
from assistant.progress import Progress, silent

Vectors = NDArray[np.float32]
logger = logging.getLogger(__name__)

CHECKS = 100
"""Searches that are compared with the exact product before a collection is searched."""

BEGINNING = "assistant-"
_SHA = 12  # characters in a name; all of them are in what is said of the collection
_SOON, _LATE = 30.0, 3_600.0  # seconds between looks at a collection that was not right
_FRESH = 900.0  # seconds after which one that was right is looked at again

# What a collection says of itself, under "state".
FILLING, CHECKING, READY = "filling", "checking", "ready"
MISSES = "are not found well enough with any effort"


def served(segments: Mapping[str, Segment]) -> dict[str, Segment]:
    """Those that are kept in a server, where there is one."""
    return {name: one for name, one in segments.items() if one.rows >= segment_sizes.SERVED_FROM}


def ending(name: str, segment: Segment) -> str:
    """Of the name of the collection of a segment: its own, and what is in it."""
    return f"-{name}-{segment.sha256[:_SHA]}"


def candidates(server: ChromaServer, name: str, segment: Segment) -> list[Collection]:
    """The collections of a segment, whoever filled them: a pulled index has its publisher's.

    Raises:
        VectorServerUnusable: likewise all that follows.
    """
    end = ending(name, segment)
    return [one for one in server.collections(BEGINNING) if one.name.endswith(end)]


def choose(
    server: ChromaServer, name: str, segment: Segment, rows: Vectors
) -> tuple[Collection | None, str]:
    """A collection of the segment that can be searched; else None, and what is wrong, as `fault`
    says it.
    """
    wrong = "are not there"
    for found in candidates(server, name, segment):
        wrong = fault(server, found, segment, rows)
        if not wrong:
            return found, ""
    return None, wrong


def fault(server: ChromaServer, found: Collection, segment: Segment, rows: Vectors) -> str:
    """What keeps a collection from being searched, as the end of a sentence; "" for nothing."""
    said = found.metadata
    if said.get("rows") != segment.rows or said.get("sha256") != segment.sha256:
        return "are others"
    if said.get("state") == MISSES:
        return MISSES
    if said.get("state") not in (READY, CHECKING):
        return "are not all there"
    try:
        counted = server.count(found)
        if counted != segment.rows:
            return f"are not all there ({counted:,} of {segment.rows:,})"
        share = measured(server, found, rows, silent, CHECKS).found
    except VectorServerUnusable:
        server.check()
        return "are there and cannot be searched"
    if recall.surely_below(share, min(CHECKS, len(rows)), recall.FLOOR):
        return f"are searched badly ({share:.1%} of the nearest are found)"
    return ""


def measured(
    server: ChromaServer, found: Collection, rows: Vectors, progress: Progress, searches: int
) -> recall.Recall:
    """Compare the server's search with the exact product."""

    def search(queries: Vectors, limit: int) -> Sequence[Sequence[int]]:
        named = server.nearest(found, queries, limit)
        return [[row for row in one if 0 <= row < len(rows)] for one in named]

    return recall.measure(search, rows, progress, searches)


class ServedReader:
    """Searches a segment in a server; safe to use from many threads.

    The collection is looked at before it is used, after anything went wrong, and from time to time
    (the server may have been started again): never while a question waits.

    in_background: does what it is given, in a thread of its own.
    clock:         seconds that never go back.
    """

    def __init__(
        self,
        server: ChromaServer,
        name: str,
        segment: Segment,
        rows: Vectors,
        in_background: Callable[[Callable[[], None]], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server, self._name, self._segment, self._rows = server, name, segment, rows
        self._in_background, self._clock = in_background or _in_a_thread, clock
        self._collection: Collection | None = None
        self._next_look, self._pause = 0.0, _SOON
        self._told = ""
        self._looking = threading.Lock()

    def nearest_rows(self, vector: Vectors, limit: int) -> list[int]:
        """Rows that the server takes for the nearest.

        Raises:
            VectorServerUnusable: It gives none, or too few; said at once if that is known.
        """
        if self._clock() >= self._next_look and self._looking.acquire(blocking=False):
            self._next_look = self._clock() + self._pause
            self._in_background(self._look_and_release)
        collection = self._collection
        if collection is None:
            raise VectorServerUnusable("not looked at yet, or not right")
        try:
            rows = self._server.asked(collection, vector, limit)
            if len(set(rows)) < limit:
                raise VectorServerUnusable("it finds too few")
        except VectorServerUnusable:
            self._collection, self._next_look = None, self._clock() + _SOON
            raise
        return rows

    def look(self) -> None:
        """See whether the collection can be searched, and do so from now on if it can."""
        try:
            self._server.check()
            found, wrong = choose(self._server, self._name, self._segment, self._rows)
            self._tell("" if wrong in ("", MISSES) else _advice(wrong))
        except VectorServerUnusable as error:
            found, wrong = None, str(error)
            self._tell(wrong)
        self._collection = found
        # One damaged file makes a server end at each search: it is not asked again and again.
        self._pause = min(2 * self._pause, _LATE) if wrong else _SOON
        self._next_look = self._clock() + (self._pause if wrong else _FRESH)

    def close(self) -> None:
        """Nothing is held: the server is its owner's."""

    def _look_and_release(self) -> None:
        try:
            self.look()
        finally:
            self._looking.release()

    def _tell(self, wrong: str) -> None:
        if wrong and wrong != self._told:
            logger.warning("%s", wrong)
        self._told = wrong


def _advice(wrong: str) -> str:
    return (
        f"Vectors in the Chroma server {wrong}, and are searched here instead: run "
        "`assistant index`, which fills them in again."
    )


def _in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="chroma-look", daemon=True).start()
