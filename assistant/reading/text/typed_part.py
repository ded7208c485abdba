"""A part of typed text: a paragraph, an item, a turn, a heading, a table."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.reading.document import BlockKind
from assistant.reading.text.typed_tables import TypedTable
from assistant.reading.text_builder import WrittenLine


@dataclass(slots=True)
class Part:
    """A part of the text, before it is certain what stands under which heading.

    rank:   of a heading, the less the further out.
    sure:   a heading that surely is one; another is to be quoted, too.
    indent: of an item.
    """

    kind: BlockKind
    lines: list[WrittenLine]
    text: str = ""
    rank: int = 0
    sure: bool = True
    numbered: bool = False
    indent: int = 0
    table: TypedTable | None = None
