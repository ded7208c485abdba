"""The table of contents: headings, and tables with a caption, nested by their level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.document import Block, Document
from ui.markup import escape
from ui.reader.address import address
from ui.reader.body import level
from ui.reader.parts import Part


@dataclass
class _Entry:
    block: Block
    level: int
    table: bool
    below: list[_Entry] = field(default_factory=list)


def contents(document: Document, shown: Sequence[Part]) -> str:
    """Nested lists of links; "" where there is nothing to list."""
    top: list[_Entry] = []
    above: list[_Entry] = []  # from the outermost heading to the last one
    for part in shown:
        entry = _entry(part, above)
        if entry is None:
            continue
        above = [one for one in above if one.level < entry.level]
        (above[-1].below if above else top).append(entry)
        if not entry.table:
            above.append(entry)
    return _list(document, top) if top else ""


def _entry(part: Part, above: Sequence[_Entry]) -> _Entry | None:
    if part.kind == "heading":
        return _Entry(part.blocks[0], level(part.blocks[0]), table=False)
    if part.caption is not None:
        return _Entry(part.caption, above[-1].level + 1 if above else 0, table=True)
    return None


def _list(document: Document, entries: Sequence[_Entry]) -> str:
    return f"<ol>{''.join(_item(document, one) for one in entries)}</ol>"


def _item(document: Document, entry: _Entry) -> str:
    block = entry.block
    words = escape(document.text[block.start : block.end])
    link = escape(address(document.name, block.start, block.end))
    kind = ' class="is-table"' if entry.table else ""
    below = _list(document, entry.below) if entry.below else ""
    return f'<li{kind}><a href="{link}" data-to="{block.start}" dir="auto">{words}</a>{below}</li>'
