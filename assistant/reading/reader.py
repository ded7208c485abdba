"""A file of the corpus to a document."""

from __future__ import annotations

from assistant.errors import UnreadableDocument
from assistant.reading.decoding import decode
from assistant.reading.discovery import CorpusFile
from assistant.reading.document import Document
from assistant.reading.formats import FORMATS


def read(file: CorpusFile) -> Document:
    """Decode, clean and structure one file.

    Raises:
        UnreadableDocument: the file is gone, empty, binary, or of an unknown encoding.
    """
    try:
        data = file.path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(error.strerror or str(error)) from error
    structure = FORMATS[file.path.suffix.lower()](decode(data))
    if not structure.text.strip():
        raise UnreadableDocument("the file holds no text")
    return Document(
        name=file.name,
        text=structure.text,
        sha256=file.sha256,
        source=file.source,
        blocks=structure.blocks,
        tables=structure.tables,
        origin=structure.origin,
    )
