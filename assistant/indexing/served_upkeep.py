"""Keep a Chroma server's collections in line with the index; only the writer of the index does."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from assistant.errors import VectorServerUnusable
from assistant.indexing import recall
from assistant.indexing.chroma_server import ChromaServer, Collection, portions
from assistant.indexing.files import replace_file
from assistant.indexing.manifest import SEGMENTS, Segment
from assistant.indexing.segments import Vectors, open_rows
from assistant.indexing.served import (
    BEGINNING,
    CHECKING,
    FILLING,
    MISSES,
    READY,
    ending,
    fault,
    measured,
    served,
)
from assistant.progress import Progress

IDENTITY = "server.id"


def keep_served(
    server: ChromaServer | None,
    index: Path,
    segments: Mapping[str, Segment],
    progress: Progress,
) -> str:
    """Bring the server's collections in line with an index that has just been written; what is
    wrong with the server, in one line, "" for nothing. For the holder of the writer's lock.
    """
    if server is None:
        return ""
    try:
        _upkeep(server, index, segments, progress)
    except VectorServerUnusable as error:
        return str(error)
    return ""


def _upkeep(
    server: ChromaServer, index: Path, segments: Mapping[str, Segment], progress: Progress
) -> None:
    most = server.check()
    ours = f"{BEGINNING}{identity(index)}-"
    there = {one.name: one for one in server.collections(ours)}
    wanted = {f"{ours[:-1]}{ending(n, one)}": (n, one) for n, one in served(segments).items()}
    for collection, (name, segment) in wanted.items():
        rows = open_rows(index / SEGMENTS / name, segment.rows, segment.dimension)
        found = there.get(collection)
        if found is not None and _still_right(server, found, segment, rows):
            continue
        _fill(server, collection, segment, rows, progress, most, found is not None)
    for unused in there.keys() - wanted.keys():
        server.delete(unused)


def _still_right(server: ChromaServer, found: Collection, segment: Segment, rows: Vectors) -> bool:
    if found.metadata.get("state") == CHECKING:
        return False  # a server that ended while this was looked at must not end at each look
    if found.metadata.get("state") == MISSES:
        return fault(server, found, segment, rows) == MISSES
    server.describe(found, {**found.metadata, "state": CHECKING})
    if fault(server, found, segment, rows):
        return False
    server.describe(found, {**found.metadata, "state": READY})
    return True


def _fill(
    server: ChromaServer,
    name: str,
    segment: Segment,
    rows: Vectors,
    progress: Progress,
    most: int,
    is_there: bool,
) -> None:
    steps, sync = portions(len(rows), most)
    said = {
        "rows": segment.rows,
        "dimension": segment.dimension,
        "sha256": segment.sha256,
    }
    for effort in recall.EFFORTS:
        if is_there:
            server.delete(name)
        found = server.create(name, {**said, "state": FILLING}, effort, sync)
        is_there = True
        for step in steps:
            progress("Storing vectors", step.start, len(rows))
            server.add(found, step.start, rows[step.start : step.stop])
        progress("Storing vectors", len(rows), len(rows))
        share = measured(server, found, rows, progress, recall.SAMPLE)
        state = READY if share.at_least >= recall.FLOOR else MISSES
        server.describe(found, {**said, "state": state, "recall": share.found})
        if state == READY:
            return


def identity(index: Path) -> str:
    """What tells this workspace's collections from those of others, in 16 characters; kept beside
    the index. A copy of the workspace in another place is another one.
    """
    path = index / IDENTITY
    kept = ""
    with suppress(OSError, UnicodeDecodeError):
        kept = path.read_text("ascii").strip()
    if not kept:
        kept = secrets.token_hex(16)
        replace_file(path, kept.encode())
    return hashlib.sha256(f"{kept}\0{index.resolve()}".encode()).hexdigest()[:16]
