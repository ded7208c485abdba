"""Read the record of a generation, `record.sqlite`."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from assistant.chunking.chunks import CutDocument
from assistant.errors import IndexOutOfDate
from assistant.indexing.document_rows import (
    Columns,
    DocumentFacts,
    StoredDocument,
    document_from_row,
    facts_of,
    stored,
)
from assistant.indexing.files import damaged
from assistant.indexing.manifest import Counts
from assistant.indexing.passages import PassageRow, SentenceRow, StoredPassages
from assistant.indexing.schema import HASH, any_of
from assistant.reading.discovery import Skipped
from assistant.reading.document import Document

_DOCUMENT = "name, sha256, text, source, blocks, tables, pieces, file, reading"
_PASSAGE = (
    "number, id, document, start, stop, section, kind, block, first_sentence, passages.sentences"
)


class Held(NamedTuple):
    """A document of the record, and where what belongs to it is. row: of the segment."""

    number: int
    document: StoredDocument
    passages: range
    sentences: range
    segment: str
    row: int


class Record:
    """One generation's `record.sqlite`, opened for reading; safe to use from many threads.

    Every method raises IndexDamaged where the file does not hold what it should.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._path, self._closed = path, False
        # immutable: no locks and no journal, so it opens on a read-only disk too, and nothing
        # that a reader does can change a file whose sha256 is on record.
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with _translated():
            self._database = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._database.execute("PRAGMA mmap_size = 4000000000")

    def close(self) -> None:
        """Close the file; closing twice is no error."""
        with self._lock:
            self._closed = True
            self._database.close()

    def counts(self) -> Counts:
        """How much there is of everything."""
        query = "SELECT count(*), total(passages), total(sentences) FROM documents"
        [(documents, passages, sentences)] = self.rows(query)
        return Counts(documents, int(passages), int(sentences))

    def held(self) -> list[Held]:
        """All documents, in the order of their names; what is large in them is read later."""
        columns = Columns(self._column)
        query = (
            "SELECT number, name, sha256, source, reading, first_passage, passages, "
            "first_sentence, sentences, segment, row FROM documents ORDER BY name"
        )
        found = []
        for number, name, sha256, source, reading, passage, passages, *others in self.rows(query):
            first, sentences, segment, row = others
            with _translated():
                document = stored(number, name, sha256, source, reading, columns)
            found.append(
                Held(
                    number,
                    document,
                    range(passage, passage + passages),
                    range(first, first + sentences),
                    segment,
                    row,
                )
            )
        return sorted(found, key=lambda one: one.document.name)

    def _column(self, number: int, name: str) -> str:
        query = f"SELECT {name} FROM documents WHERE number = ?"  # noqa: S608 - our own names
        if self._closed:  # a document may be used for longer than its index
            if not self._path.exists():
                raise IndexOutOfDate("The index was rebuilt meanwhile: ask again.")
            with closing(Record(self._path)) as again:
                return str(again.rows(query, number)[0][0])
        return str(self.rows(query, number)[0][0])

    def passages(self, held: Sequence[Held]) -> StoredPassages:
        """All passages of these documents, which must be those of `held()`."""
        documents: dict[int, Document] = {one.number: one.document for one in held}
        return StoredPassages([one.passages for one in held], documents, self._passage_rows)

    def _passage_rows(
        self, numbers: Collection[int]
    ) -> tuple[Sequence[PassageRow], Sequence[SentenceRow]]:
        wanted = json.dumps(list(numbers))
        passages = self.rows(
            f"SELECT {_PASSAGE} FROM passages WHERE number IN (SELECT value FROM json_each(?))",  # noqa: S608
            wanted,
        )
        sentences = self.rows(
            "SELECT s.number, s.passage, s.start, s.stop, s.stems FROM json_each(?) AS j "
            "JOIN passages AS p ON p.number = j.value JOIN sentences AS s "
            "ON s.number >= p.first_sentence AND s.number < p.first_sentence + p.sentences "
            "ORDER BY s.number",
            wanted,
        )
        return passages, sentences

    def homes(self, sentences: Collection[int]) -> set[int]:
        """The numbers of the passages that these sentences stand in."""
        wanted = "number IN (SELECT value FROM json_each(?))"
        query = f"SELECT DISTINCT passage FROM sentences WHERE {wanted}"  # noqa: S608 - our own
        return {passage for (passage,) in self.rows(query, json.dumps(list(sentences)))}

    def passage_numbers(self, ids: Collection[str]) -> dict[str, int]:
        """The numbers of the passages with these ids; without those that are not there."""
        query = "SELECT id, number FROM passages WHERE id IN (SELECT value FROM json_each(?))"
        return dict(self.rows(query, json.dumps(list(ids))))

    def kinds(self) -> dict[str, int]:
        """How many passages there are of each kind."""
        return dict(self.rows("SELECT kind, count(*) FROM passages GROUP BY kind"))

    def of_kind(self, kind: str) -> list[int]:
        """The numbers of all passages of a kind."""
        found = self.rows("SELECT number FROM passages WHERE kind = ? ORDER BY number", kind)
        return [number for (number,) in found]

    def places_of(self, hashes: Collection[bytes]) -> dict[bytes, int]:
        """A sentence's number for each of these texts that is there, by the sha256 of the text."""
        found: dict[bytes, int] = {}
        wanted = [*hashes]
        query = "SELECT number FROM sentences WHERE text_hash = ? LIMIT 1"
        with self._lock, _translated(), closing(self._database.cursor()) as cursor:
            for one in wanted:
                row = cursor.execute(query, (one[:HASH],)).fetchone()
                if row is not None:
                    found[one] = row[0]
        return found

    def facts(self, known: Container[str] = ()) -> dict[str, DocumentFacts]:
        """What is known of each document, by its sha256; those that are known are left out."""
        found = self.rows("SELECT number, sha256 FROM documents ORDER BY number")
        return {sha256: self._facts(number) for number, sha256 in found if sha256 not in known}

    def _facts(self, number: int) -> DocumentFacts:
        query = (
            "SELECT text, source, reading, json_extract(file, '$.sha256'), "
            "json_extract(file, '$.encoding') FROM documents WHERE number = ?"
        )
        [(text, source, reading, sha256, encoding)] = self.rows(query, number)
        query = (
            "SELECT json_extract(unit.value, '$[0]') AS kind, count(*) "
            "FROM documents, json_each(file, '$.units') AS unit WHERE documents.number = ? "
            "GROUP BY kind ORDER BY min(unit.key)"
        )
        units = tuple(self.rows(query, number))
        with _translated():
            return facts_of(text, source, reading, units, encoding or "", sha256 or "")

    def document(self, name: str) -> tuple[Document, int, int] | None:
        """The document of that name, and how many passages and sentences it has; None for none."""
        query = f"SELECT {_DOCUMENT}, passages, sentences FROM documents WHERE name = ?"  # noqa: S608
        for *row, passages, sentences in self.rows(query, name):
            with _translated():
                return document_from_row(tuple(row)), passages, sentences
        return None

    def cut_documents(self, names: Collection[str]) -> dict[str, CutDocument]:
        """Documents with their passages, whole, by name."""
        held = [one for one in self.held() if one.document.name in names]
        passages = self.passages(held)
        found = {}
        for one in held:
            entries = passages.entries(one.passages)
            cut = tuple(entries[number].passage for number in one.passages)
            found[one.document.name] = CutDocument(one.document, cut)
        return found

    def skipped(self) -> list[Skipped]:
        """Files that were not indexed, and why."""
        return [Skipped(*row) for row in self.rows("SELECT name, reason FROM skipped")]

    def bm25(self, terms: Sequence[str], limit: int) -> dict[int, float]:
        """Passages that hold any of the terms, best first: number to BM25 score, above 0."""
        # FTS5 bm25() is negative: smaller is better.
        query = (
            "SELECT rowid, -bm25(passages_text) AS score FROM passages_text "
            "WHERE passages_text MATCH ? ORDER BY score DESC, rowid LIMIT ?"
        )
        match = any_of(terms)
        return dict(self.rows(query, match, limit)) if match else {}

    def frequency(self, stem: str) -> int:
        """In how many sentences a stem occurs."""
        return sum(count for (count,) in self.rows("SELECT count FROM stems WHERE stem = ?", stem))

    def is_spelled(self, word: str) -> bool:
        """Whether a word in lower case is written so anywhere."""
        return bool(self.rows("SELECT 1 FROM words WHERE word = ?", word))

    def spelled_like(self, first: str, shortest: int, longest: int) -> list[tuple[str, int]]:
        """Words with that first letter and so many letters, and how often each is written."""
        query = (
            "SELECT word, count FROM words WHERE word >= ? AND word < ? "
            "AND length(word) BETWEEN ? AND ? ORDER BY number"
        )
        return self.rows(query, first, f"{first}\U0010ffff", shortest, longest)

    def abbreviations(self) -> Mapping[str, str]:
        """Short form to its most frequent long form."""
        return abbreviations_of(self.rows(ABBREVIATIONS))

    def rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        """What a query gives, all of it."""
        with self._lock, _translated(), closing(self._database.cursor()) as cursor:
            return cursor.execute(query, values).fetchall()


