"""Numbers of pages, slides and the like, in words."""

from __future__ import annotations

from assistant.messages import MESSAGES
from assistant.reading.units import UnitKind


def counted(kind: UnitKind, count: int) -> str:
    """How many there are: "1 page", "12 pages"."""
    name = getattr(MESSAGES, f"unit_{kind}" if count == 1 else f"units_{kind}")
    return f"{count:,} {name}"
