"""Compare what was written with what the file holds, number by number, and say what is doubtful."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.document import ReadingReport
from assistant.reading.pdf.content import Content
from assistant.reading.pdf.drafts import Draft
from assistant.reading.pdf.fragments import Page
from assistant.reading.pdf.layout import Layout
from assistant.reading.pdf.segment import spaced
from assistant.reading.pdf.strips import Strip
from assistant.reading.pdf.writing import all_strips
from assistant.reading.structure import Layer

_NUMBER = re.compile(r"\d[\d.,]*")
_TOLD = 5  # notes of one kind
_MANY_UNMAPPED = 0.03  # of the characters of a page; formulas have some


def report_of(
    content: Content, layout: Layout, layer: Layer, drafts: Sequence[Draft]
) -> ReadingReport:
    """How well a file was read."""
    numbers, unread = _numbers(content, drafts)
    tables = sum(draft.table is not None for draft in drafts)
    return ReadingReport(
        tables=tables + len(layout.failed),
        tables_as_lines=len(layout.failed),
        numbers=numbers,
        numbers_unread=unread,
        columns=max((flow.count for flow in layout.flows), default=1),
        unread_pages=tuple(content.unread),
        recognised_pages=tuple(content.recognised),
        uncertain_pages=tuple(
            page.number for page in content.pages if _is_unmapped(page) or page.uncertain_formula
        ),
        notes=tuple(_notes(content, layout, unread)),
    )


def _numbers(content: Content, drafts: Sequence[Draft]) -> tuple[int, int]:
    """Numbers of the body, and how many of them are in no block and no header of a table,
    or left out though they are hardly of a header or a footer of the page.
    """
    written = {id(part) for strip in all_strips(drafts) for part in strip.fragments}
    out = {id(part) for own in content.left_out for parts in own for part in parts}
    numbers = unread = content.unfounded
    for page in content.pages:
        for parts in page.fragments.values():
            for part in parts:
                if id(part) not in out and _NUMBER.search(part.text):
                    numbers += 1
                    unread += id(part) not in written
    return numbers, unread + sum(_covered(strip) for strip in all_strips(drafts))


def _covered(strip: Strip) -> int:
    """Numbers of a line that other text lies over, and makes one word with: hardly the file's."""
    return sum(
        after.x0 - before.x1 < -_OVER * after.size
        and after.size == before.size
        and after.rightward
        and _NUMBER.match(after.text) is not None
        and before.text[-1:].isalnum()
        and not spaced(before, after)
        for before, after in pairwise(strip.fragments)
    )


_OVER = 0.1  # of the size: so far boxes of two glyphs of one word hardly reach over one another


def _notes(content: Content, layout: Layout, unread: int) -> list[str]:
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
    if unread:
        numbers = "1 number of the file is" if unread == 1 else f"{unread} numbers of the file are"
        notes.append(f"{numbers} in none of the text.")
    return notes


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
