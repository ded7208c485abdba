"""A file of the corpus to a document."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path

from assistant.errors import UnreadableDocument
from assistant.reading.breaks import breaks
from assistant.reading.decoding import decode
from assistant.reading.discovery import MAX_BYTES, CorpusFile, hash_content, too_large
from assistant.reading.document import Document, OriginalFile, Source
from assistant.reading.formats import FORMATS
from assistant.reading.structure import Structure

_PARSED_AT_ONCE = 2**20  # bytes, which take half a second; a file of 50 MB takes half a minute
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends
_LINE_END = re.compile(r"\r\n|\n|\r")


def examine_bytes(name: str, data: bytes) -> None:
    """Try whether a file of this name and content can be read, without making a document of it.

    A large one is decoded only: hardly one that holds characters of text gives none when read.

    Raises:
        UnreadableDocument: the content is empty, binary, or of an unknown encoding.
    """
    text = decode(data).text
    if len(data) <= _PARSED_AT_ONCE:
        _structure(name, text)


def read(file: CorpusFile) -> Document:
    """Decode, clean and structure one file.

    Its bytes are read once, and all that the document says of the file (its hashes, its size) is
    of these bytes: a file that changes meanwhile is found changed at the next listing.

    Raises:
        UnreadableDocument: the file is gone, empty, binary, or of an unknown encoding.
    """
    return read_bytes(file.name, file_bytes(file.path), file.source)


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


def file_bytes(path: Path) -> bytes:
    """All bytes of a file, at most `MAX_BYTES`.

    Raises:
        UnreadableDocument: the file is gone, is none, or has become larger.
    """
    try:
        # What was a file when it was listed may be a pipe by now, which would wait for a writer.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableDocument("it is not a regular file")
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UnreadableDocument(error.strerror or str(error)) from error
    if len(data) > MAX_BYTES:
        raise UnreadableDocument(too_large())
    return data


def _structure(name: str, text: str) -> Structure:
    structure = FORMATS[Path(name).suffix.lower()](text)
    if not structure.text.strip():
        raise UnreadableDocument("the file holds no text")
    return structure
