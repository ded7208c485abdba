"""All pages of a file: their text by direction, and what of it is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from assistant.errors import UnreadableDocument
from assistant.reading.pdf import furniture
from assistant.reading.pdf.engine import Pdf
from assistant.reading.pdf.extraction import Extractor
from assistant.reading.pdf.fragments import Fragment, Page
from assistant.reading.pdf.line_numbers import line_numbers
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.running_numbers import unfounded
from assistant.reading.pdf.segment import Segment
from assistant.reading.pdf.segments import segments_of
from assistant.reading.scans import NOT_RECOGNISED, NOTHING_RECOGNISED

_LEAST_PICTURE = 0.25  # of a page: a picture so large may be a scan
MAX_CHARACTERS = 20_000_000
"""Of one file; what is beyond is not read, and told."""


@dataclass(slots=True)
class Content:
    """What a file holds.

    segments: of each page, by direction of the text, without what is left out.
    left_out: fragments of each page that are no part of the text.
    unfounded: lines of these with numbers that are hardly of a header or a footer.
    """

    pages: list[Page]
    segments: list[dict[int, list[Segment]]] = field(default_factory=list)
    left_out: list[list[list[Fragment]]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    unfounded: int = 0


Recognise = Callable[[Pdf, Page], bool]
"""Fills a page that is a picture with its words; says whether there were any."""


def content_of(pdf: Pdf, recognise: Recognise | None = None) -> Content:
    """Read all pages. recognise: those that are pictures too; None leaves them unread.

    Raises:
        UnreadableDocument: no page has text.
    """
    extractor = Extractor(pdf)
    content = Content([])
    characters = 0
    for number in range(1, pdf.pages + 1):
        page = extractor.page(number)
        if page is None:
            content.broken.append(number)
            continue
        characters += sum(len(part.text) for parts in page.fragments.values() for part in parts)
        if characters > MAX_CHARACTERS:
            raise UnreadableDocument("it holds too much text: split it into several files")
        content.pages.append(page)
        if not page.has_text and _is_scan(page):
            done = recognise is not None and recognise(pdf, page)
            (content.recognised if done else content.unread).append(number)
        elif page.layered:
            content.recognised.append(number)
    if not any(page.has_text for page in content.pages):
        raise UnreadableDocument(_why_empty(content, looked=recognise is not None))
    _leave_out(content)
    return content


def _is_scan(page: Page) -> bool:
    """Whether a picture covers much of a page; tiled scans add up."""
    area = sum((rect.x1 - rect.x0) * (rect.y1 - rect.y0) for rect in page.pictures)
    return area >= _LEAST_PICTURE * page.width * page.height


def _why_empty(content: Content, *, looked: bool) -> str:
    """looked: whether text recognition has looked at its pictures."""
    if content.unread:
        return NOTHING_RECOGNISED if looked else NOT_RECOGNISED
    if content.broken and not content.pages:
        return "its pages are damaged: open it in a PDF viewer, and save or print it to a new PDF"
    return "the file holds no text"


def _leave_out(content: Content) -> None:
    numbers = line_numbers(content.pages)
    for page in content.pages:
        marks = {id(part) for part in furniture.stamps(page)} | numbers
        own: dict[int, list[Segment]] = {}
        out: list[list[Fragment]] = []
        for angle, parts in page.fragments.items():
            out += [[part] for part in parts if id(part) in marks]
            if kept := [part for part in parts if id(part) not in marks]:
                own[angle] = segments_of(kept)
        content.segments.append(own)
        content.left_out.append(out)
    for angle in (0, 90, 180, 270):
        _leave_running_out(content, angle)


def _leave_running_out(content: Content, angle: int) -> None:
    """Leave headers, footers and numbers of pages out of the text of one direction.

    angle: where it is not upright, of pages most of whose text has this direction.
    """
    own = [
        at for at, page in enumerate(content.pages) if angle == 0 or page.main_direction == angle
    ]
    pages = [content.pages[at].turned(angle) if angle else content.pages[at] for at in own]
    lines = [[Line([segment]) for segment in content.segments[at].get(angle, [])] for at in own]
    running = furniture.left_out(pages, lines)
    if all(id(line.segments[0]) in running for each in lines for line in each):
        running = set()  # pages of a line or two that look alike: they are all there is
    staying = [[one for one in each if id(one.segments[0]) not in running] for each in lines]
    leaving = [[one for one in each if id(one.segments[0]) in running] for each in lines]
    content.unfounded += unfounded(pages, staying, leaving)
    for at, stay, leave in zip(own, staying, leaving, strict=True):
        content.left_out[at] += [line.segments[0].fragments for line in leave]
        content.segments[at][angle] = [line.segments[0] for line in stay]
