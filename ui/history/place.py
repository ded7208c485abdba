"""A place in the list of conversations, as it stands in an address."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assistant.errors import UsageError

if TYPE_CHECKING:
    from assistant.history.conversation import Place


def to_text(place: Place) -> str:
    """For the address of what comes after it."""
    changed, id_ = place
    return f"{changed.isoformat()}~{id_}"


def from_text(text: str) -> Place | None:
    """What `to_text` wrote; None for "".

    Raises:
        UsageError: It is something else.
    """
    if not text:
        return None
    moment, _, id_ = text.partition("~")
    try:
        changed = datetime.fromisoformat(moment)
    except ValueError:
        changed = None
    if changed is None or changed.tzinfo is None:
        raise UsageError("The address names no place in the list: open the list again.")
    return changed, id_
