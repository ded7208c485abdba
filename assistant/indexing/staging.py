"""Write the files of a new generation: a record, and a segment for the vectors that are new."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import CutDocument
from assistant.indexing.manifest import MANIFEST, Fingerprint, Manifest, Segment, seal_files
from assistant.indexing.recall import FLOOR, write_searchable
from assistant.indexing.record import Held, Record
from assistant.indexing.record_writer import RecordWriter
from assistant.indexing.schema import RECORD
from assistant.indexing.segments import VECTORS
from assistant.indexing.vectors import FOLDER, Entry
from assistant.progress import Progress
from assistant.reading.discovery import Skipped

Vectors = NDArray[np.float32]

PURGED_AT_ONCE = 5_000
"""Sentences of an index up to which no byte of a removed text stays in the record; of a larger one
`assistant compact` takes them away, which also runs when there is nothing else to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of the generation before.

    base:    its record; None to begin a new one.
    removed: names of documents that leave it.
    renamed: names that documents get, to those that they have.
    added:   documents that come in, by name.
    places:  where the vectors of documents are from now on, by number: segment and row.
    purge:   whether no byte of what was ever removed may stay in the record.
    leaves_traces: whether some may be there.
    """

    base: Path | None = None
    removed: Sequence[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    added: Sequence[CutDocument] = ()
    places: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    purge: bool = False
    leaves_traces: bool = False


def write_segment(folder: Path, vectors: Vectors, progress: Progress, *, chroma: bool) -> Segment:
    """Write a segment; the folder is made here.

    chroma: whether it is large enough for an approximate search.

    Raises:
        OSError: The disk is full or the folder cannot be written; likewise AssistantError.
    """
    folder.mkdir(parents=True)
    np.asarray(vectors, "<f4").tofile(folder / VECTORS)  # no copy where they are so already
    recall, exact = 1.0, False
    if chroma:
        entries = [Entry(str(row)) for row in range(len(vectors))]
        measured = write_searchable(folder / FOLDER, entries, vectors, progress)
        recall, exact = measured.found, measured.at_least < FLOOR
    return Segment(len(vectors), vectors.shape[1], seal_files(folder), recall, exact)


def stage(
    folder: Path,
    generation: str,
    fingerprint: Fingerprint,
    plan: Plan,
    skipped: Sequence[Skipped],
    segments: Mapping[str, Segment],
) -> Manifest:
    """Write record and manifest; the folder is made here.

    segments: all that there are. Added documents have their vectors in the one that is called like
              the generation. Those that the record no longer needs are left out of the manifest.

    Raises:
        OSError: The disk is full or the folder cannot be written; likewise
        sqlite3.Error, from the database.
    """
    folder.mkdir(parents=True)
    path = folder / RECORD
    if plan.base is not None:
        shutil.copyfile(plan.base, path)
    with closing(RecordWriter(path)) as writer:
        writer.remove(plan.removed)
        writer.rename(plan.renamed)
        writer.add(plan.added, generation)
        writer.place(plan.places)
        meta = {"generation": generation, "fingerprint": fingerprint.digest}
        writer.tell(meta, skipped)
        writer.finish(purge=plan.purge, check=plan.base is None)
    with closing(Record(path)) as record:
        held, counts = record.held(), record.counts()
    used = {one.segment for one in held if one.sentences}
    kept = {name: segment for name, segment in segments.items() if name in used}
    manifest = Manifest(
        generation=generation,
        fingerprint=fingerprint,
        counts=counts,
        documents={one.document.name: one.document.sha256 for one in held},
        files=seal_files(folder),
        segments=kept,
        traces=dead_rows(kept, held) > 0 or (plan.leaves_traces and not plan.purge),
    )
    (folder / MANIFEST).write_bytes(manifest.to_bytes())
    return manifest


def dead_rows(segments: Mapping[str, Segment], held: Sequence[Held]) -> int:
    """How many rows belong to documents that were removed."""
    alive = sum(len(one.sentences) for one in held if one.segment in segments)
    return sum(segment.rows for segment in segments.values()) - alive
