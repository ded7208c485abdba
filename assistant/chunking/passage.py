"""What cutting a document gives: sentences, which find, and passages, which answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from assistant.reading.document import Document, Span
from assistant.reading.place import FilePlace

PassageKind = Literal["text", "caption", "row"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one section, short enough to read at a glance.

    id:        hash of document name, content and place; the same in every rebuild.
    sentences: in order, each inside [start, end). A row is one, if it is not too long.
    section:   headings above it, outermost first.
    """

    id: str
    document: Document
    start: int
    end: int
    section: tuple[str, ...]
    sentences: tuple[Span, ...]
    kind: PassageKind = "text"
    block: int | None = None  # for a row: its index in document.blocks

    @property
    def text(self) -> str:
        """The passage, verbatim from the document."""
        return self.document.text[self.start : self.end]

    @property
    def place(self) -> FilePlace | None:
        """Where it stands in the file, for people; None where that is not known."""
        return self.document.place(self.start, self.end)


@dataclass(frozen=True, slots=True)
class CutDocument:
    """A document and its passages, in reading order."""

    document: Document
    passages: tuple[Passage, ...]


def passage_id(document: Document, start: int, end: int) -> str:
    """The id of the passage there."""
    key = f"{document.name}\0{start}\0{document.text[start:end]}"
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:24]
