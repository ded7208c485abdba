"""What is told of other files that a file includes: they are read by themselves, if at all."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_NAMES = 20
_LONGEST = 100  # characters of a name


def not_included(names: Iterable[str]) -> str:
    """A sentence for the reading report; "" where nothing is included."""
    shown = dict.fromkeys(" ".join(name.split())[:_LONGEST] for name in names)
    listed = [name for name in shown if name]
    if not listed:
        return ""
    more = ", …" if len(listed) > _MOST_NAMES else ""
    return f"Files that it includes were not read: {', '.join(listed[:_MOST_NAMES])}{more}."
