"""A document's text and contents, made ready for `templates/document_text.html`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from markupsafe import Markup, escape

from assistant.lru import Lru
from assistant.printable import printable
from assistant.reading.document import Block, Document, Span, Table
from ui.reader.address import address
from ui.reader.sheets import Leaves
from ui.templating import render_macro

_TEMPLATE = "document_text.html"

NOTHING = "\N{ZERO WIDTH SPACE}"
"""Stands for a character that may not be shown, so that offsets can be counted in the browser."""

Range = tuple[int, int]


def exact(text: str) -> Markup:
    """`text` escaped, one character of HTML text for each of its own."""
    shown = printable(text)
    if len(shown) != len(text):
        shown = "".join(printable(character) or NOTHING for character in text)
    return escape(shown)


def marked(text: str, start: int, end: int, at: Range | None) -> Markup:
    """`text[start:end]` escaped, with what of `at` lies in it inside `<mark>`."""
    first, last = (end, end) if at is None else (max(start, at[0]), min(end, at[1]))
    if first >= last:
        return exact(text[start:end])
    pieces = (text[start:first], text[first:last], text[last:end])
    return _MARKED.format(*map(exact, pieces))


_MARKED = Markup('{}<mark class="reader-mark">{}</mark>{}')

_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?![^\S\n]*+\n))*+")


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that are shown as one: a heading, a paragraph, a list's items, a table's rows.

    kind:    as of its blocks; "row" for a table.
    table:   of rows, if it is known; caption: the block with its caption, if that is its first.
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
_UNNAMED = "Table"


def level(block: Block) -> int:
    """The level of a heading's element, from 2 to 6."""
    return min(_LOWEST, max(_HIGHEST, len(block.section) + _HIGHEST - 1))


_TAGS = {
    "caption": ("p", "reader-caption"),
    "code": ("pre", "reader-code"),
    "quotation": ("blockquote", "reader-paragraph reader-quotation"),
    "footnote": ("p", "reader-paragraph reader-footnote"),
    "reference": ("p", "reader-paragraph reader-reference"),
}


_ITEM = re.compile(r"[\u2022\u2023\u25a0-\u25ff\u2013\u2014\u00b7*+-]|[(\[]?\w{1,4}[.)\]](?=\s)")
"""How an item begins that brings its own bullet or number: "•", "(a)", "3.", "iv)"."""


class PartWriter:
    """Writes parts of a document, with what lies in `at` marked."""

    def __init__(self, document: Document, at: Range | None = None) -> None:
        self._document, self._at = document, at

    def part(self, part: Part) -> Markup:
        """One part as HTML."""
        first = part.blocks[0]
        if part.kind == "heading":
            return self._written("heading", block=first, level=level(first))
        if part.kind == "item":
            return self._written("items", blocks=part.blocks, marked=self._marked)
        if part.kind == "row":
            return self._table(part)
        tag, kind = _TAGS.get(part.kind, ("p", "reader-paragraph"))
        return self._written("element", tag=tag, place=first, kind=kind)

    def _marked(self, item: Block) -> bool:
        return _ITEM.match(self._document.text, item.start, item.end) is not None

    def _table(self, part: Part) -> Markup:
        columns = part.table.columns if part.table else ()
        width = max(len(columns), *(len(row.cells) for row in part.blocks), 1)
        name = _UNNAMED
        if part.caption:
            name = self._document.text[part.caption.start : part.caption.end]
        return self._written(
            "table",
            name=name,
            caption=part.caption,
            columns=[*columns, *[""] * (width - len(columns))] if any(columns) else (),
            rows=part.blocks,
            width=width,
        )

    def _written(self, macro: str, **values: object) -> Markup:
        return render_macro(_TEMPLATE, macro, words=self._words, **values)

    def _words(self, place: Block | Span) -> Markup:
        return marked(self._document.text, place.start, place.end, self._at)


@dataclass
class _Entry:
    block: Block
    level: int
    table: bool
    below: list[_Entry] = field(default_factory=list)


def contents(document: Document, shown: Sequence[Part]) -> Markup:
    """Nested lists of links; "" if there is nothing to list."""
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
    if not top:
        return Markup()
    return render_macro(
        _TEMPLATE,
        "contents",
        entries=top,
        words=lambda block: document.text[block.start : block.end],
        link=lambda block: address(document.name, block.start, block.end),
    )


def _entry(part: Part, above: Sequence[_Entry]) -> _Entry | None:
    if part.kind == "heading":
        return _Entry(part.blocks[0], level(part.blocks[0]), table=False)
    if part.caption is not None:
        return _Entry(part.caption, above[-1].level + 1 if above else 0, table=True)
    return None


KEPT = 8


@dataclass(frozen=True, slots=True)
class Prepared:
    """html: of each part, without a mark. contents: of all of them, "" if there are none."""

    document: Document
    parts: tuple[Part, ...]
    html: tuple[Markup, ...]
    contents: Markup
    words: int

    def body(self, at: Range | None = None) -> Markup:
        """All parts, in sections that begin with a heading; what lies in `at` is marked."""
        writer = PartWriter(self.document, at)
        sections: list[list[Markup]] = [[]]
        leaves = Leaves(self.document)
        for part, html in zip(self.parts, self.html, strict=True):
            if part.kind == "heading":
                sections.append([])
            if leaf := leaves.turned(part.start, part.end):
                sections[-1].append(render_macro(_TEMPLATE, "leaf", page=leaf))
            touched = at is not None and part.start < at[1] and at[0] < part.end
            sections[-1].append(writer.part(part) if touched else html)
        return render_macro(_TEMPLATE, "sections", parts=[one for one in sections if one])


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
        self._kept: Lru[tuple[str, str], Prepared] = Lru(KEPT)

    def get(self, document: Document) -> Prepared:
        """The document prepared, from the shelf if it is there."""
        return self._kept.get((document.name, document.sha256), lambda: prepare(document))
