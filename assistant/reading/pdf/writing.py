"""Write drafts as the blocks of a document, from the layer of their file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import chain

from assistant.reading.document import Span
from assistant.reading.pdf.content import Content
from assistant.reading.pdf.direction import as_read
from assistant.reading.pdf.drafts import BULLET, Draft
from assistant.reading.pdf.layer import make_layer
from assistant.reading.pdf.strips import Strip
from assistant.reading.pdf.table_rows import Cell
from assistant.reading.structure import Layer, Writer
from assistant.reading.text.tables import RawTable, Row
from assistant.reading.text_builder import Assembly

_BULLET = re.compile(rf"{BULLET.pattern}\s*|[-–*·]\s+")


def prepare(drafts: Sequence[Draft], mirrored: Set[int]) -> None:
    """Make the strips of all drafts: a line, or a cell's part of one, is one strip.

    mirrored: the pages whose text runs from right to left.
    """
    for draft in drafts:
        turned = draft.angle == 0 and draft.page in mirrored
        draft.strips = [Strip(as_read(line.fragments, turned)) for line in draft.lines]
        if draft.kind == "code":
            _indent(draft)
        if draft.caption is not None:
            prepare([draft.caption], mirrored)
        if draft.table is not None and draft.table.grid is not None:
            grid = draft.table.grid
            draft.rows = [[_strips(cell, turned) for cell in row] for row in grid.rows]
            seen: set[int] = set()
            cells = chain(chain.from_iterable(grid.header), grid.repeated)
            for strip in chain.from_iterable(_strips(cell, turned) for cell in cells):
                fresh = [part for part in strip.fragments if id(part) not in seen]
                seen.update(map(id, fresh))
                if fresh:
                    draft.header.append(Strip(fresh))


def _indent(draft: Draft) -> None:
    """Give lines of code the spaces that they begin with."""
    left = min(line.x0 for line in draft.lines)
    for line, strip in zip(draft.lines, draft.strips, strict=True):
        strip.indent = min(round((line.x0 - left) / (_FIXED_WIDTH * max(line.size, 1.0))), 80)


_FIXED_WIDTH = 0.6  # of the size: a letter of most fonts for code


def _strips(cell: Cell, mirrored: bool) -> list[Strip]:
    return [Strip(as_read(line, mirrored)) for line in cell]


def all_strips(drafts: Sequence[Draft]) -> Iterator[Strip]:
    """Those of all drafts."""
    for draft in drafts:
        yield from draft.strips
        yield from draft.header
        for row in draft.rows:
            yield from chain.from_iterable(row)
        if draft.caption is not None:
            yield from draft.caption.strips


def layer_of(content: Content, drafts: Sequence[Draft], pages: dict[int, int]) -> Layer:
    """The layer of the file. pages: the page of each fragment, by its id."""
    left_out = [
        (page.number, Strip(parts))
        for page, own in zip(content.pages, content.left_out, strict=True)
        for parts in own
    ]
    strips = [(pages[id(strip.fragments[0])], strip) for strip in all_strips(drafts)]
    return make_layer(content.pages, [*left_out, *strips])


def write(layer: Layer, drafts: Sequence[Draft]) -> Writer:
    """Write all drafts, in their order, below the headings that they stand under."""
    writer = Writer(Assembly(layer.text), counted_rows=True)
    path: list[tuple[int, str]] = []
    lead: int | None = None
    for draft in drafts:
        section = tuple(title for _, title in path)
        if draft.kind == "heading":
            path = _enter(writer, draft, path)
        elif draft.table is not None:
            _table(writer, draft, section)
        else:
            lead = _block(writer, draft, section, lead)
    return writer


def _enter(writer: Writer, draft: Draft, path: list[tuple[int, str]]) -> list[tuple[int, str]]:
    written = writer.block("heading", _spans(draft.strips), (), level=draft.level)
    if written.start == written.end:
        return path
    path = [entry for entry in path if entry[0] < draft.level]
    path.append((draft.level, writer.title(written)))
    writer.retitle(tuple(title for _, title in path))
    return path


def _block(writer: Writer, draft: Draft, section: tuple[str, ...], lead: int | None) -> int | None:
    """Returns the paragraph that introduces the list that may follow or goes on."""
    if draft.kind == "item":
        spans = _without_bullet(draft)
        writer.block("item", spans, section, level=max(1, draft.level), lead=lead)
        return lead
    before = len(writer.blocks)
    writer.block(draft.kind, _spans(draft.strips), section)
    introduces = draft.kind == "paragraph" and draft.text.rstrip().endswith(":")
    return before if introduces and len(writer.blocks) > before else None


def _without_bullet(draft: Draft) -> list[Span]:
    """The lines of an item; its number stays, a bullet says nothing."""
    spans = _spans(draft.strips)
    match = _BULLET.match(draft.strips[0].text)
    mark = match.end() if match else 0
    return [Span(spans[0].start + mark, spans[0].end), *spans[1:]]


def _table(writer: Writer, draft: Draft, section: tuple[str, ...]) -> None:
    caption = _spans(draft.caption.strips) if draft.caption is not None else []
    rows = tuple(Row(tuple(tuple(_spans(cell)) for cell in row)) for row in draft.rows if any(row))
    writer.table(RawTable(0, tuple(caption), draft.columns, rows), section)


def _spans(strips: Sequence[Strip]) -> list[Span]:
    return [strip.span for strip in strips]
