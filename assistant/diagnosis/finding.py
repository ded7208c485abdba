"""What one look at one thing found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "problem"]
"""As it should be; worth knowing; or something that does not work until it is seen to."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line.

    part: what was looked at: "index", "models", "disk".
    text: what was found; for all but "ok" it ends with what to do.
    """

    part: str
    level: Level
    text: str


def ok(part: str, text: str) -> Finding:
    """It is as it should be."""
    return Finding(part, "ok", text)


def note(part: str, text: str) -> Finding:
    """It works, and there is something to know."""
    return Finding(part, "note", text)


def problem(part: str, text: str) -> Finding:
    """It does not work."""
    return Finding(part, "problem", text)


def number(count: int, thing: str) -> str:
    """So many of a thing: "1 document", "1,200 documents"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def megabytes(size: int) -> str:
    """Bytes for people."""
    return f"{size / 1e6:,.1f} MB" if size < 1_000_000_000 else f"{size / 1e9:,.1f} GB"
