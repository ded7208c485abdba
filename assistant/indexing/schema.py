"""The tables of `record.sqlite`, the system of record of a generation.

Numbers count from 0 in the order of `Record.documents()` and `Record.passages()`. The full-text
table keeps no text of its own (`content=''`): its rows are passages by number.
"""

from __future__ import annotations

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
    file TEXT NOT NULL         -- JSON: the file's own sha256, size, encoding and lines
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
