"""Documents as rows of the record, and back: what comes out equals what went in."""

from __future__ import annotations

from pydantic import TypeAdapter

from assistant.reading.document import Block, Document, OriginalFile, Source, Table
from assistant.reading.offsets import OffsetMap, Piece

DocumentRow = tuple[str, str, str, str, str, str, str, str]
"""name, sha256, text, and as JSON: source, blocks, tables, pieces, file."""


_SOURCE = TypeAdapter(Source)
_BLOCKS = TypeAdapter(tuple[Block, ...])
_TABLES = TypeAdapter(tuple[Table, ...])
_PIECES = TypeAdapter(tuple[Piece, ...])
_FILE = TypeAdapter(OriginalFile)


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
    )


def document_from_row(row: DocumentRow) -> Document:
    """Put a document together again.

    Raises:
        ValueError: The row was not made by `document_to_row`.
    """
    name, sha256, text, source, blocks, tables, pieces, file = row
    return Document(
        name=name,
        text=text,
        sha256=sha256,
        source=_SOURCE.validate_json(source),
        blocks=_BLOCKS.validate_json(blocks),
        tables=_TABLES.validate_json(tables),
        origin=OffsetMap(_PIECES.validate_json(pieces)),
        file=_FILE.validate_json(file),
    )
