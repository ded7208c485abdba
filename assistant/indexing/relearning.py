"""Let sentences that are in the record learn abbreviations that other documents set out.

What a sentence's stems are depends on all documents: with "HSC" it has the stems of "hematopoietic
stem cell", too, if any document says that it stands for this. A document that comes or goes changes
that for sentences that were there before.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from assistant.indexing.schema import any_of
from assistant.nlp.word_statistics import Meanings

MOST = 2_000
"""Passages in which a form may stand: one that stands in more keeps the meaning that it has there,
so that a change costs its own size and not the index's."""

Abbreviations = Mapping[str, str]


def relearn(
    database: sqlite3.Connection, before: Abbreviations, now: Abbreviations
) -> Counter[str]:
    """Change the stems of sentences for which these mean different things.

    Returns by how many sentences more, or fewer, each stem occurs.

    Raises:
        sqlite3.Error: The record cannot be read or written.
    """
    changed = {form for form in {*before, *now} if before.get(form) != now.get(form)}
    places = {
        place
        for form in sorted(changed)
        for place in _places(database, form, before.get(form), now.get(form))
    }
    meanings = Meanings(now)
    counts: Counter[str] = Counter()
    rows = []
    for number, text, stems in _sentences(database, places):
        found = meanings.of(text)
        if found != stems:
            rows.append((" ".join(sorted(found)), number))
            counts.update(found - stems)
            counts.subtract(stems - found)
    database.executemany("UPDATE sentences SET stems = ? WHERE number = ?", rows)
    return counts


def _places(database: sqlite3.Connection, form: str, *meant: str | None) -> list[int]:
    """The passages that hold a short form, or all words of what it means or meant."""
    long_forms = (" AND ".join(filter(None, map(_word, (one or "").split()))) for one in meant)
    query = " OR ".join(f"({one})" for one in (any_of([form]), *long_forms) if one)
    found = database.execute(
        "SELECT rowid FROM passages_text WHERE passages_text MATCH ? LIMIT ?", (query, MOST + 1)
    ).fetchall()
    return [place for (place,) in found] if len(found) <= MOST else []


def _word(word: str) -> str:
    return any_of([word]) if any(map(str.isalnum, word)) else ""


def _sentences(
    database: sqlite3.Connection, passages: set[int]
) -> Iterator[tuple[int, str, frozenset[str]]]:
    """Number, text and stems of the sentences of these passages."""
    rows = []
    for passage in sorted(passages):
        rows += database.execute(
            "SELECT p.document, s.number, s.start, s.stop, s.stems FROM passages AS p "
            "JOIN sentences AS s ON s.number >= p.first_sentence "
            "AND s.number < p.first_sentence + p.sentences WHERE p.number = ?",
            (passage,),
        ).fetchall()
    for document, found in groupby(sorted(rows), key=lambda row: row[0]):
        query = "SELECT text FROM documents WHERE number = ?"
        [text] = database.execute(query, (document,)).fetchone()
        for _, number, start, stop, stems in found:
            yield number, text[start:stop], frozenset(stems.split())
