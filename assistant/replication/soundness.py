"""See that the record of a pulled index is one, and of the documents that its manifest names."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from assistant.errors import IndexDamaged, SnapshotUnusable
from assistant.indexing.index import OpenIndex
from assistant.indexing.manifest import Manifest
from assistant.indexing.record import Record
from assistant.indexing.schema import RECORD, SCHEMA


def require_sound(folder: Path, manifest: Manifest) -> None:
    """Read everything back as a reader would. folder: of the index, which is not current yet.

    Raises:
        SnapshotUnusable: it is not what it should be; the message is the reason alone.
        IndexUnusable: a file may not be read.
    """
    try:
        manifest.verify(folder)
        with closing(Record(folder / RECORD)) as record:
            # First: a database may hold what runs when it is asked.
            told = set(record.rows("SELECT type, name FROM sqlite_schema"))
            if not told <= _schema():
                raise SnapshotUnusable("its record holds what none may hold")
            held = {one.document.name: one.document.sha256 for one in record.held()}
        if held != dict(manifest.documents):
            raise SnapshotUnusable("its record is not of the documents that it names")
        OpenIndex(folder, manifest).close()
    except IndexDamaged as error:
        raise SnapshotUnusable(str(error).partition("(")[2].partition("):")[0]) from error


@cache
def _schema() -> set[tuple[str, str]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(SCHEMA)
        return set(database.execute("SELECT type, name FROM sqlite_schema"))
