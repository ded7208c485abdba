"""Write the files of a new generation into its staging folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.indexing.cutout import CutDocument, Sentence
from assistant.indexing.fingerprint import Fingerprint
from assistant.indexing.manifest import MANIFEST, Counts, Manifest, seal_files
from assistant.indexing.record_writer import write_record
from assistant.indexing.schema import RECORD
from assistant.indexing.search_effort import FLOOR, write_searchable
from assistant.indexing.vectors import FOLDER, Entry
from assistant.progress import Progress
from assistant.reading.discovery import Skipped


def stage(
    folder: Path,
    generation: str,
    fingerprint: Fingerprint,
    documents: Sequence[CutDocument],
    sentences: Sequence[Sentence],
    vectors: NDArray[np.float32],
    skipped: Sequence[Skipped],
    progress: Progress,
) -> Manifest:
    """Write record, vectors and manifest; the folder is made here.

    Raises:
        OSError: The disk is full or the folder cannot be written; likewise
        sqlite3.Error and AssistantError, from the two databases.
    """
    folder.mkdir(parents=True)
    meta = {"generation": generation, "fingerprint": fingerprint.digest}
    write_record(folder / RECORD, documents, sentences, vectors, skipped, meta)
    entries = [Entry(sentence.id, sentence.passage, sentence.document) for sentence in sentences]
    recall = write_searchable(folder / FOLDER, entries, vectors, progress)
    manifest = Manifest(
        generation=generation,
        fingerprint=fingerprint,
        counts=Counts(
            documents=len(documents),
            passages=sum(len(cut.passages) for cut in documents),
            sentences=len(sentences),
        ),
        documents={cut.document.name: cut.document.sha256 for cut in documents},
        files=seal_files(folder),
        recall=recall.found,
        exact=recall.at_least < FLOOR,
    )
    (folder / MANIFEST).write_bytes(manifest.to_bytes())
    return manifest
