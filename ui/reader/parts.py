"""A document in the parts that are shown one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.reading.document import Block, Document, Table

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*+\n))*+")


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that are shown as one: a heading, a paragraph, a list's items, a table's rows.

    kind:    as of its blocks; "row" for a table.
    table:   of rows, where it is known; caption: the block with its caption, if that is its first.
    """

    kind: str
    blocks: tuple[Block, ...]
    table: Table | None = None
    caption: Block | None = None

    @property
    def start(self) -> int:
        """Where it begins in the document's text."""
        return (self.caption or self.blocks[0]).start

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.blocks[-1].end


def parts(document: Document) -> list[Part]:
    """All of the document's text, in its order."""
    found: list[Part] = []
    for (kind, table), group in groupby(_blocks(document), key=_together):
        blocks = tuple(group)
        if kind == "row":
            found.append(_table(document, blocks, table, found))
        elif kind == "item":
            found.append(Part(kind, blocks))
        else:
            found += [Part(kind, (block,)) for block in blocks]
    return found


def _together(block: Block) -> tuple[str, int | None]:
    return block.kind, block.table


def _table(
    document: Document, rows: tuple[Block, ...], number: int | None, before: list[Part]
) -> Part:
    """A table takes the caption that was written right before it."""
    table = None if number is None else document.tables[number]
    caption = None
    if table and table.caption and before and before[-1].kind == "caption":
        caption = before.pop().blocks[0]
    return Part("row", rows, table, caption)


def _blocks(document: Document) -> Iterator[Block]:
    """The document's blocks; text that lies in none is a paragraph, so that nothing is hidden."""
    done = 0
    for block in document.blocks:
        yield from _paragraphs(document.text, done, block.start)
        yield block
        done = block.end
    yield from _paragraphs(document.text, done, len(document.text))


def _paragraphs(text: str, start: int, end: int) -> Iterator[Block]:
    if text[start:end].isspace():
        return
    for found in _PARAGRAPH.finditer(text, start, end):
        yield Block("paragraph", found.start(), found.start() + len(found[0].rstrip()))


def section_at(document: Document, start: int) -> tuple[str, ...]:
    """The headings above a place, outermost first."""
    section: tuple[str, ...] = ()
    for block in document.blocks:
        if block.start > start:
            break
        section = block.section
    return section
