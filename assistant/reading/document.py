"""A document: one text, its structure, and the way back to the file."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from assistant.messages import ENGLISH, Phrases


class Piece(NamedTuple):
    """`text[start:end]` came from `file[origin_start:origin_end]`.

    A piece is either *exact* (equal length, offsets inside it map one to one) or a
    *replacement* (a ligature, collapsed white space), which maps as a whole.
    """

    start: int
    end: int
    origin_start: int
    origin_end: int


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Pieces in the order of the cleaned text.

    Characters that no piece covers were put in by cleaning (a space between joined lines) and
    have no place in the file.
    """

    pieces: tuple[Piece, ...] = ()

    def to_origin(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Where `text[start:end]` stands in the file: half-open ranges in reading order.

        More than one range where something was taken out of the middle: a hyphen at a line
        end, a running header, a figure's caption inside a sentence. Ranges with only white
        space between them are not merged here, since only the file's text could tell.
        """
        ranges: list[tuple[int, int]] = []
        first = bisect.bisect_right(self.pieces, start, key=lambda piece: piece.end)
        for at in range(first, len(self.pieces)):
            piece = self.pieces[at]
            if piece.start >= end:
                break
            origin = self._clip(piece, start, end)
            if ranges and ranges[-1][1] == origin[0]:
                ranges[-1] = (ranges[-1][0], origin[1])
            else:
                ranges.append(origin)
        return tuple(ranges)

    @staticmethod
    def _clip(piece: Piece, start: int, end: int) -> tuple[int, int]:
        if piece.end - piece.start != piece.origin_end - piece.origin_start:
            return piece.origin_start, piece.origin_end
        return (
            piece.origin_start + max(0, start - piece.start),
            piece.origin_end - max(0, piece.end - end),
        )


Range = tuple[int, int]

_TOLD = 2  # parts that are told one by one; of more, what they lie within


@dataclass(frozen=True, slots=True)
class FilePlace:
    """Where a piece of a document stands in its file, as the file was when it was read.

    Its parts are in the order of the file; there is more than one where something else stands
    between them (a running header, a caption that interrupts a sentence, another column). A part
    holds the words with nothing else between them but white space and marks: line ends, the
    hyphens of words broken over lines, the bars of a table.

    characters: of each part, a half-open range of the decoded file, counted from 0; a byte-order
                mark is no character.
    lines:      of each part, its first and its last line, counted from 1; () where that is not
                known. Lines end with a line feed, a carriage return, or both.
    """

    characters: tuple[Range, ...]
    lines: tuple[Range, ...] = ()

    def __str__(self) -> str:
        """The place in English words."""
        return in_words(self)


def in_words(place: FilePlace, phrases: Phrases = ENGLISH) -> str:
    """As in "line 412 (characters 34,280–34,473)"; of several parts, "lines 3–4 and 7 (…)"."""
    within = len(place.characters) > _TOLD
    ranges = [
        phrases.character_range.format(start=start, end=end)
        for start, end in _told(place.characters)
    ]
    said = phrases.characters.format(ranges=_joined(ranges, phrases))
    if place.lines:
        lines = _lines(place, phrases)
        said = phrases.in_file.format(lines=lines, characters=said)
    return phrases.within.format(place=said) if within else said


def lines_in_words(place: FilePlace, phrases: Phrases = ENGLISH) -> str:
    """The lines alone, "lines 3–4 and 7"; "" where they are not known."""
    if not place.lines:
        return ""
    said = _lines(place, phrases)
    return phrases.within.format(place=said) if len(place.lines) > _TOLD else said


def _lines(place: FilePlace, phrases: Phrases) -> str:
    told = _told(place.lines)
    first, last = told[0]
    if len(told) == 1 and first == last:
        return phrases.line.format(line=first)
    ranges = [
        str(first) if first == last else phrases.line_range.format(first=first, last=last)
        for first, last in told
    ]
    return phrases.lines.format(ranges=_joined(ranges, phrases))


def _told(parts: tuple[Range, ...]) -> tuple[Range, ...]:
    if len(parts) <= _TOLD:
        return parts
    return ((min(start for start, _ in parts), max(end for _, end in parts)),)


def _joined(parts: list[str], phrases: Phrases) -> str:
    return parts[0] if len(parts) == 1 else phrases.both.format(first=parts[0], second=parts[1])


BlockKind = Literal["heading", "paragraph", "item", "caption", "row"]


@dataclass(frozen=True, slots=True)
class Source:
    """Bibliographic data of a document, from the corpus's `sources.yaml`; "" where unknown."""

    title: str = ""
    authors: str = ""
    year: int | None = None
    journal: str = ""
    doi: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters, `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """The file that a document was read from, as it lay on the disk.

    sha256:      of its bytes, as `sha256sum` gives it; "" where there is no file.
    size:        bytes.
    encoding:    what its bytes were read as, such as "UTF-8".
    line_starts: where each line begins, in characters of the decoded file (a byte-order mark is
                 no character). Lines end with a line feed, a carriage return, or both.
    breaks:      offsets of the document's text before which the file does not simply go on; see
                 `assistant.reading.reader`.
    """

    sha256: str = ""
    size: int = 0
    encoding: str = ""
    line_starts: tuple[int, ...] = field(default=(), repr=False)
    breaks: tuple[int, ...] = field(default=(), repr=False)

    @property
    def unusual_encoding(self) -> str:
        """The encoding where it is worth telling, since it had to be guessed; "" for UTF-8."""
        return "" if self.encoding == "UTF-8" else self.encoding

    def line_of(self, offset: int) -> int:
        """The line that holds this character of the file, counted from 1; 0 without a file."""
        return bisect.bisect_right(self.line_starts, offset)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of the text. Blocks follow one another and never overlap.

    section: headings above this block, outermost first; for a heading, itself included.
    cells:   only for a table row: where each cell lies, in the order of `Table.columns`.
             A cell that the row lacks is an empty span.
    table:   only for a table row: index into `Document.tables`.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    cells: tuple[Span, ...] = ()
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are blocks of kind "row". `caption` may be ""."""

    caption: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: cleaned text with its structure.

    name:   path below `corpus/`, with forward slashes; unique in a workspace.
    text:   the cleaned text; never changed after reading, everything points into it.
    sha256: of the file's bytes and its bibliographic data: equal means nothing to do again.
    origin: from offsets in `text` to offsets in the file's own (decoded) characters.
    file:   what is known of the file itself: the sha256 of its bytes, its encoding, its lines.
    """

    name: str
    text: str = field(repr=False)
    sha256: str
    source: Source = Source()
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    tables: tuple[Table, ...] = field(default=(), repr=False)
    origin: OffsetMap = field(default_factory=OffsetMap, repr=False)
    file: OriginalFile = field(default_factory=OriginalFile, repr=False)

    @property
    def title(self) -> str:
        """The published title, or the file's name where none is known."""
        return self.source.title or self.name

    def place(self, start: int, end: int) -> FilePlace | None:
        """Where `text[start:end]` stands in the file, for people; None where that is not known.

        It is not known of a document without a file, nor of what only reading put in.
        """
        if not self.file.line_starts:
            return None
        breaks = self.file.breaks
        inside = breaks[bisect.bisect_right(breaks, start) : bisect.bisect_left(breaks, end)]
        pieces = pairwise((start, *inside, end))
        ranges = [self.origin.to_origin(first, last) for first, last in pieces]
        parts = sorted((found[0][0], found[-1][1]) for found in ranges if found)
        if not parts:
            return None
        line_of = self.file.line_of
        lines = tuple((line_of(first), line_of(last - 1)) for first, last in parts)
        return FilePlace(tuple(parts), lines)
