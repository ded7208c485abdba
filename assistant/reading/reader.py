"""A file of the corpus to a document."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from assistant.errors import UnreadableDocument
from assistant.reading.breaks import breaks
from assistant.reading.decoding import decode
from assistant.reading.discovery import CorpusFile, hash_content
from assistant.reading.document import Document, OriginalFile, Source
from assistant.reading.formats import FORMATS
from assistant.reading.structure import Structure

_PARSED_AT_ONCE = 2**20  # bytes, which take half a second; a file of 50 MB takes half a minute
_LINE_END = re.compile(r"\r\n|\n|\r")


def examine(path: Path) -> None:
    """Try whether a file can be read, by its suffix, without making a document of it.

    A large one is decoded only: hardly one that holds characters of text gives none when read.

    Raises:
        UnreadableDocument: the file is gone, empty, binary, or of an unknown encoding.
    """
    data = _bytes(path)
    text = decode(data).text
    if len(data) <= _PARSED_AT_ONCE:
        _structure(path.name, text)


def read(file: CorpusFile) -> Document:
    """Decode, clean and structure one file.

    Its bytes are read once, and all that the document says of the file (its hashes, its size) is
    of these bytes: a file that changes meanwhile is found changed at the next listing.

    Raises:
        UnreadableDocument: the file is gone, empty, binary, or of an unknown encoding.
    """
    return read_bytes(file.name, _bytes(file.path), file.source)


def read_bytes(name: str, data: bytes, source: Source) -> Document:
    """The document that a file of this name (path below `corpus/`) and content gives.

    Raises:
        UnreadableDocument: the content is empty, binary, or of an unknown encoding.
    """
    decoded = decode(data)
    structure = _structure(name, decoded.text)
    return Document(
        name=name,
        text=structure.text,
        sha256=hash_content(data, source),
        source=source,
        blocks=structure.blocks,
        tables=structure.tables,
        origin=structure.origin,
        file=OriginalFile(
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            encoding=decoded.encoding,
            line_starts=(0, *(end.end() for end in _LINE_END.finditer(decoded.text))),
            breaks=breaks(decoded.text, structure.origin),
        ),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(error.strerror or str(error)) from error


def _structure(name: str, text: str) -> Structure:
    structure = FORMATS[Path(name).suffix.lower()](text)
    if not structure.text.strip():
        raise UnreadableDocument("the file holds no text")
    return structure
