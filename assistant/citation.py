"""A quote and its place as plain values: the one form that is kept, exported and verified.

The page keeps it with a conversation, exports and `--json` print it, receipts hold it. A field that
is added keeps the version; one that changes its meaning or goes away raises it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, PlainSerializer, TypeAdapter
from pydantic.dataclasses import dataclass
from pydantic_core import to_jsonable_python

from assistant.reading.document import Document, Source
from assistant.reading.places import FilePlace
from assistant.reading.units import PageBox, UnitRange
from assistant.types import Citation

MOST = 100_000
"""The most entries of any list."""

KnownHash = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{64})?$")]
"""A hash, or "" if it is not known."""

Offset = Annotated[int, Field(ge=0, le=1 << 40)]
Range = tuple[Offset, Offset]
Ranges = Annotated[tuple[Range, ...], Field(max_length=MOST)]
Marker = Annotated[int, Field(ge=1, le=MOST)]

_Unit = Annotated[UnitRange, PlainSerializer(UnitRange._asdict)]
_Box = Annotated[PageBox, PlainSerializer(PageBox._asdict)]
_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class FileRecord:
    """The file of a quote, as it was when it was indexed, and the quote's place in it.

    sha256:   of its bytes, as `sha256sum` gives it.
    encoding: what its bytes were decoded as; "" if it is not text.

    The other fields are those of `FilePlace`.
    """

    sha256: KnownHash
    encoding: str
    characters: Ranges
    lines: Ranges
    units: Annotated[tuple[_Unit, ...], Field(max_length=MOST)]
    boxes: Annotated[tuple[_Box, ...], Field(max_length=MOST)]

    @property
    def place(self) -> FilePlace:
        """Where in the file."""
        return FilePlace(self.characters, self.lines, self.units, self.boxes)


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class PlaceRecord:
    """A place of a document. Offsets count characters (code points) and are half-open.

    document:        the file's name below `corpus/`.
    document_sha256: `Document.sha256`, of the file's bytes and its bibliographic data together.
    title:           the published title, or the file's name where none is known.
    section:         the headings above, outermost first, joined by " > ".
    text_start, text_end: in the document's cleaned text, not in the file.
    file:            where in the file; None if that is not known.
    """

    document: str
    document_sha256: KnownHash
    title: str
    section: str
    text_start: Offset
    text_end: Offset
    file: FileRecord | None

    @property
    def place(self) -> FilePlace | None:
        """Where in the file, for people; None if that is not known."""
        return None if self.file is None else self.file.place

    def to_json(self) -> dict[str, Any]:
        """All fields, those of a derived class too, as an object of JSON."""
        found: dict[str, Any] = to_jsonable_python(self)
        return found


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class CitationRecord(PlaceRecord):
    """A citation: a place, the words that stand there, and where they were published.

    marker: its number in the answer.
    origin: just the characters of the file that the quote came from; see `Citation.origin`.

    The bibliographic fields are those of `Source`.
    """

    version: Literal[1]
    marker: Marker
    quote: str
    authors: str
    year: int | None
    journal: str
    doi: str
    licence: str
    origin: Ranges

    @staticmethod
    def from_json(text: str | bytes) -> CitationRecord:
        """What `to_json` gave, as text.

        Raises:
            ValueError: It is something else, or of another version.
        """
        return TypeAdapter(CitationRecord).validate_json(text)

    @property
    def source(self) -> Source:
        """What is known of the publication."""
        return Source(self.title, self.authors, self.year, self.journal, self.doi, self.licence)


def place_record(document: Document, start: int, end: int, section: str) -> PlaceRecord:
    """The place of `document.text[start:end]`. section: the headings above it."""
    return PlaceRecord(**fields_of_place(document, start, end, section))


def fields_of_place(document: Document, start: int, end: int, section: str) -> dict[str, Any]:
    """The fields of a `PlaceRecord` of `document.text[start:end]`."""
    return {
        "document": document.name,
        "document_sha256": document.sha256,
        "title": document.title,
        "section": section,
        "text_start": start,
        "text_end": end,
        "file": file_record(document, start, end),
    }


def file_record(document: Document, start: int, end: int) -> FileRecord | None:
    """The file and place of `document.text[start:end]`; None if that is not known."""
    place = document.place(start, end)
    if place is None:
        return None
    return FileRecord(
        sha256=document.file.sha256,
        encoding=document.file.encoding,
        characters=place.characters,
        lines=place.lines,
        units=place.units,
        boxes=place.boxes,
    )


def fields_of(citation: Citation) -> dict[str, Any]:
    """The fields of a `CitationRecord`, for it and for what has more of them."""
    source = citation.document.source
    return {
        "version": 1,
        **fields_of_place(citation.document, citation.start, citation.end, citation.section),
        "marker": citation.marker,
        "quote": citation.quote,
        "authors": source.authors,
        "year": source.year,
        "journal": source.journal,
        "doi": source.doi,
        "licence": source.licence,
        "origin": citation.origin,
    }


def record(citation: Citation) -> CitationRecord:
    """The citation as plain values."""
    return CitationRecord(**fields_of(citation))


def place_json(place: FilePlace) -> dict[str, Any]:
    """A place in a file as an object of JSON, as in a `FileRecord`."""
    return {
        "characters": [list(part) for part in place.characters],
        "lines": [list(part) for part in place.lines],
        "units": [unit._asdict() for unit in place.units],
        "boxes": [box._asdict() for box in place.boxes],
    }
