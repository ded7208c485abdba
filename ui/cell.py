"""A cell of a table's row, as it is shown."""

from __future__ import annotations

from pydantic.dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShownCell:
    """Words of a cell. column: its name, "" where it has none. start: offset in the row shown."""

    column: str
    text: str
    start: int
