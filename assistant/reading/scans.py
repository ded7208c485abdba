"""Scans: pages that are pictures of text, which only text recognition (OCR) can read."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec

SCANNED = "its pages are pictures without text, as of a scan"
"""How the reason begins why a file without any text was not read."""

NOT_RECOGNISED = (
    f"{SCANNED}: install text recognition (pip install 'document-assistant[ocr]') and index again"
)

NOTHING_RECOGNISED = "its pages are pictures in which no text was recognised"

SECONDS = 900.0
"""That recognising the pages of one file may take; what is left then stays unread, and is told."""


@lru_cache(maxsize=1)
def can_recognise() -> bool:
    """Whether text recognition, the extra `ocr`, is installed."""
    return find_spec("rapidocr") is not None
