"""Compare what was written with what the file holds, number by number, and say what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.reading.document import ReadingReport
from assistant.reading.pdf.content import Content
from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.fragments import Page
from assistant.reading.pdf.layout import Layout
from assistant.reading.pdf.numbers_audit import NumbersRead, audit_numbers
from assistant.reading.structure import Structure

_TOLD = 5  # notes of one kind
_MANY_UNMAPPED = 0.03  # of the characters of a page; formulas have some


def report_of(
    content: Content, layout: Layout, structure: Structure, drafts: Sequence[Draft]
) -> ReadingReport:
    """How well a file was read. structure: what was written of it, with its layer."""
    read = audit_numbers(content, structure, drafts)
    tables = sum(draft.table is not None for draft in drafts)
    return ReadingReport(
        tables=tables + len(layout.failed),
        tables_as_lines=len(layout.failed),
        numbers=read.numbers + content.unfounded,
        numbers_unread=len(read.lost) + content.unfounded,
        columns=max((flow.count for flow in layout.flows), default=1),
        unread_pages=tuple(content.unread),
        recognised_pages=tuple(content.recognised),
        uncertain_pages=tuple(
            page.number for page in content.pages if _is_unmapped(page) or page.uncertain_formula
        ),
        notes=tuple(_notes(content, layout, read)),
    )


def _notes(content: Content, layout: Layout, read: NumbersRead) -> list[str]:
    notes: list[str] = []
    if content.unread:
        notes.append(f"{_pages(content.unread)} without text, as of a scan, and not read.")
    if content.recognised:
        notes.append(
            f"{_pages(content.recognised)} of a scan: the words were recognised, and may be wrong."
        )
    for one in (page for page in content.pages if page.unsure):
        lines = "1 line" if one.unsure == 1 else f"{one.unsure} lines"
        notes.append(f"{lines} of page {one.number} could not be recognised.")
    if content.broken:
        notes.append(f"{_pages(content.broken)} damaged and not read.")
    for page in list(dict.fromkeys(layout.failed))[:_TOLD]:
        notes.append(f"A table on page {page} is kept as lines: its rows could not be told apart.")
    notes += _notes_of_doubt(content.pages)
    for seen in [page for page in content.pages if page.hidden][:_TOLD]:
        words = "1 word" if seen.hidden == 1 else f"{seen.hidden} words"
        notes.append(f"Hidden text on page {seen.number} is left out: {words}.")
    cut = [page.number for page in content.pages if page.cut]
    if cut:
        notes.append(f"{_pages(cut)} holding more text than can be read: its end is left out.")
    return [*notes, *_notes_of_numbers(read, content.unfounded)]


def _notes_of_numbers(read: NumbersRead, unfounded: int) -> Iterator[str]:
    """unfounded: lines with numbers that were left out as headers, and may be of the text."""
    count = len(read.lost) + unfounded
    if not count:
        return
    which = [f"{text} (page {page})" for page, text in read.lost[:_TOLD]]
    named = f": {', '.join(which)}{' …' if len(read.lost) > _TOLD else ''}" if which else ""
    numbers = "1 number of the file is" if count == 1 else f"{count} numbers of the file are"
    yield f"{numbers} in none of the text{named}."


def _notes_of_doubt(pages: Sequence[Page]) -> list[str]:
    """What may be wrong in the text of these pages."""
    notes: list[str] = []
    unmapped = [page.number for page in pages if _is_unmapped(page)]
    if unmapped:
        notes.append(
            f"{_pages(unmapped)} using a font that does not say which letters it draws: "
            "some of the text may be wrong."
        )
    formulas = [page.number for page in pages if page.uncertain_formula]
    if formulas:
        notes.append(
            f"{_pages(formulas)} showing fractions whose parts are given one after the other."
        )
    return notes


def _is_unmapped(page: Page) -> bool:
    characters = sum(len(part.text) for parts in page.fragments.values() for part in parts)
    return page.garbled or page.unmapped > _MANY_UNMAPPED * characters


def _pages(numbers: Sequence[int]) -> str:
    """As "Page 3 is" or "Pages 3, 4 and 12 are"."""
    if len(numbers) == 1:
        return f"Page {numbers[0]} is"
    told = [str(number) for number in numbers[:_TOLD]]
    if len(numbers) > _TOLD:
        return f"Pages {', '.join(told)} and {len(numbers) - _TOLD} more are"
    return f"Pages {', '.join(told[:-1])} and {told[-1]} are"
