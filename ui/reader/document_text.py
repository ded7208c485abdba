"""A document's text and contents as HTML. Every block and cell carries its offset."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape as escape_html
from itertools import groupby

from assistant.printable import printable
from assistant.reading.document import Block, Document, Span, Table
from ui.markup import escape
from ui.reader.address import address

NOTHING = "\N{ZERO WIDTH SPACE}"
"""Stands for a character that may not be shown, so that offsets can be counted in the browser."""

Range = tuple[int, int]


def exact(text: str) -> str:
    """`text` escaped, one character of HTML text for each of its own."""
    shown = printable(text)
    if len(shown) != len(text):
        shown = "".join(printable(character) or NOTHING for character in text)
    return escape_html(shown, quote=True)


def marked(text: str, start: int, end: int, at: Range | None) -> str:
    """`text[start:end]` escaped, with what of `at` lies in it inside `<mark>`."""
    first, last = (end, end) if at is None else (max(start, at[0]), min(end, at[1]))
    if first >= last:
        return exact(text[start:end])
    return (
        f'{exact(text[start:first])}<mark class="reader-mark">{exact(text[first:last])}</mark>'
        f"{exact(text[last:end])}"
    )


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


_HIGHEST, _LOWEST = 2, 6  # levels of headings; the first is the title's
TABLE = "Table"


def level(block: Block) -> int:
    """Of a heading, from 2 to 6."""
    return min(_LOWEST, max(_HIGHEST, len(block.section) + _HIGHEST - 1))


class PartWriter:
    """Writes parts of a document, with what lies in `at` marked."""

    def __init__(self, document: Document, at: Range | None = None) -> None:
        self._document, self._at = document, at

    def part(self, part: Part) -> str:
        """One part as HTML."""
        first = part.blocks[0]
        if part.kind == "heading":
            return self._element(f"h{level(first)}", first, "reader-heading", ' tabindex="-1"')
        if part.kind == "item":
            items = "".join(self._element("li", block, "reader-item") for block in part.blocks)
            return f'<ul class="reader-list">{items}</ul>'
        if part.kind == "row":
            return self._table(part)
        if part.kind == "caption":
            return self._element("p", first, "reader-caption")
        return self._element("p", first, "reader-paragraph")

    def _table(self, part: Part) -> str:
        columns = part.table.columns if part.table else ()
        width = max(len(columns), *(len(row.cells) for row in part.blocks), 1)
        name = TABLE
        caption = head = ""
        if part.caption:
            caption = self._element("caption", part.caption, "reader-caption")
            name = self._document.text[part.caption.start : part.caption.end]
        if any(columns):
            names = [*columns, *[""] * (width - len(columns))]
            cells = "".join(f'<th scope="col" dir="auto">{escape(one)}</th>' for one in names)
            head = f"<thead><tr>{cells}</tr></thead>"
        rows = "".join(self._row(row, width) for row in part.blocks)
        return (
            f'<div class="reader-table" role="region" tabindex="0" aria-label="{escape(name)}">'
            f"<table>{caption}{head}<tbody>{rows}</tbody></table></div>"
        )

    def _row(self, row: Block, width: int) -> str:
        cells = [self._element("td", cell) for cell in row.cells]
        cells += ["<td></td>"] * (width - len(cells))
        if not row.cells:
            cells = [self._element("td", row, "", f' colspan="{width}"')]
        return f"<tr>{''.join(cells)}</tr>"

    def _element(self, tag: str, place: Block | Span, kind: str = "", more: str = "") -> str:
        if place.start == place.end:
            return f"<{tag}></{tag}>"
        named = f' class="{kind}"' if kind else ""
        text = marked(self._document.text, place.start, place.end, self._at)
        return f'<{tag}{named} data-start="{place.start}" dir="auto"{more}>{text}</{tag}>'


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


KEPT = 8


@dataclass(frozen=True, slots=True)
class Prepared:
    """html: of each part, without a mark. contents: of all of them, "" where there are none."""

    document: Document
    parts: tuple[Part, ...]
    html: tuple[str, ...]
    contents: str
    words: int

    def body(self, at: Range | None = None) -> str:
        """All parts, in sections that begin with a heading; what lies in `at` is marked."""
        writer = PartWriter(self.document, at)
        sections: list[list[str]] = [[]]
        for part, html in zip(self.parts, self.html, strict=True):
            if part.kind == "heading":
                sections.append([])
            touched = at is not None and part.start < at[1] and at[0] < part.end
            sections[-1].append(writer.part(part) if touched else html)
        return "".join(
            f'<section class="reader-section">{"".join(section)}</section>'
            for section in sections
            if section
        )


def prepare(document: Document) -> Prepared:
    """All that the address does not change."""
    shown, writer = tuple(parts(document)), PartWriter(document)
    return Prepared(
        document=document,
        parts=shown,
        html=tuple(writer.part(part) for part in shown),
        contents=contents(document, shown),
        words=len(document.text.split()),
    )


class Shelf:
    """The last documents that were read. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], Prepared] = OrderedDict()

    def get(self, document: Document) -> Prepared:
        """The document prepared, from the shelf where it is there."""
        key = document.name, document.sha256
        with self._lock:
            found = self._kept.pop(key, None)
        found = found or prepare(document)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
