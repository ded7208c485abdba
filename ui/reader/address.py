"""Where a place of a document is shown, and what such an address says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote as url_quote

from assistant.reading.document import Document

_RANGE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")

MALFORMED = "The address does not name a place in this document, so nothing is marked."
OUTSIDE = "The place in the address lies outside this document, so nothing is marked."
CHANGED = "This document has changed since: the place cannot be shown exactly."


@dataclass(frozen=True, slots=True)
class Place:
    """What an address asks to be marked. at: half-open range of characters; None for nothing.

    problem: why nothing is marked, in one sentence; "" if nothing was asked for, or it is.
    """

    at: tuple[int, int] | None = None
    problem: str = ""


def address(name: str, start: int | None = None, end: int | None = None, sha256: str = "") -> str:
    """The address, from "#/", of a document, or of `text[start:end]` of it.

    sha256: of the document that the offsets are of: if it has changed, the reader says so.
    """
    asked = "" if start is None or end is None else f"at={start}-{end}"
    asked = "&".join(part for part in (asked, sha256 and f"sha={sha256}") if part)
    return f"#/read/{url_quote(name, safe='', errors='replace')}{asked and '?'}{asked}"


def place(document: Document, at: str, sha256: str) -> Place:
    """What to mark. at: "START-END" or ""; sha256: of the document meant, or ""."""
    if sha256 and sha256 != document.sha256:
        return Place(problem=CHANGED)
    if not at:
        return Place()
    found = _RANGE.fullmatch(at)
    if found is None:
        return Place(problem=MALFORMED)
    start, end = int(found[1]), int(found[2])
    if not start < end <= len(document.text) or not document.text[start:end].strip():
        return Place(problem=OUTSIDE)
    return Place((start, end))
