"""Write the files of a new generation into its staging folder."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import CutDocument, Sentence
from assistant.indexing.database import RECORD, SCHEMA, document_to_row
from assistant.indexing.manifest import MANIFEST, Counts, Fingerprint, Manifest, seal_files
from assistant.indexing.recall import FLOOR, write_searchable
from assistant.indexing.vectors import FOLDER, Entry
from assistant.nlp.tokens import spaced
from assistant.progress import Progress
from assistant.reading.discovery import Skipped


def write_record(
    path: Path,
    documents: Sequence[CutDocument],
    sentences: Sequence[Sentence],
    vectors: NDArray[np.float32],
    skipped: Sequence[Skipped],
    meta: Mapping[str, str],
) -> None:
    """Write everything in one transaction to a new file.

    Args:
        path: Must not exist yet.
        documents: In the order that gives passages their numbers.
        sentences: In the order that gives them theirs.
        vectors: One row per sentence.
        skipped: Files that were not indexed, and why.
        meta: What else should be known of this generation.

    Raises:
        sqlite3.Error: The disk is full, or two passages have one id.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        # Nobody reads the file before it is synced as a whole, so a journal would only be
        # written twice: a build that dies leaves its folder to be removed.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(SCHEMA)
        database.execute("BEGIN")
        _write_documents(database, documents)
        _write_sentences(database, sentences, vectors)
        database.executemany(
            "INSERT INTO skipped VALUES (?, ?)",
            # A file may be skipped for its name: a name that is not Unicode is still reported.
            [(_printable(file.name), _printable(file.reason)) for file in skipped],
        )
        database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        database.execute("COMMIT")
        database.execute("INSERT INTO passages_text(passages_text) VALUES ('integrity-check')")


def _write_documents(database: sqlite3.Connection, documents: Sequence[CutDocument]) -> None:
    passages = 0
    for number, cut in enumerate(documents):
        row = (number, *document_to_row(cut.document))
        database.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for passage in cut.passages:
            database.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    passages,
                    passage.id,
                    number,
                    passage.start,
                    passage.end,
                    json.dumps(passage.section),
                    passage.kind,
                    passage.block,
                ),
            )
            database.execute(
                "INSERT INTO passages_text (rowid, section, body) VALUES (?, ?, ?)",
                (passages, spaced(" > ".join(passage.section)), spaced(passage.text)),
            )
            passages += 1


def _write_sentences(
    database: sqlite3.Connection, sentences: Sequence[Sentence], vectors: NDArray[np.float32]
) -> None:
    rows = vectors.astype("<f4")
    database.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                sentence.passage,
                sentence.span.start,
                sentence.span.end,
                sentence.text_hash,
                rows[number].tobytes(),
            )
            for number, sentence in enumerate(sentences)
        ),
    )


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


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
