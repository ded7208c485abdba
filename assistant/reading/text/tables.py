"""Rebuild numbered tables of extracted text from scattered lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.reading.document import Span
from assistant.reading.text.lines import Line
from assistant.reading.text_builder import WrittenLine

REGISTRATION_CODE = (
    r"(?=[A-Za-z]*[A-Z]{2})[A-Za-z]{2,10}(?:-[A-Z]{2,6})?[-:/]?\d[A-Z0-9/-]{4,}"
    r"|\d{4}-\d{6}-\d{2}"
)
"""How trials are registered: NCT01377870, IRCT2009…N1, ChiCTR2000030261, JPRN-UMIN000012345,
ISRCTN12345678, and EudraCT's 2015-001234-12."""

CODE = re.compile(rf"(?<!\S)(?:{REGISTRATION_CODE})(?!\S)")
_NUMBER = re.compile(r"([0-9]++)(?:[.)]\s*+|\s++)(?=\S)")  # a row's
_ABBREVIATION = re.compile(r"[^\WA-Z]*+[A-Z][^\WA-Z]*+[A-Z]\w*+")


MAX_COLUMNS = 64
"""Of one table, for each row has a cell for every column; of more, the last holds the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as ranges of the file: for each column, the lines of its cell in order."""

    cells: tuple[tuple[WrittenLine, ...], ...]


@dataclass
class _Part:
    """A cell in the making: lines that stand together."""

    lines: list[Line] = field(default_factory=list)


def read_rows(body: list[Line], columns: tuple[str, ...]) -> tuple[Row, ...]:
    """Read the lines below a table's header as rows, each with a cell for every column."""
    rows = list(_rows(body))
    has_codes = any(CODE.search(line.text) for row in rows for line in row)
    coded = _code_column(columns) if has_codes else None
    cut = [_cut_row(row, coded) for row in rows]
    known = _beginnings(cut, coded)
    return tuple(_finish(cells, known, coded, len(columns)) for cells in cut)


def _code_column(columns: tuple[str, ...]) -> int:
    """Which column holds the registration codes: the last that is called a number or the like."""
    named = [
        place
        for place, name in enumerate(columns)
        if re.search(r"number|registr|identifier|\bID\b|code|NCT", name, re.IGNORECASE)
    ]
    later = [place for place in named if place > 0]
    return later[-1] if later else min(len(columns) - 1, 1)


def _rows(body: list[Line]) -> Iterator[list[Line]]:
    """Lines of each row: the row n begins at the first line that begins with n."""
    row: list[Line] = []
    number = 0
    for line in body:
        match = _NUMBER.match(line.text)
        if match is not None and match.group(1) == str(number + 1):
            if number:
                yield row
            row, number = [], number + 1
        row.append(line)
    if number:
        yield row


@dataclass
class _Cells:
    """A row being cut. left: parts before the code; may be one too few (see `_split_first`)."""

    ordinal: Line
    left: list[_Part]
    code: Line | None
    right: list[_Part]
    continued: list[_Part]  # parts after a page break inside the row


def _cut_row(lines: list[Line], coded: int | None) -> _Cells:
    first = lines[0]
    match = _NUMBER.match(first.text)
    taken = match.end() if match else 0
    ordinal = _slice(first, 0, len(first.text[:taken].rstrip()))
    lines = [replace(_slice(first, taken, len(first.text)), after_blank=True), *lines[1:]]
    cells = _Cells(ordinal, [], None, [], [])
    target = cells.left
    for place, line in enumerate(lines):
        found = CODE.search(line.text) if coded is not None and cells.code is None else None
        if place and line.after_page:
            target = cells.continued
        if found is None:
            _append(target, line)
            continue
        cells.code = _slice(line, found.start(), found.end())
        _append(target, _slice(line, 0, found.start()))
        target = cells.right
        _append(target, _slice(line, found.end(), len(line.text)))
    return cells


def _append(parts: list[_Part], line: Line) -> None:
    if not line.text:
        return
    if line.after_blank or not parts:
        parts.append(_Part())
    parts[-1].lines.append(line)


