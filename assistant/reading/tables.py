"""Numbered tables in extracted text: from scattered lines back to rows and cells.

An extractor writes a table line by line as it stands on the page. Cells end up on one line
where they are one line high, apart by a blank line where they are higher, and the table goes on
after a page break under a repeated caption and header. What is left to hold on to:

* a caption ("Table 1 …"), then a header, then rows that are numbered from 1 without a gap;
* a column of registration codes ("NCT01377870"), which parts the cells left and right of it;
* blank lines, which part cells; and
* cells of the same column in clearer rows, which show how a cell of it begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.reading.document import Span
from assistant.reading.lines import Line
from assistant.reading.table_rows import CODE, Row, read_rows

_CAPTION = re.compile(r"(Table\s+(?:\d+|[IVX]+|S\d+))\b[.:]?(?:\s+\S|$)", re.IGNORECASE)
_BULLET = re.compile(r"[•‣◦▪●\ufffd]\s")
_LOOK_AHEAD = 10  # lines between a caption and the first row


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it was found. before: how many of the other lines stand before it."""

    before: int
    caption: tuple[Span, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class _Draft:
    before: int
    label: str
    caption: list[Line]
    header: list[Line]
    body: list[Line] = field(default_factory=list)


def take_tables(lines: list[Line], width: float) -> tuple[list[RawTable], list[Line]]:
    """Find the numbered tables; returns them and the lines that belong to none.

    The first line after a table is marked as following a blank line and a page, since the text
    around a table says nothing about where a paragraph ends.
    """
    drafts: dict[str, _Draft] = {}
    rest: list[Line] = []
    at, cut = 0, False
    while at < len(lines):
        found = _begin(lines, at)
        if found is None:
            line = lines[at]
            rest.append(replace(line, after_blank=True, after_page=True) if cut else line)
            at, cut = at + 1, False
            continue
        label, caption, header, at = found
        draft = drafts.setdefault(label, _Draft(len(rest), label, caption, header))
        end = _end(lines, at, width)
        if at < end:  # of a table that goes on, the removed caption was the first on its page
            draft.body += [
                replace(lines[at], after_blank=True, after_page=True),
                *lines[at + 1 : end],
            ]
        at, cut = end, True
    tables = [_parse(draft) for draft in drafts.values()]
    return tables, rest


def _begin(lines: list[Line], at: int) -> tuple[str, list[Line], list[Line], int] | None:
    """A table's label, caption, header and the place of its first line, if it begins here."""
    match = _CAPTION.match(lines[at].text)
    if match is None or not (lines[at].after_blank or lines[at].after_page):
        return None
    caption, place = [lines[at]], at + 1
    while place < len(lines) and not lines[place].after_blank and len(caption) < _LOOK_AHEAD:
        caption.append(lines[place])
        place += 1
    first = next(
        (
            number
            for number in range(place, min(place + _LOOK_AHEAD, len(lines)))
            if re.match(r"\d{1,3}[.)]?\s+\S", lines[number].text)
        ),
        None,
    )
    continued = "continued" in " ".join(line.text for line in caption).lower()
    if not continued and first is None:
        return None
    header_end = place + 1
    while header_end < len(lines) and not lines[header_end].after_blank:
        header_end += 1
    header_end = min(header_end, first) if first is not None else header_end
    if header_end == place:  # no header: not a table that we can read
        return None
    label = re.sub(r"\s+", " ", match.group(1)).lower()
    return label, caption, lines[place:header_end], header_end


def _end(lines: list[Line], at: int, width: float) -> int:
    """Where the table's part on this page ends: at a page break, a caption, or plain prose."""
    place = at
    while place < len(lines):
        line = lines[place]
        if place > at and (line.after_page or _begin(lines, place) is not None):
            return place
        if place > at and line.after_blank and _is_prose(lines, place, width):
            return place
        place += 1
    return place


def _is_prose(lines: list[Line], at: int, width: float) -> bool:
    """Whether a paragraph over the whole width begins here."""
    end = at + 1
    while end < len(lines) and not lines[end].after_blank:
        end += 1
    block = [line.text for line in lines[at:end]]
    if len(block) < 3 or any(_BULLET.match(text) or CODE.search(text) for text in block):
        return False
    full = sum(len(text) >= width * 0.85 for text in block[:-1])
    starts_row = re.match(r"\d{1,3}[.)]?\s", block[0]) is not None
    return full == len(block) - 1 and block[0][:1].isupper() and not starts_row


def _parse(draft: _Draft) -> RawTable:
    columns = _columns(" ".join(line.text for line in draft.header))
    caption = tuple(Span(line.start, line.end) for line in draft.caption)
    return RawTable(draft.before, caption, columns, read_rows(draft.body, columns))


def _columns(header: str) -> tuple[str, ...]:
    """Column names of a header line, each of which begins with a capital letter."""
    wide = [part.strip() for part in re.split(r"\s{2,}|\t|\|", header) if part.strip()]
    names = wide if len(wide) > 2 else re.split(r"(?<!\s)\s++(?=[A-Z#])", header.strip())
    return tuple(names)
