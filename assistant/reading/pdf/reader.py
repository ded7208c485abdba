"""Read a PDF into blocks that point into its layer."""

from __future__ import annotations

from dataclasses import replace

from assistant.reading.pdf.audit import report_of
from assistant.reading.pdf.captions import give_captions, join_tables, mark_captions
from assistant.reading.pdf.content import Content, Recognise, content_of
from assistant.reading.pdf.drafts import Draft, drafts_of
from assistant.reading.pdf.engine import opened
from assistant.reading.pdf.front_matter import front_of, mark_front
from assistant.reading.pdf.headings import Bookmarks, body_size, mark_headings
from assistant.reading.pdf.joining import join_paragraphs
from assistant.reading.pdf.kinds import mark_kinds
from assistant.reading.pdf.layout import Layout
from assistant.reading.pdf.metadata import source_of
from assistant.reading.pdf.notes import join_references, mark_footnotes, mark_references
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.segments import segments_of
from assistant.reading.pdf.writing import layer_of, prepare, write
from assistant.reading.structure import Structure


def read_pdf(data: bytes, password: str = "", recognise: Recognise | None = None) -> Structure:
    """Read a PDF.

    recognise: the words of pages that are pictures; None leaves these pages unread.

    Raises:
        UnreadableDocument: it is damaged, encrypted, or holds no text.
    """
    with opened(data, password) as pdf:
        content = content_of(pdf, recognise)
        layout = _layout(content)
        bookmarks = Bookmarks(pdf.outline())
        drafts = _drafts(content, layout, bookmarks)
        source = source_of(pdf, drafts, front_of(drafts, bookmarks))
    prepare(drafts, {page.number for page in content.pages if page.mirrored})
    layer = layer_of(content, drafts, _pages(content))
    writer = write(layer, drafts)
    structure = replace(writer.structure(), layer=layer, source=source)
    return replace(structure, report=report_of(content, layout, structure, drafts))


def _layout(content: Content) -> Layout:
    layout = Layout()
    for page, segments in zip(content.pages, content.segments, strict=True):
        for angle in sorted(segments):
            if segments[angle]:
                layout.add(page, angle, segments[angle])
    return layout


def _drafts(content: Content, layout: Layout, bookmarks: Bookmarks) -> list[Draft]:
    drafts = [
        draft for column, flow in enumerate(layout.flows) for draft in drafts_of(flow, column)
    ]
    body = body_size(drafts)
    mark_headings(drafts, bookmarks)
    mark_front(drafts, bookmarks)
    drafts = give_captions(mark_captions(drafts))
    mark_references(drafts)
    mark_footnotes(drafts, body, {page.number: page.height for page in content.pages})
    drafts = mark_kinds(drafts)
    drafts = join_paragraphs(join_references(join_tables(drafts)))
    return _with_fields(drafts, content)


def _with_fields(drafts: list[Draft], content: Content) -> list[Draft]:
    """The drafts, each field of a form after the text beside it."""
    for page in content.pages:
        for parts in page.fields:
            for segment in segments_of(parts):
                field = Draft(page.number, 0, [Line([segment])], kind="field")
                drafts.insert(_place(drafts, field), field)
    return drafts


def _place(drafts: list[Draft], field: Draft) -> int:
    """After the last draft of its page that begins above its middle, and the fields there."""
    rect = field.lines[0].fragments[0].rect
    middle = (rect.y0 + rect.y1) / 2
    before = 0
    for at, draft in enumerate(drafts, 1):
        above = draft.first_page == field.page and draft.angle == 0 and draft.top <= middle
        if draft.first_page < field.page or above:
            before = at
    return before


def _pages(content: Content) -> dict[int, int]:
    """The page of each fragment, by its id."""
    return {
        id(part): page.number
        for page in content.pages
        for parts in (*page.fragments.values(), *page.fields)
        for part in parts
    }
