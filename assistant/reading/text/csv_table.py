"""Read tables in text (.csv, .tsv): each cell keeps its exact place in the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from assistant.reading.document import Span
from assistant.reading.encodings.decoding import decode
from assistant.reading.office.grid import Cell, is_number
from assistant.reading.office.sheets import MAX_CELLS, TOO_MANY
from assistant.reading.outline import Outline
from assistant.reading.runs import Run
from assistant.reading.structure import Structure
from assistant.reading.text.tables import MAX_COLUMNS
from assistant.reading.units import UnitKind

_DELIMITERS = ",;\t|"
_SAMPLE = 50  # records
_SAMPLE_CHARACTERS = 20_000
_QUOTE = '"'
_TOLD = re.compile(r"\ufeff?\"?sep=([^\w\s\"]|\t)\"?[ ,;\t]{0,99}(?:\r\n?|\n|$)", re.IGNORECASE)
"""A first line for spreadsheet programs, which says the delimiter."""
_LONGEST_NAME = 120  # characters


def read_csv(data: bytes, encoding: str = "") -> Structure:
    """Structure a table whose delimiter is found out; each record is a row.

    encoding: that is named for it; "" to find out.

    Raises:
        UnreadableDocument: it is no text, or of an encoding that cannot be told.
    """
    decoded = decode(data, encoding)
    text = decoded.text
    told = _TOLD.match(text)
    start = told.end() if told else 0
    delimiter = told.group(1) if told else find_delimiter(text)
    outline = Outline(text)
    records = list(_first_records(outline, text, delimiter, start))
    if records:
        starts = _first_wide(records)
        for record in records[:starts]:
            outline.add("paragraph", [run for cell in record for run in cell_runs(text, cell)])
        rows = [[Cell(cell_runs(text, cell)) for cell in record] for record in records[starts:]]
        units: list[tuple[UnitKind, int]] = []
        outline.table(rows, head=1 if _has_names(rows) else None, units=units)
    return outline.structure(decoded.encoding)


def _first_records(outline: Outline, text: str, delimiter: str, start: int) -> Iterator[list[Span]]:
    left = MAX_CELLS
    for record in records_of(text, delimiter, start):
        left -= min(len(record), MAX_COLUMNS)
        if left < 0:
            outline.note(TOO_MANY)
            return
        yield record


def find_delimiter(text: str) -> str:
    """The character that parts the cells: the one that gives most records equally many."""
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        widths: Counter[int] = Counter()
        for number, record in enumerate(records_of(text[:_SAMPLE_CHARACTERS], delimiter)):
            widths[len(record)] += len(record) > 1
            if number >= _SAMPLE:
                break
        (width, count), *_ = widths.most_common(1) or [(0, 0)]
        score = count / max(1, sum(widths.values())) * count + min(width, 9) / 10
        if count and score > most:
            best, most = delimiter, score
    return best


def records_of(text: str, delimiter: str, start: int = 0) -> Iterator[list[Span]]:
    """The cells of each record, with their quotes; a quoted cell may hold line ends.

    start: where the first record begins.
    """
    unquoted = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    at, record = start, list[Span]()
    length, begins = len(text), (_QUOTE, " ")
    while at < length:
        end = _quoted_end(text, at, delimiter) if text[at] in begins else 0
        if not end and (match := unquoted.match(text, at)):
            end = match.end()
        record.append(Span(at, end))
        if end < length and text[end] == delimiter:
            at = end + 1
            if at == length:
                record.append(Span(at, at))
            continue
        yield record
        record = []
        at = end + (2 if text.startswith("\r\n", end) else 1)
    if record:
        yield record


def _quoted_end(text: str, at: int, delimiter: str) -> int:
    """Where a cell in quotes ends; 0 where none begins, or its quotes end before it does."""
    while text.startswith(" ", at):
        at += 1
    if not text.startswith(_QUOTE, at):
        return 0
    end = text.find(_QUOTE, at + 1)
    while end >= 0 and text.startswith(_QUOTE, end + 1):  # two quotes stand for one
        end = text.find(_QUOTE, end + 2)
    if end < 0:
        return 0
    end += 1
    while text.startswith(" ", end):
        end += 1
    return end if end == len(text) or text[end] in (delimiter, "\r", "\n") else 0


def cell_runs(text: str, cell: Span) -> list[Run]:
    """What a cell holds, without its quotes; two quotes in it are one."""
    written = text[cell.start : cell.end]
    bare = written.strip()
    start = cell.start + written.index(bare) if bare else cell.start
    if len(bare) < 2 or not (bare[0] == bare[-1] == _QUOTE):
        return [Run(start, start + len(bare), bare)] if bare else []
    if bare.count(_QUOTE) == 2:
        return [Run(start + 1, start + len(bare) - 1, bare[1:-1])] if len(bare) > 2 else []
    runs: list[Run] = []
    at = start + 1
    for part in re.split(f"({_QUOTE}{_QUOTE})", bare[1:-1]):
        shown = _QUOTE if part == _QUOTE * 2 else part
        if part:
            runs.append(Run(at, at + len(part), shown))
        at += len(part)
    return runs


def _first_wide(records: list[list[Span]]) -> int:
    """How many records of one cell stand above the table."""
    wide = next((at for at, record in enumerate(records) if len(record) > 1), 0)
    return wide if wide <= _SAMPLE else 0


def _has_names(rows: list[list[Cell]]) -> bool:
    """Whether the first record names the columns: nearly every such file begins so."""
    names = [cell.text for cell in rows[0]]
    return (
        len(rows) > 1
        and all(name and len(name) <= _LONGEST_NAME and not is_number(name) for name in names[1:])
        and not is_number(names[0])
        and len(set(names)) == len(names)
    )
