"""What a reader made of a file, whichever reader it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.reading.document import Block, ReadingReport, Table

Rect = tuple[float, float, float, float]
Box = tuple[int, Rect]
"""A page, counted from 1, and a rectangle on it in points from its top left as it is shown."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read. Readers that give plain text leave the rest empty.

    boxes:   where `text[start:end]` stands on the pages; None if the reader does not tell.
    pages:   the pages that hold `text[start:end]`; None if the reader does not tell.
    labels:  what is printed as each page's number.
    refused: why the file could not be read.
    """

    text: str = ""
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    title: str = ""
    authors: str = ""
    year: int | None = None
    doi: str = ""
    report: ReadingReport = field(default=ReadingReport())
    boxes: Callable[[int, int], list[Box]] | None = None
    pages: Callable[[int, int], list[int]] | None = None
    labels: tuple[str, ...] = ()
    refused: str = ""

    @property
    def everything(self) -> str:
        """The text, and the names of columns, which are kept beside it."""
        return "\n".join((self.text, *(name for one in self.tables for name in one.columns)))
