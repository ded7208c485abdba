"""What reading a file gives: one text, its structure, and the way back to the file.

Everything later is `(document, start, end)`: offsets into `Document.text`, in characters.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from assistant.reading.offsets import OffsetMap
from assistant.reading.place import FilePlace

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
                 `assistant.reading.breaks`.
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