def _slice(line: Line, begin: int, end: int) -> Line:
    """Part of a line, without outer white space."""
    text = line.text[begin:end]
    start = line.start + begin + len(text) - len(text.lstrip())
    text = text.strip()
    return replace(line, start=start, end=start + len(text), text=text)


def _beginnings(rows: list[_Cells], coded: int | None) -> set[str]:
    """How cells of the column left of the code begin, from rows where they stand apart."""
    if coded is None:
        return set()
    wanted = coded - 1
    cells = [row.left[-1] for row in rows if len(row.left) == wanted and wanted > 1]
    texts = [" ".join(line.text for line in cell.lines) for cell in cells]
    return {text.split(",")[0].strip() for text in texts}


def _finish(cells: _Cells, known: set[str], coded: int | None, count: int) -> Row:
    """Give every part its column; what cannot be told apart stays in the column it begins in."""
    columns: list[list[Line]] = [[] for _ in range(count)]
    columns[0].append(cells.ordinal)
    left_end = coded if coded is not None and cells.code is not None else count
    left = _split_first(cells.left, known) if len(cells.left) == left_end - 2 else cells.left
    _place(left, columns, 1, left_end)
    if coded is not None and cells.code is not None:
        columns[coded].append(cells.code)
        _place(cells.right, columns, coded + 1, count)
    _continue(cells.continued, columns)
    return Row(tuple(tuple(Span(line.start, line.end) for line in lines) for lines in columns))


def _place(parts: list[_Part], columns: list[list[Line]], begin: int, end: int) -> None:
    for place, part in enumerate(parts):
        if begin < end:
            columns[min(begin + place, end - 1)] += part.lines


def _continue(parts: list[_Part], columns: list[list[Line]]) -> None:
    """Place the cells that go on after a page break.

    The last part is the last column's, the others are those of the first text columns.
    """
    for place, part in enumerate(parts):
        last = place == len(parts) - 1
        columns[len(columns) - 1 if last else min(place + 1, len(columns) - 1)] += part.lines


def _split_first(parts: list[_Part], known: set[str]) -> list[_Part]:
    """Part two cells whose first lines stand on one line: the left cell is one line high."""
    first, *others = parts
    line = first.lines[0]
    at = _known_beginning(line.text, known)
    if at is None:
        at = _capitalised_tail(line.text)
    if not at:
        return parts
    left = _Part([_slice(line, 0, at)])
    right = _Part([_slice(line, at, len(line.text)), *first.lines[1:]])
    return [left, right, *others]


def _known_beginning(text: str, known: set[str]) -> int | None:
    lengths = {len(beginning) for beginning in known}
    for part in re.finditer(r"[^,]+", text):
        end = part.start() + len(part.group().rstrip())
        for match in _WORD_START.finditer(text, part.start(), end):
            if end - match.start() in lengths and text[match.start() : end] in known:
                return match.start()
    return None


def _capitalised_tail(text: str) -> int | None:
    """Where a run of capitalised words at the end begins.

    Abbreviations ("MS", "MSCs") end the run, small words ("of") do not.
    """
    at = None
    comma = text.find(",")
    for match in reversed(list(re.finditer(r"\S+", text))):
        word = match.group().strip(",.")
        if word[:1].isupper() and not _ABBREVIATION.fullmatch(word):
            at = match.start()
        elif word not in ("of", "and", "de", "the") and not (
            word.isupper() and 0 <= comma < match.start()
        ):
            break
    return at


_WORD_START = re.compile(r"(?<=\s)\S")
_CAPTION = re.compile(r"(Table\s+(?:\d+|[IVX]+|S\d+))\b[.:]?(?:\s+\S|$)", re.IGNORECASE)
_BULLET = re.compile(r"[•‣◦▪●\ufffd]\s")
_LOOK_AHEAD = 10  # lines between a caption and the first row


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it was found. before: how many of the other lines stand before it."""

    before: int
    caption: tuple[WrittenLine, ...]
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
    last = min(place + _LOOK_AHEAD if first is None else first, len(lines))
    header_end = min(place + 1, last)
    while header_end < last and not lines[header_end].after_blank:
        header_end += 1
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
    if len(names) > MAX_COLUMNS:
        names = [*names[: MAX_COLUMNS - 1], " ".join(names[MAX_COLUMNS - 1 :])]
    return tuple(names)
