"""The database of a generation, `record.sqlite`: its tables, and reading them."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from assistant.chunking.chunks import Passage
from assistant.indexing.files import damaged
from assistant.indexing.manifest import Counts
from assistant.nlp.tokens import spaced
from assistant.reading.document import (
    Block,
    Document,
    OffsetMap,
    OriginalFile,
    Piece,
    ReadingReport,
    Source,
    Span,
    Table,
)
from assistant.reading.units import UnitKind

RECORD = "record.sqlite"

SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT NOT NULL,      -- JSON
    blocks TEXT NOT NULL,      -- JSON
    tables TEXT NOT NULL,      -- JSON
    pieces TEXT NOT NULL,      -- JSON: the map back to the file
    file TEXT NOT NULL,        -- JSON: the file's own sha256, size, encoding, lines and pages
    reading TEXT NOT NULL      -- JSON: what was found out about it by reading
) STRICT;

CREATE TABLE passages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    section TEXT NOT NULL,     -- JSON
    kind TEXT NOT NULL,
    block INTEGER
) STRICT;

CREATE TABLE sentences (
    number INTEGER PRIMARY KEY,
    passage INTEGER NOT NULL REFERENCES passages,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text_hash BLOB NOT NULL,   -- sha256 of the sentence's text
    vector BLOB NOT NULL       -- float32, little-endian, length 1
) STRICT;

CREATE TABLE skipped (name TEXT NOT NULL, reason TEXT NOT NULL) STRICT;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE VIRTUAL TABLE passages_text USING fts5(
    section, body, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""


def any_of(terms: Iterable[str]) -> str:
    """An FTS5 query for rows that hold at least one of the terms; "" where there are none.

    Each term is quoted, so that none is read as an operator ("AND", "NEAR", "body:x", "*"). A
    term that the tokenizer splits ("TNF-α") means its pieces, next to each other; one that is
    written without spaces means any of its pairs of characters.
    """
    words = (word for term in terms for word in _words(term))
    return " OR ".join(f'"{_plain(word)}"' for word in dict.fromkeys(words) if word.strip())


def _words(term: str) -> list[str]:
    apart = spaced(term)
    return [term] if apart == term else apart.split()


def _plain(term: str) -> str:
    # SQLite ends a query at NUL, and takes no lone surrogates.
    term = term.encode("utf-8", "replace").decode().replace("\0", " ")
    return term.replace('"', '""')


DocumentRow = tuple[str, str, str, str, str, str, str, str, str]
"""name, sha256, text, and as JSON: source, blocks, tables, pieces, file, reading."""


class _Reading(NamedTuple):
    guessed: tuple[str, ...]
    language: str
    report: ReadingReport


_SOURCE = TypeAdapter(Source)
_BLOCKS = TypeAdapter(tuple[Block, ...])
_TABLES = TypeAdapter(tuple[Table, ...])
_PIECES = TypeAdapter(tuple[Piece, ...])
_FILE = TypeAdapter(OriginalFile)
_READING = TypeAdapter(_Reading)


def document_to_row(document: Document) -> DocumentRow:
    """Take a document apart.

    Raises:
        ValueError: It holds lone surrogates, which no file and no model can take.
    """
    document.text.encode()  # SQLite would say so too, but only after all documents are embedded
    document.name.encode()
    return (
        document.name,
        document.sha256,
        document.text,
        _SOURCE.dump_json(document.source, exclude_defaults=True).decode(),
        _BLOCKS.dump_json(document.blocks, exclude_defaults=True).decode(),
        _TABLES.dump_json(document.tables, exclude_defaults=True).decode(),
        _PIECES.dump_json(document.origin.pieces, exclude_defaults=True).decode(),
        _FILE.dump_json(document.file, exclude_defaults=True).decode(),
        _READING.dump_json(_Reading(document.guessed, document.language, document.report)).decode(),
    )


def document_from_row(row: DocumentRow) -> Document:
    """Put a document together again.

    Raises:
        ValueError: The row was not made by `document_to_row`.
    """
    name, sha256, text, source, blocks, tables, pieces, file, reading = row
    found = _READING.validate_json(reading)
    return Document(
        name=name,
        text=text,
        sha256=sha256,
        source=_SOURCE.validate_json(source),
        blocks=_BLOCKS.validate_json(blocks),
        tables=_TABLES.validate_json(tables),
        origin=OffsetMap(_PIECES.validate_json(pieces)),
        file=_FILE.validate_json(file),
        guessed=found.guessed,
        language=found.language,
        report=found.report,
    )


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a list of documents tells of one.

    words:       of its text, parted by white space.
    units:       of each kind that it has (pages, slides, sheets), how many, outermost first.
    source:      as in `Document.source`; `guessed`, `language` and `report` too.
    encoding:    what its bytes were decoded as; "" for a file that is no text.
    file_sha256: of the file's bytes.
    """

    words: int
    units: tuple[tuple[UnitKind, int], ...] = ()
    source: Source = field(default_factory=Source)
    guessed: tuple[str, ...] = ()
    language: str = ""
    encoding: str = ""
    file_sha256: str = ""
    report: ReadingReport = field(default_factory=ReadingReport)


