"""The two reviews that come with the checkout, read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assistant.reading.discovery import discover
from assistant.reading.document import Document
from assistant.reading.encodings.decoding import decode
from assistant.reading.reader import read

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SHOKATI = "shokati-2021-allogeneic-msc.txt"
WU = "wu-2024-stem-cell-therapies.txt"
NAMES = (SHOKATI, WU)


@cache
def document(name: str) -> Document:
    """One of the reviews, as read."""
    return next(read(file) for file in discover(CORPUS).files if file.name == name)


@cache
def file_text(name: str) -> str:
    """One of the reviews, as it stands in its file."""
    return decode((CORPUS / name).read_bytes()).text
