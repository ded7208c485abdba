"""Tables of reStructuredText that are written by columns, as lists, as values with commas."""

from __future__ import annotations

import re

from assistant.reading.document import Span
from assistant.reading.office.grid import Cell
from assistant.reading.runs import loose, text_of
from assistant.reading.text.csv_table import cell_runs, records_of
from assistant.reading.typeset.rst_lines import Line, indent_of, stripped
from assistant.reading.typeset.rst_text import RstText

_SIMPLE = re.compile(r"={2,}(?:\s+={2,})+\s*$|={2,}\s*$")
_SPANS = re.compile(r"-{2,}(?:\s+-{2,})*\s*$")
_COLUMN = re.compile(r"=+")
_DASHES = re.compile(r"-+")

Rows = tuple[list[list[Cell]], int | None, int]
"""The rows, how many of them are the head, and where the table ends."""


def is_simple(lines: list[Line], at: int) -> bool:
    """Whether a table by columns begins at this line: it has two such lines at least."""
    text = lines[at].text
    if _SIMPLE.match(text) is None or len(text.split()) < 2:
        return False
    return any(_SIMPLE.match(line.text) for line in lines[at + 1 : at + 1 + 2000])


def simple_rows(words: RstText, lines: list[Line], at: int) -> Rows:
    """A table by columns: rows whose first cell is empty go on the one above."""
    starts = [match.start() for match in _COLUMN.finditer(lines[at].text)]
    last = _last_rule(lines, at)
    rows: list[list[Cell]] = []
    head: int | None = None
    for number in range(at + 1, last):
        line = lines[number]
        if _SIMPLE.match(line.text):
            head = head if head is not None else len(rows)
        elif line.text.strip() and not _SPANS.match(line.text):
            following = lines[number + 1].text
            across = _across(following, starts) if _SPANS.match(following) else [1] * len(starts)
            cells = _columns(words, line, starts, across)
            if not cells[0].runs and len(rows) > (head or 0) and len(rows[-1]) == len(cells):
                for cell, more in zip(rows[-1], cells, strict=False):
                    cell.runs += [loose(" "), *more.runs]
            else:
                rows.append(cells)
    return rows, head, last + 1


def _last_rule(lines: list[Line], at: int) -> int:
    """The line that ends the table: nothing follows it."""
    last = at
    for number in range(at + 1, len(lines)):
        if _SIMPLE.match(lines[number].text):
            last = number
            if number + 1 >= len(lines) or not lines[number + 1].text.strip():
                break
    return last


def _across(rule: str, starts: list[int]) -> list[int]:
    """How many columns each cell of a row spans, by the line that is drawn below it."""
    found: list[int] = []
    for match in _DASHES.finditer(rule):
        found.append(max(1, sum(match.start() <= start < match.end() for start in starts)))
    missing = len(starts) - sum(found)
    return [*found, *([1] * missing)] if missing >= 0 else [1] * len(starts)


def _columns(words: RstText, line: Line, starts: list[int], across: list[int]) -> list[Cell]:
    cells: list[Cell] = []
    at = 0
    for count in across:
        start, at = starts[at], at + count
        end = starts[at] if at < len(starts) else len(line.text)
        part = Line(line.start + min(start, len(line.text)), line.text[start:end])
        runs = words.inline(stripped(part)) if part.text.strip() else []
        cells.append(Cell(runs, across=count))
    return cells


def list_rows(words: RstText, lines: list[Line]) -> list[list[Cell]]:
    """A table written as a list of lists."""
    rows: list[list[Cell]] = []
    for line in lines:
        bare = line.text.strip()
        inner = line
        if re.match(r"\s{0,20}[*-]\s{1,9}[*-](?:\s|$)", line.text):
            rows.append([])
            inner = Line(line.start + indent_of(line.text) + 1, line.text.lstrip()[1:])
            bare = inner.text.strip()
        if rows and bare[:1] in ("*", "-") and (len(bare) == 1 or bare[1] == " "):
            at = inner.start + indent_of(inner.text) + 1
            part = Line(at, inner.text.lstrip()[1:])
            rows[-1].append(Cell(words.inline(stripped(part))))
        elif rows and rows[-1] and bare:
            rows[-1][-1].runs += [loose(" "), *words.inline(stripped(line))]
    return rows


def csv_rows(words: RstText, lines: list[Line], header: str) -> list[list[Cell]]:
    """A table of values with commas."""
    rows = [[Cell([loose(name)], header=True) for name in _values(header)]] if header else []
    if not lines:
        return rows
    start, end = lines[0].start, lines[-1].start + len(lines[-1].text)
    for record in records_of(words.text[start:end], ","):
        spans = [Span(cell.start + start, cell.end + start) for cell in record]
        cells = [Cell(cell_runs(words.text, span)) for span in spans]
        if any(cell.runs for cell in cells):
            rows.append(cells)
    return rows


def _values(line: str) -> list[str]:
    record = next(records_of(line, ","), [])
    return [text_of(cell_runs(line, cell)) for cell in record]