class Record:
    """One generation's `record.sqlite`, opened for reading; safe to use from many threads.

    Every method raises IndexDamaged where the file does not hold what it should.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        # immutable: no locks and no journal, so it opens on a read-only disk too, and nothing
        # that a reader does can change a file whose sha256 is on record.
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with _translated():
            self._database = sqlite3.connect(address, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file; closing twice is no error."""
        with self._lock:
            self._database.close()

    def counts(self) -> Counts:
        """How much there is of everything."""
        tables = ("documents", "passages", "sentences")
        return Counts(**{table: self._count(table) for table in tables})

    def count_searchable(self) -> int:
        """How many passages the full-text table knows."""
        return self._count("passages_text")

    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order of their names."""
        query = (
            "SELECT name, sha256, text, source, blocks, tables, pieces, file, reading "
            "FROM documents ORDER BY number"
        )
        with self._rows(query) as rows:
            return tuple(document_from_row(row) for row in rows)

    def passages(self, documents: Sequence[Document]) -> tuple[Passage, ...]:
        """All passages of these documents, which must be those of `documents()`."""
        spans: defaultdict[int, list[Span]] = defaultdict(list)
        with self._rows("SELECT passage, start, stop FROM sentences ORDER BY number") as rows:
            for passage, start, stop in rows:
                spans[passage].append(Span(start, stop))
        query = (
            "SELECT number, id, document, start, stop, section, kind, block FROM passages "
            "ORDER BY number"
        )
        with self._rows(query) as rows:
            return tuple(
                Passage(
                    id=passage_id,
                    document=documents[document],
                    start=start,
                    end=stop,
                    section=tuple(json.loads(section)),
                    sentences=tuple(spans[number]),
                    kind=kind,
                    block=block,
                )
                for number, passage_id, document, start, stop, section, kind, block in rows
            )

    def facts(self, known: Container[str] = ()) -> dict[str, DocumentFacts]:
        """What is known of each document, by its sha256; those that are known are left out."""
        with self._rows("SELECT number, sha256 FROM documents ORDER BY number") as rows:
            wanted = [(number, sha256) for number, sha256 in rows if sha256 not in known]
        return {sha256: self._facts(number) for number, sha256 in wanted}

    def _facts(self, number: int) -> DocumentFacts:
        query = (
            "SELECT text, source, reading, json_extract(file, '$.sha256'), "
            "json_extract(file, '$.encoding') FROM documents WHERE number = ?"
        )
        with self._rows(query, number) as rows:
            text, source, reading, sha256, encoding = next(rows)
        query = (
            "SELECT json_extract(unit.value, '$[0]') AS kind, count(*) "
            "FROM documents, json_each(file, '$.units') AS unit WHERE documents.number = ? "
            "GROUP BY kind ORDER BY min(unit.key)"
        )
        with self._rows(query, number) as rows:
            units = tuple(rows)
        read = _READING.validate_json(reading)
        return DocumentFacts(
            words=len(text.split()),
            units=units,
            source=_SOURCE.validate_json(source),
            guessed=read.guessed,
            language=read.language,
            encoding=encoding or "",
            file_sha256=sha256 or "",
            report=read.report,
        )

    def document(self, name: str) -> tuple[Document, int, int] | None:
        """The document of that name, and how many passages and sentences it has; None for none."""
        columns = "name, sha256, text, source, blocks, tables, pieces, file, reading"
        query = f"SELECT number, {columns} FROM documents WHERE name = ?"  # noqa: S608 - our own
        with self._rows(query, name) as rows:
            row = rows.fetchone()
        if row is None:
            return None
        counted = (
            "SELECT count(DISTINCT passages.number), count(sentences.number) FROM passages "
            "LEFT JOIN sentences ON sentences.passage = passages.number WHERE document = ?"
        )
        with self._rows(counted, row[0]) as rows:
            passages, sentences = next(rows)
        return document_from_row(row[1:]), passages, sentences

    def vectors(self) -> NDArray[np.float32]:
        """All sentences' vectors in order: shape (sentences, dimension), not to be written to."""
        vectors = np.empty((0, 0), np.float32)
        with self._rows("SELECT vector FROM sentences ORDER BY number") as rows:
            count = self._database.execute("SELECT count(*) FROM sentences").fetchone()[0]
            for number, (blob,) in enumerate(rows):
                if number == 0:
                    vectors = np.empty((count, len(blob) // 4), np.float32)
                vectors[number] = np.frombuffer(blob, "<f4")
        vectors.flags.writeable = False
        return vectors

    def vectors_by_text(self) -> dict[bytes, NDArray[np.float32]]:
        """Each sentence text's vector, by the sha256 of the text."""
        with self._rows("SELECT text_hash, vector FROM sentences") as rows:
            return {text_hash: np.frombuffer(blob, "<f4") for text_hash, blob in rows}

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        """Passages that hold any of the terms, best first: number to BM25 score, above 0."""
        # FTS5 bm25() is negative: smaller is better.
        query = (
            "SELECT rowid, -bm25(passages_text) AS score FROM passages_text "
            "WHERE passages_text MATCH ? ORDER BY score DESC, rowid LIMIT ?"
        )
        match = any_of(terms)
        if not match:
            return {}
        with self._rows(query, match, limit) as rows:
            return dict(rows)

    def _count(self, table: str) -> int:
        with self._rows(f"SELECT count(*) FROM {table}") as rows:  # noqa: S608 - our own names
            return int(next(rows)[0])

    @contextmanager
    def _rows(self, query: str, *values: object) -> Iterator[sqlite3.Cursor]:
        with self._lock, _translated(), closing(self._database.cursor()) as cursor:
            yield cursor.execute(query, values)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError, LookupError) as error:
        raise damaged(f"record.sqlite: {error}") from error
