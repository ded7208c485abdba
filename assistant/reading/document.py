"""A document: one text, its structure, and the way back to the file."""

from __future__ import annotations

import bisect
from collections.abc import Collection
from dataclasses import dataclass, field, fields, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from assistant.reading.places import FilePlace, FileRange
from assistant.reading.units import PageBox, Unit, boxes_within, units_of, unpack


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


BlockKind = Literal[
    "heading", "paragraph", "item", "caption", "row", "code", "quotation", "footnote",
    "reference", "turn", "field",
]  # fmt: skip
"""What a block is: a turn is what one speaker says at a time, a field a label with its value."""


@dataclass(frozen=True, slots=True)
class Source:
    """Bibliographic data of a document; "" where unknown.

    tags: words of the owner's own to choose documents by.

    What `sources.yaml` says comes before what the document says of itself.
    """

    title: str = ""
    authors: str = ""
    year: int | None = None
    journal: str = ""
    doi: str = ""
    licence: str = ""
    tags: tuple[str, ...] = ()


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
    length:      characters of the decoded file, or of its layer.
    encoding:    what its bytes were read as, such as "UTF-8".
    line_starts: where each line begins, in characters of the decoded file (a byte-order mark is
                 no character). Lines end with a line feed, a carriage return, or both.
    breaks:      offsets of the document's text before which the file does not simply go on; see
                 `assistant.reading.reader`.
    units:       its pages, slides, sheets; () where it has none.
    boxes:       where the words of its layer stand on its pages, packed; see
                 `assistant.reading.units.pack`.

    A file that is not text (a PDF) has no lines. Then `Document.origin` leads to its layer: the
    characters that its reader took out of it, in the file's own order.
    """

    sha256: str = ""
    size: int = 0
    length: int = 0
    encoding: str = ""
    line_starts: tuple[int, ...] = field(default=(), repr=False)
    breaks: tuple[int, ...] = field(default=(), repr=False)
    units: tuple[Unit, ...] = field(default=(), repr=False)
    boxes: str = field(default="", repr=False)

    @property
    def is_plain(self) -> bool:
        """Whether it is text, whose characters may have lost what a page showed."""
        return bool(self.line_starts) or not self.units

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
    level:   of a heading, 1 for the outermost; of an item, the depth of its list, 1 for the
             outermost; 0 where that is not known, and of other blocks.
    lead:    only for an item: index into `Document.blocks` of what introduces its list ("Do not
             take it if you:"); None where nothing does.
    """

    kind: BlockKind
    start: int
    end: int
    section: tuple[str, ...] = ()
    cells: tuple[Span, ...] = ()
    table: int | None = None
    level: int = 0
    lead: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are blocks of kind "row". `caption` may be ""."""

    caption: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingReport:
    """How well a file could be read, for people who want to know.

    tables:          those that are rows with cells.
    tables_as_lines: those whose rows could not be told apart, kept as lines.
    numbers:         that the file has outside running headers and the like; 0 where not counted.
    numbers_unread:  those of them that are not in the document's text.
    columns:         the most columns of a page; 0 where that is not known.
    unread_pages:    pages that hold a picture and no text.
    recognised_pages: those whose words were recognised from a picture: a quote is exact to these.
    uncertain_pages: those with fonts that do not say which letters they draw: some may be lost.
    notes:           sentences on what was doubtful.
    """

    tables: int = 0
    tables_as_lines: int = 0
    numbers: int = 0
    numbers_unread: int = 0
    columns: int = 0
    unread_pages: tuple[int, ...] = ()
    recognised_pages: tuple[int, ...] = ()
    uncertain_pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: cleaned text with its structure.

    name:   path below `corpus/`, with forward slashes; unique in a workspace.
    text:   the cleaned text; never changed after reading, everything points into it.
    sha256: of the file's bytes and its bibliographic data: equal means nothing to do again.
    origin: from offsets in `text` to offsets in the file's own (decoded) characters.
    file:   what is known of the file itself: the sha256 of its bytes, its encoding, its lines.
    guessed: names of the fields of `source` that the document itself gave, and nobody confirmed.
    language: ISO 639-1 code of its main language; "" where that is not known.
    report: how well it could be read.
    """

    name: str
    text: str = field(repr=False)
    sha256: str
    source: Source = Source()
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    tables: tuple[Table, ...] = field(default=(), repr=False)
    origin: OffsetMap = field(default_factory=OffsetMap, repr=False)
    file: OriginalFile = field(default_factory=OriginalFile, repr=False)
    guessed: tuple[str, ...] = ()
    language: str = ""
    report: ReadingReport = field(default=ReadingReport(), repr=False)

    @property
    def title(self) -> str:
        """The published title, or the file's name where none is known."""
        return self.source.title or self.name

    @property
    def length(self) -> int:
        """Characters of its text."""
        return len(self.text)

    @property
    def top_heading(self) -> str:
        """Its first heading; "" if it has none."""
        heads = (one for one in self.blocks if one.kind == "heading")
        return next((self.text[one.start : one.end] for one in heads), "")

    def kind_at(self, offset: int) -> BlockKind | None:
        """What the block is that holds this place of the text; None between blocks."""
        at = bisect.bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        return self.blocks[at].kind if at >= 0 and offset < self.blocks[at].end else None

    def place(self, start: int, end: int) -> FilePlace | None:
        """Where `text[start:end]` stands in the file, for people; None where that is not known.

        It is not known of a document without a file, nor of what only reading put in.
        """
        file = self.file
        if not file.line_starts and not file.units:
            return None
        parts = self._parts(start, end)
        if not parts:
            return None
        units = units_of(file.units, parts[0][0], parts[-1][1])
        if not file.line_starts:
            return FilePlace((), (), units, self._boxes(start, end))
        lines = tuple((file.line_of(first), file.line_of(last - 1)) for first, last in parts)
        return FilePlace(tuple(parts), lines, units)

    def page_among(self, pages: Collection[int], start: int, end: int) -> int:
        """The first of these pages on which `text[start:end]` stands; 0 where it is on none."""
        place = self.place(start, end) if pages else None
        found = (
            page
            for unit in (place.units if place else ())
            for page in sorted(pages)
            if unit.kind == "page" and unit.first <= page <= unit.last
        )
        return next(found, 0)

    def uncertain_page(self, start: int, end: int) -> int:
        """The page of `text[start:end]` if letters of that page may be wrong or lost; else 0."""
        return self.page_among(self.report.uncertain_pages, start, end)

    def _parts(self, start: int, end: int) -> list[FileRange]:
        """The ranges of the file, or of its layer, that hold this text and nothing else."""
        breaks = self.file.breaks
        inside = breaks[bisect.bisect_right(breaks, start) : bisect.bisect_left(breaks, end)]
        pieces = pairwise((start, *inside, end))
        ranges = [self.origin.to_origin(first, last) for first, last in pieces]
        return sorted((found[0][0], found[-1][1]) for found in ranges if found)

    def _boxes(self, start: int, end: int) -> tuple[PageBox, ...]:
        if not self.file.boxes:
            return ()
        pages = [unit for unit in self.file.units if unit.kind == "page"]
        return boxes_within(unpack(self.file.boxes), pages, self.origin.to_origin(start, end))


def with_found(given: Source, found: Source) -> tuple[Source, tuple[str, ...]]:
    """What is known of a document, and which fields of it only the document itself says.

    given: by `sources.yaml`.
    found: in the document.
    """
    names = tuple(
        each.name for each in fields(Source)
        if not getattr(given, each.name) and getattr(found, each.name)
    )  # fmt: skip
    return replace(given, **{name: getattr(found, name) for name in names}), names
