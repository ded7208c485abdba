"""Write a record: a new one, or documents into and out of the copy of one from before."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from assistant.chunking.chunks import CutDocument, passage_key, sentence_hash
from assistant.indexing.document_rows import document_to_row
from assistant.indexing.record import ABBREVIATIONS, abbreviations_of
from assistant.indexing.relearning import relearn
from assistant.indexing.schema import HASH, SCHEMA
from assistant.nlp.tokens import spaced
from assistant.nlp.word_statistics import Meanings, long_forms, spellings
from assistant.reading.discovery import Skipped


class RecordWriter:
    """A record that is being written; nobody reads it before it is closed.

    path: of a new file, or of a copy that is to be changed.

    Raises, as all of its methods: sqlite3.Error: The disk is full, or two passages have one id.
    """

    def __init__(self, path: Path) -> None:
        there = path.exists()
        self._database = sqlite3.connect(path, isolation_level=None)
        run = self._database.execute
        # Nobody reads the file before it is synced as a whole, so a journal would only be
        # written twice: a build that dies leaves its folder to be removed.
        run("PRAGMA journal_mode = OFF")
        run("PRAGMA synchronous = OFF")
        run("PRAGMA secure_delete = ON")
        run("PRAGMA cache_size = -64000")
        if not there:
            self._database.executescript(SCHEMA)
        run("BEGIN")
        self._abbreviations = self._known()

    def remove(self, names: Collection[str]) -> None:
        """Take documents out, and their words out of the counts."""
        for name in sorted(names):
            row = self._database.execute(
                "SELECT number, text, first_passage, passages, first_sentence, sentences "
                "FROM documents WHERE name = ?",
                (name,),
            ).fetchone()
            if row is not None:
                self._remove(*row)

    def _remove(
        self, number: int, text: str, first: int, passages: int, sentence: int, sentences: int
    ) -> None:
        run = self._database.execute
        self._count([text], self._stems_of(sentence, sentences), -1)
        for passage, section, start, stop in run(
            "SELECT number, section, start, stop FROM passages WHERE number >= ? AND number < ?",
            (first, first + passages),
        ).fetchall():
            # This table keeps no text: what is deleted has to be told.
            run(
                "INSERT INTO passages_text (passages_text, rowid, section, body) "
                "VALUES ('delete', ?, ?, ?)",
                (passage, *_searchable(json.loads(section), text[start:stop])),
            )
        for table, begin, count in (
            ("sentences", sentence, sentences),
            ("passages", first, passages),
        ):
            run(
                f"DELETE FROM {table} WHERE number >= ? AND number < ?",  # noqa: S608 - our own
                (begin, begin + count),
            )
        run("DELETE FROM documents WHERE number = ?", (number,))

    def rename(self, names: Mapping[str, str]) -> None:
        """Give documents other names: those they have now to those they had."""
        found = []
        for new, old in names.items():
            query = "SELECT number, text FROM documents WHERE name = ?"
            number, text = self._database.execute(query, (old,)).fetchone()
            found.append((number, new, text))
        # All away from their old names first: some may be exchanged.
        query = "UPDATE documents SET name = ? WHERE number = ?"
        self._database.executemany(query, [(f"\0{number}", number) for number, _, _ in found])
        for number, new, text in found:
            self._database.execute(query, (new, number))
            rows = self._database.execute(
                "SELECT number, start, stop FROM passages WHERE document = ?", (number,)
            ).fetchall()
            self._database.executemany(
                "UPDATE passages SET id = ? WHERE number = ?",
                [(passage_key(new, start, text[start:stop]), one) for one, start, stop in rows],
            )

    def add(self, documents: Sequence[CutDocument], segment: str) -> None:
        """Put documents in; row after row, their sentences have the vectors of that segment.

        Raises:
            ValueError: One holds lone surrogates.
        """
        self._count((cut.document.text for cut in documents), (), 1)
        meanings = Meanings(self._known())
        row = 0
        for cut in documents:
            row += self._add(cut, meanings, segment, row)

    def _add(self, cut: CutDocument, meanings: Meanings, segment: str, row: int) -> int:
        number, passage, sentence = (self._next(one) for one in _NUMBERED)
        text = cut.document.text
        first, passages, sentences = sentence, [], []
        for place, one in enumerate(cut.passages, start=passage):
            passages.append(
                (
                    *(place, one.id, number, one.start, one.end),
                    *(json.dumps(one.section), one.kind, one.block, sentence, len(one.sentences)),
                )
            )
            for span in one.sentences:
                said = text[span.start : span.end]
                stems = " ".join(sorted(meanings.of(said)))
                sentences.append((sentence, place, span.start, span.end, text_hash(said), stems))
                sentence += 1
        name, sha256, _, source, blocks, tables, pieces, file, reading = document_to_row(
            cut.document
        )
        insert = self._database.executemany
        held = (passage, len(passages), first, len(sentences), segment, row)
        columns = (number, name, sha256, *held, source, reading, text, blocks, tables, pieces, file)
        insert(f"INSERT INTO documents VALUES ({_marks(columns)})", [columns])  # noqa: S608
        insert("INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", passages)
        insert("INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)", sentences)
        insert(
            "INSERT INTO passages_text (rowid, section, body) VALUES (?, ?, ?)",
            [
                (place, *_searchable(one.section, one.text))
                for place, one in enumerate(cut.passages, start=passage)
            ],
        )
        self._count((), (one[-1] for one in sentences), 1)
        return len(sentences)

    def _next(self, table: str) -> int:
        query = f"SELECT coalesce(max(number), -1) + 1 FROM {table}"  # noqa: S608 - our own names
        return int(self._database.execute(query).fetchone()[0])

    def _stems_of(self, first: int, count: int) -> list[str]:
        query = "SELECT stems FROM sentences WHERE number >= ? AND number < ?"
        return [stems for (stems,) in self._database.execute(query, (first, first + count))]

    def _count(self, texts: Iterable[str], stems: Iterable[str], sign: int) -> None:
        """Put words into the counts, or take them out."""
        spelled: Counter[str] = Counter()
        short: Counter[tuple[str, str]] = Counter()
        for text in texts:
            spelled.update(spellings(text))
            short.update(long_forms(text))
        means = Counter(stem for one in stems for stem in one.split())
        self._count_stems(Counter({stem: sign * count for stem, count in means.items()}))
        insert = self._database.executemany
        again = "DO UPDATE SET count = count + excluded.count"
        insert(
            f"INSERT INTO words (word, count) VALUES (?, ?) ON CONFLICT (word) {again}",  # noqa: S608
            [(word, sign * count) for word, count in spelled.items()],
        )
        insert(
            "INSERT INTO abbreviations (short, long, count) VALUES (?, ?, ?) "  # noqa: S608
            f"ON CONFLICT (short, long) {again}",
            [(*forms, sign * count) for forms, count in short.items()],
        )
        if sign < 0:
            insert("DELETE FROM words WHERE word = ? AND count <= 0", [(one,) for one in spelled])
            insert("DELETE FROM abbreviations WHERE short = ? AND long = ? AND count <= 0", short)

    def _count_stems(self, counts: Mapping[str, int]) -> None:
        insert = self._database.executemany
        insert(
            "INSERT INTO stems (stem, count) VALUES (?, ?) "
            "ON CONFLICT (stem) DO UPDATE SET count = count + excluded.count",
            counts.items(),
        )
        fewer = [(stem,) for stem, count in counts.items() if count < 0]
        insert("DELETE FROM stems WHERE stem = ? AND count <= 0", fewer)

    def place(self, rows: Mapping[int, tuple[str, int]]) -> None:
        """Say where the vectors of documents are, by the documents' numbers: segment and row."""
        self._database.executemany(
            "UPDATE documents SET segment = ?, row = ? WHERE number = ?",
            [(segment, row, number) for number, (segment, row) in rows.items()],
        )

    def tell(self, meta: Mapping[str, str], skipped: Sequence[Skipped]) -> None:
        """What else should be known, and which files were not indexed, in place of before."""
        self._database.execute("DELETE FROM meta")
        self._database.execute("DELETE FROM skipped")
        self._database.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        self._database.executemany(
            "INSERT INTO skipped VALUES (?, ?)",
            # A file may be skipped for its name: a name that is not Unicode is still reported.
            [(_printable(file.name), _printable(file.reason)) for file in skipped],
        )

    def _known(self) -> Mapping[str, str]:
        return abbreviations_of(self._database.execute(ABBREVIATIONS).fetchall())

    def finish(self, *, purge: bool, check: bool) -> None:
        """Commit, after sentences have learned what abbreviations mean by now.

        purge: leave no byte of what was removed in the file.
        check: whether the full-text index holds what it should, which takes long.
        """
        run = self._database.execute
        self._count_stems(relearn(self._database, self._abbreviations, self._known()))
        if purge:
            run("INSERT INTO passages_text (passages_text) VALUES ('optimize')")
        run("COMMIT")
        if purge:
            run("VACUUM")
        if check:
            run("INSERT INTO passages_text (passages_text) VALUES ('integrity-check')")

    def close(self) -> None:
        """Close the file; closing twice is no error."""
        self._database.close()


_NUMBERED = ("documents", "passages", "sentences")


def text_hash(text: str) -> bytes:
    """By which a sentence's vector is found again."""
    return sentence_hash(text)[:HASH]


def _searchable(section: Sequence[str], text: str) -> tuple[str, str]:
    return spaced(" > ".join(section)), spaced(text)


def _marks(columns: Sequence[object]) -> str:
    return ", ".join("?" * len(columns))


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
