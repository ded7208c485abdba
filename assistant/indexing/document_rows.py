"""Documents as rows of the record, and documents whose text is read when it is first needed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from assistant.indexing.files import damaged
from assistant.lru import Lru
from assistant.nlp.tokens import word_count
from assistant.reading.document import (
    Block,
    Document,
    OffsetMap,
    OriginalFile,
    Piece,
    ReadingReport,
    Source,
    Table,
)
from assistant.reading.units import UnitKind

DocumentRow = tuple[str, str, str, str, str, str, str, str, str]
"""name, sha256, text, and as JSON: source, blocks, tables, pieces, file, reading."""


class _Reading(NamedTuple):
    guessed: tuple[str, ...]
    language: str
    report: ReadingReport
    top_heading: str = ""
    length: int = 0
    text_sha256: str = ""


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
    # SQLite would refuse them too, but only after all documents are embedded.
    text_sha256 = hashlib.sha256(document.text.encode()).hexdigest()
    document.name.encode()
    told = document.guessed, document.language, document.report
    reading = _Reading(*told, document.top_heading, document.length, text_sha256)
    return (
        document.name,
        document.sha256,
        document.text,
        _SOURCE.dump_json(document.source, exclude_defaults=True).decode(),
        _BLOCKS.dump_json(document.blocks, exclude_defaults=True).decode(),
        _TABLES.dump_json(document.tables, exclude_defaults=True).decode(),
        _PIECES.dump_json(document.origin.pieces, exclude_defaults=True).decode(),
        _FILE.dump_json(document.file, exclude_defaults=True).decode(),
        _READING.dump_json(reading).decode(),
    )


def document_from_row(row: DocumentRow) -> Document:
    """Put a document together again, all of it.

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


_LATER: dict[str, Callable[[str], Any]] = {
    "text": str,
    "blocks": _BLOCKS.validate_json,
    "tables": _TABLES.validate_json,
    "origin": lambda pieces: OffsetMap(_PIECES.validate_json(pieces)),
    "file": _FILE.validate_json,
}
"""Fields that are read when they are first asked for, each with what makes it of its column."""

COLUMN_OF = {name: "pieces" if name == "origin" else name for name in _LATER}
_KEPT = 64_000_000  # characters of columns that stay in memory


class _Sized(NamedTuple):
    size: int
    value: Any


class Columns:
    """Reads columns of documents and keeps what was used last. Safe to use from several threads.

    read: gives the content of a document's column; the document by its number.
    """

    def __init__(self, read: Callable[[int, str], str]) -> None:
        self._read = read
        self._kept: Lru[tuple[int, str], _Sized] = Lru(_KEPT, lambda one: one.size)

    def get(self, number: int, name: str, sha256: str = "") -> Any:  # noqa: ANN401 - many types
        """A field of a document.

        sha256: of the column in UTF-8; "" where it is not known.

        Raises:
            IndexDamaged: The column is not as it was written.
        """
        return self._kept.get((number, name), lambda: self._made(number, name, sha256)).value

    def _made(self, number: int, name: str, sha256: str) -> _Sized:
        content = self._read(number, COLUMN_OF[name])
        # Of a large file that nobody has touched the bytes are not read again at each opening.
        if sha256 and hashlib.sha256(content.encode()).hexdigest() != sha256:
            raise damaged(f"record.sqlite: the {name} of a document has changed")
        # What is made of JSON takes some times as much room as its text.
        return _Sized(len(content) * (1 if name == "text" else 8), _LATER[name](content))


class StoredDocument(Document):
    """A document of an index. What is small is at hand: name, source, top heading, report; the rest
    is read later.

    It equals the document that was read from the file. What makes another of it (`replace`,
    pickling) gives a plain `Document`.
    """

    __slots__ = ("_columns", "_length", "_number", "_text_sha256", "_top_heading")
    _columns: Columns
    _number: int
    _length: int
    _text_sha256: str
    _top_heading: str

    def __new__(cls, *args: Any, **fields: Any) -> Document:  # type: ignore[misc]  # noqa: ANN401
        """As `Document`: one that is stored is made by `stored`."""
        return Document(*args, **fields)

    def __eq__(self, other: object) -> bool:
        """Whether all of it is the same."""
        return isinstance(other, Document) and _all_of(self) == _all_of(other)

    def __hash__(self) -> int:
        """As the document that it equals has it."""
        return hash(_all_of(self))

    @property
    def top_heading(self) -> str:
        """As `Document.top_heading`, without reading the blocks."""
        return self._top_heading

    @property
    def length(self) -> int:
        """As `Document.length`, without reading the text."""
        return self._length

    def __reduce__(self) -> tuple[type[Document], tuple[Any, ...]]:
        """As a plain document."""
        return Document, _all_of(self)


def _later(name: str) -> property:
    def get(document: StoredDocument) -> Any:  # noqa: ANN401
        sha256 = document._text_sha256 if name == "text" else ""
        return document._columns.get(document._number, name, sha256)

    return property(get)


for _name in _LATER:
    setattr(StoredDocument, _name, _later(_name))


def _all_of(document: Document) -> tuple[Any, ...]:
    return tuple(getattr(document, each.name) for each in fields(Document))


def stored(
    number: int, name: str, sha256: str, source: str, reading: str, columns: Columns
) -> StoredDocument:
    """A document whose other columns are read when they are needed.

    Raises:
        ValueError: A column was not made by `document_to_row`.
    """
    made: StoredDocument = object.__new__(StoredDocument)
    found = _READING.validate_json(reading)
    values: dict[str, object] = {
        "_number": number,
        "_columns": columns,
        "_length": found.length,
        "_text_sha256": found.text_sha256,
        "_top_heading": found.top_heading,
        "name": name,
        "sha256": sha256,
        "source": _SOURCE.validate_json(source),
        "guessed": found.guessed,
        "language": found.language,
        "report": found.report,
    }
    for field_name, value in values.items():
        object.__setattr__(made, field_name, value)
    return made


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a list of documents tells of one.

    words:       of its text; see `word_count`.
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


def facts_of(
    text: str,
    source: str,
    reading: str,
    units: tuple[tuple[UnitKind, int], ...],
    encoding: str,
    file_sha256: str,
) -> DocumentFacts:
    """What a list tells of the document with these columns.

    Raises:
        ValueError: A column was not made by `document_to_row`.
    """
    read = _READING.validate_json(reading)
    return DocumentFacts(
        words=word_count(text),
        units=units,
        source=_SOURCE.validate_json(source),
        guessed=read.guessed,
        language=read.language,
        encoding=encoding,
        file_sha256=file_sha256,
        report=read.report,
    )
