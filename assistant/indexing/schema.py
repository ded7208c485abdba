"""The tables of the record, `record.sqlite`, and full-text queries."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.nlp.tokens import spaced

RECORD = "record.sqlite"

SCHEMA = """
CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    first_passage INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    first_sentence INTEGER NOT NULL,
    sentences INTEGER NOT NULL,
    segment TEXT NOT NULL,     -- holds the vectors of its sentences, from a row on
    row INTEGER NOT NULL,
    source TEXT NOT NULL,      -- JSON
    reading TEXT NOT NULL,     -- JSON: what was found out about it by reading
    text TEXT NOT NULL,        -- this and what follows is read when it is needed
    blocks TEXT NOT NULL,      -- JSON
    tables TEXT NOT NULL,      -- JSON
    pieces TEXT NOT NULL,      -- JSON: the map back to the file
    file TEXT NOT NULL         -- JSON: the file's own sha256, size, encoding, lines and pages
) STRICT;

CREATE TABLE passages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    section TEXT NOT NULL,     -- JSON
    kind TEXT NOT NULL,
    block INTEGER,
    first_sentence INTEGER NOT NULL,
    sentences INTEGER NOT NULL
) STRICT;

CREATE TABLE sentences (
    number INTEGER PRIMARY KEY,
    passage INTEGER NOT NULL REFERENCES passages,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    text_hash BLOB NOT NULL,   -- the beginning of the sha256 of the sentence's text
    stems TEXT NOT NULL        -- of its words and of what its abbreviations stand for
) STRICT;

CREATE INDEX sentences_by_text ON sentences (text_hash);

-- Rows of these three keep their order: of two words that are as good, the first one counts.
CREATE TABLE words (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, count INTEGER NOT NULL)
    STRICT;

CREATE TABLE stems (stem TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE abbreviations (
    number INTEGER PRIMARY KEY,
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    count INTEGER NOT NULL,
    UNIQUE (short, long)
) STRICT;

CREATE TABLE skipped (name TEXT NOT NULL, reason TEXT NOT NULL) STRICT;

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE VIRTUAL TABLE passages_text USING fts5(
    section, body, content='', tokenize='porter unicode61 remove_diacritics 2'
);
"""

HASH = 16
"""Bytes that are kept of a text's sha256."""


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
