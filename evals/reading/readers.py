"""The readers that are compared: the assistant's own, and libraries that give plain text."""

from __future__ import annotations

import bisect
import io
from collections.abc import Callable, Iterable
from pathlib import Path

from assistant.errors import UnreadableDocument
from assistant.reading.document import Document, Source
from assistant.reading.formats import FORMATS
from assistant.reading.reader import read_bytes
from evals.reading.scoring.reading import Box, Reading

Reader = Callable[[str, bytes], Reading]
"""From a file's name and content to what was read."""

OURS = "assistant"


def can_read(name: str) -> bool:
    """Whether the assistant has a reader for files of this name."""
    return Path(name).suffix.lower() in FORMATS


def assistant(name: str, data: bytes) -> Reading:
    """By the assistant, in this process."""
    try:
        document = read_bytes(name, data, Source())
    except UnreadableDocument as error:
        return Reading(refused=str(error) or "refused")
    source = document.source
    pages = [unit for unit in document.file.units if unit.kind == "page"]
    return Reading(
        text=document.text,
        blocks=document.blocks,
        tables=document.tables,
        title=source.title,
        authors=source.authors,
        year=source.year,
        doi=source.doi,
        report=document.report,
        boxes=_boxes(document) if document.file.boxes else None,
        pages=_pages(document) if pages else None,
        labels=tuple(unit.label or str(unit.number) for unit in pages),
    )


def _boxes(document: Document) -> Callable[[int, int], list[Box]]:
    def boxes(start: int, end: int) -> list[Box]:
        place = document.place(start, end)
        return [(box.page, box[1:]) for box in place.boxes] if place else []

    return boxes


def _pages(document: Document) -> Callable[[int, int], list[int]]:
    def pages(start: int, end: int) -> list[int]:
        place = document.place(start, end)
        ranges = [unit for unit in place.units if unit.kind == "page"] if place else []
        return [page for unit in ranges for page in range(unit.first, unit.last + 1)]

    return pages


def by_pypdf(_: str, data: bytes) -> Reading:
    """By pypdf's plain text."""
    from pypdf import PdfReader

    return _plain(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def by_pdfminer(_: str, data: bytes) -> Reading:
    """By pdfminer.six with its analysis of layout."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LTTextContainer

    return _plain(
        "".join(part.get_text() for part in page if isinstance(part, LTTextContainer))
        for page in extract_pages(io.BytesIO(data))
    )


PLAIN: dict[str, Reader] = {"pypdf": by_pypdf, "pdfminer.six": by_pdfminer}
"""Other libraries, for PDFs."""


def _plain(texts: Iterable[str]) -> Reading:
    pieces, starts, length = [], [], 0
    try:
        for text in texts:
            starts.append(length)
            pieces.append(text + "\n")
            length += len(text) + 1
    except Exception as error:
        return Reading(refused=f"{error.__class__.__name__}: {error}")

    def pages(start: int, end: int) -> list[int]:
        first, last = (bisect.bisect_right(starts, at) for at in (start, end - 1))
        return list(range(first, last + 1))

    return Reading(text="".join(pieces), pages=pages)