ABBREVIATIONS = "SELECT short, long, count FROM abbreviations ORDER BY number"


def abbreviations_of(rows: Sequence[tuple[str, str, int]]) -> Mapping[str, str]:
    """Short form to its most frequent long form, of all forms with their counts."""
    best: dict[str, tuple[str, int]] = {}
    for short, long_form, count in rows:
        if short not in best or count > best[short][1]:
            best[short] = long_form, count
    return {short: long_form for short, (long_form, _) in best.items()}


class StoredStatistics:
    """The words of a record's documents, as `assistant.nlp.word_statistics.Statistics` has it."""

    def __init__(self, record: Record, sentences: int) -> None:
        self.sentences = sentences
        self.abbreviations = record.abbreviations()
        self._record = record
        self._frequency: dict[str, int] = {}

    def frequency(self, word_stem: str) -> int:
        """In how many sentences a stem occurs."""
        found = self._frequency.get(word_stem)
        if found is None:
            found = self._record.frequency(_plain(word_stem))
            if len(self._frequency) >= _KEPT:
                self._frequency.clear()
            self._frequency[word_stem] = found
        return found

    def is_spelled(self, word: str) -> bool:
        """Whether a word in lower case is written so anywhere."""
        return self._record.is_spelled(_plain(word))

    def spelled_like(self, first: str, shortest: int, longest: int) -> Iterator[tuple[str, int]]:
        """Words with that first letter and so many letters, and how often each is written."""
        return iter(self._record.spelled_like(_plain(first), shortest, longest))


_KEPT = 100_000  # stems


def _plain(word: str) -> str:
    return word.encode("utf-8", "replace").decode()  # SQLite takes no lone surrogates


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError, LookupError) as error:
        raise damaged(f"record.sqlite: {error}") from error
