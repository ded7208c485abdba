"""Read a file of the corpus into a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from assistant.errors import UnreadableDocument
from assistant.reading.bibliography.sources import UNKNOWN, Known
from assistant.reading.discovery import CorpusFile, file_bytes
from assistant.reading.document import Document, OffsetMap, OriginalFile, Source
from assistant.reading.encodings.decoding import decode
from assistant.reading.formats import (
    FORMATS,
    PAGE_IMAGES,
    PageImage,
    Reader,
    TextReader,
    drawer_for,
    informed,
    reader_for,
)
from assistant.reading.identity import identified
from assistant.reading.languages import detect
from assistant.reading.structure import Structure
from assistant.reading.turns import with_turns
from assistant.reading.units import pack


def breaks(file_text: str, origin: OffsetMap) -> tuple[int, ...]:
    """Offsets of the text before which the file has something else, or stands elsewhere.

    Reading left out a letter or a digit there (a running header, a page number), or moved what
    follows (a caption, a table's cell). White space and marks alone make no break.
    """
    found: list[int] = []
    for before, after in pairwise(origin.pieces):
        gap = file_text[before.origin_end : after.origin_start]
        if after.origin_start < before.origin_end or any(map(str.isalnum, gap)):
            found.append(after.start)
    return tuple(found)


_PARSED_AT_ONCE = 2**20  # bytes, which take half a second; a file of 50 MB takes half a minute
_LINE_END = re.compile(r"\r\n|\n|\r")


def examine(
    name: str,
    data: bytes,
    formats: Mapping[str, Reader] = FORMATS,
    known: Known = UNKNOWN,
) -> None:
    """Try whether a file of this name and content can be read, without making a document of it.

    A large one is decoded only: hardly one that holds characters of text gives none when read.

    Raises:
        UnreadableDocument: the content is empty, no text, or of an encoding that cannot be told.
    """
    reader = reader_for(name, data, formats)
    if len(data) > _PARSED_AT_ONCE and isinstance(reader, TextReader):
        decode(data, known.encoding)
    else:
        _structure(name, data, formats, known)


def page_image(
    name: str,
    data: bytes,
    number: int,
    width: int,
    password: str = "",
    images: Mapping[str, PageImage] = PAGE_IMAGES,
) -> bytes:
    """A page of a file of this name and content, as a PNG image.

    Raises:
        UnreadableDocument: files of this kind have no pages, or this one has not that many.
    """
    draw = drawer_for(name, data, images)
    if draw is None:
        raise UnreadableDocument("files of this type have no pages")
    return draw(data, number, width, password)


def read(file: CorpusFile) -> Document:
    """Decode, clean and structure one file, in this process: for files that are known to be good.

    A file that changes meanwhile is found changed at the next listing.

    Raises:
        UnreadableDocument: as `file_bytes` and `read_bytes`.
    """
    return read_bytes(file.name, file_bytes(file), file.source, known=file.known)


def read_bytes(
    name: str,
    data: bytes,
    source: Source,
    formats: Mapping[str, Reader] = FORMATS,
    known: Known = UNKNOWN,
) -> Document:
    """The document that a file of this name (path below `corpus/`) and content gives.

    known: of the file before it is read.

    Raises:
        UnreadableDocument: the content is empty, no text, or of an encoding that cannot be told.
    """
    structure = _structure(name, data, formats, known)
    layer = structure.layer
    document = Document(
        name,
        structure.text,
        "",
        structure.source,
        blocks=structure.blocks,
        tables=structure.tables,
        origin=structure.origin,
        file=OriginalFile(
            length=len(layer.text),
            encoding=layer.encoding,
            line_starts=_line_starts(layer.text) if layer.is_text else (),
            breaks=breaks(layer.text, structure.origin),
            units=layer.units,
            boxes=pack(layer.boxes),
        ),
        language=structure.language or detect(structure.text),
        report=structure.report,
    )
    return identified(document, name, data, source, known.encoding)


def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(end.end() for end in _LINE_END.finditer(text)))


def _structure(name: str, data: bytes, formats: Mapping[str, Reader], known: Known) -> Structure:
    structure = informed(reader_for(name, data, formats), known)(data)
    if not structure.text.strip():
        raise UnreadableDocument("the file holds no text")
    return with_turns(structure)
