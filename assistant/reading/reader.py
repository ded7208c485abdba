"""A file of the corpus to a document."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import UnreadableDocument
from assistant.reading.decoding import decode
from assistant.reading.discovery import CorpusFile
from assistant.reading.document import Document
from assistant.reading.formats import FORMATS
from assistant.reading.structure import Structure

_PARSED_AT_ONCE = 2**20  # bytes, which take half a second; a file of 50 MB takes half a minute


def examine(path: Path) -> None:
    """Try whether a file can be read, by its suffix, without making a document of it.

    A large one is decoded only: hardly one that holds characters of text gives none when read.

    Raises:
        UnreadableDocument: the file is gone, empty, binary, or of an unknown encoding.
    """
    text = _text(path)
    if path.stat().st_size <= _PARSED_AT_ONCE:
        _structure(path, text)


def read(file: CorpusFile) -> Document:
    """Decode, clean and structure one file.

    Raises:
        UnreadableDocument: the file is gone, empty, binary, or of an unknown encoding.
    """
    structure = _structure(file.path, _text(file.path))
    return Document(
        name=file.name,
        text=structure.text,
        sha256=file.sha256,
        source=file.source,
        blocks=structure.blocks,
        tables=structure.tables,
        origin=structure.origin,
    )


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(error.strerror or str(error)) from error
    return decode(data)


def _structure(path: Path, text: str) -> Structure:
    structure = FORMATS[path.suffix.lower()](text)
    if not structure.text.strip():
        raise UnreadableDocument("the file holds no text")
    return structure
