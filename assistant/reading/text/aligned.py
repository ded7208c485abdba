"""Tables in typed text whose columns are known by where their cells stand below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.document import Span
from assistant.reading.text import line_forms as forms
from assistant.reading.text.tables import MAX_COLUMNS

_CELL = re.compile(r"\S+(?: \S+)*+")
_RULE = re.compile(r"[-=+|\s]{3,}")
_MIN_ROWS = 3
_MIN_GAP = 2  # blanks between columns
_MAX_CELL = 60  # characters
_SENTENCE_END = re.compile(r"[.!?]$")


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line with the blanks before it: where it begins in the file, and its text."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """Lines of a group that are a table.

    first, last: of the group's lines, half-open.
    rows:        cells in the order of the columns, empty spans where there are none; () where the
                 columns cannot be told for certain.
    ruled:       a line of signs stands below the first row, which so names the columns.
    """

    first: int
    last: int
    rows: tuple[tuple[Span, ...], ...]
    ruled: bool = False


def find_aligned(lines: Sequence[RawLine]) -> Aligned | None:
    """The table among the lines of a group; what stands above and below it is text."""
    wide = [at for at, line in enumerate(lines) if _is_wide(line.text)]
    if wide and forms.NUMBERED.match(lines[wide[0]].text) and not _is_wide(_bare(lines[wide[0]])):
        wide = wide[1:]  # "3.  Rainfall by station", above it
    found = _from(lines, wide)
    if (found is None or not found.rows) and wide and _SENTENCE_END.search(lines[wide[-1]].text):
        found = _from(lines, wide[:-1]) or found  # "All with VAT.  See below."
    return found


def _bare(line: RawLine) -> str:
    return forms.NUMBERED.sub("", line.text, count=1)


def _from(lines: Sequence[RawLine], wide: Sequence[int]) -> Aligned | None:
    """The table from the first of these lines on, which have gaps, to the last."""
    if len(wide) < _MIN_ROWS - 1:
        return None
    first, last = wide[0], wide[-1] + 1
    columns = _columns([line.text for line in lines[first:last]])
    while last < len(lines) and columns and _fits(lines[last].text, columns):
        last += 1
    held = [line for line in lines[first:last] if not _RULE.fullmatch(line.text)]
    if len(held) < _MIN_ROWS or 2 * len(wide) < len(held):
        return None
    ruled = last - first > 1 and _RULE.fullmatch(lines[first + 1].text) is not None
    if not _is_sure(held, columns):
        columns = _columns(_fullest([line.text for line in held]))
    rows = [_row(line, columns) for line in held] if _is_sure(held, columns) else []
    if not rows and not _is_table(held):
        return None
    return Aligned(first, last, tuple(rows), ruled)


def _fullest(texts: Sequence[str]) -> list[str]:
    """The lines with most cells: one word of the others may reach into a gap."""
    counts = [len(_CELL.findall(text)) for text in texts]
    most = [text for text, count in zip(texts, counts, strict=True) if count == max(counts)]
    return most if 2 * len(most) >= len(texts) else []


def _is_wide(text: str) -> bool:
    """Whether a line has a gap inside."""
    return len(_CELL.findall(text)) > 1


def _columns(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Where the columns begin and end: between them, all lines have blanks."""
    texts = [text for text in texts if not _RULE.fullmatch(text)]
    width = max(map(len, texts), default=0)
    taken = [False] * width
    for text in texts:
        for cell in _CELL.finditer(text):
            taken[cell.start() : cell.end()] = [True] * (cell.end() - cell.start())
    columns: list[tuple[int, int]] = []
    for at in range(width):
        if not taken[at]:
            continue
        if columns and at - columns[-1][1] < _MIN_GAP:
            columns[-1] = columns[-1][0], at + 1
        else:
            columns.append((at, at + 1))
    return columns


def _fits(text: str, columns: Sequence[tuple[int, int]]) -> bool:
    """Whether a line without gaps stands in one column: a short last row."""
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    inside = any(left <= begin and end <= right for left, right in columns)
    return inside and not text.rstrip().endswith((".", ":", "!", "?"))


def _is_sure(lines: Sequence[RawLine], columns: Sequence[tuple[int, int]]) -> bool:
    """Whether each cell stands in a column of its own, and most rows are full."""
    if not 2 <= len(columns) <= MAX_COLUMNS:
        return False
    full = 0
    for line in lines:
        places = [_column(cell, columns) for cell in _CELL.finditer(line.text)]
        if None in places or len(set(places)) < len(places):
            return False  # two in one column, or one in two
        if places[0] != 0 and (line is not lines[0] or len(places) < len(columns) - 1):
            return False  # a row that may go on with the one above
        full += len(places) == len(columns)
    named = len(_CELL.findall(lines[0].text)) == len(columns)
    flush = _is_flush(lines, columns)
    mostly = 2 * full >= len(lines) or (named and flush)
    return mostly and _is_table(lines, least=_MIN_GAP if flush else _MIN_GAP + 1)


def _is_flush(lines: Sequence[RawLine], columns: Sequence[tuple[int, int]]) -> bool:
    """Whether the cells of each column begin below each other, or end so."""
    sides: list[tuple[set[int], set[int]]] = [(set(), set()) for _ in columns]
    for line in lines:
        for cell in _CELL.finditer(line.text):
            at = _column(cell, columns)
            if at is not None:
                sides[at][0].add(cell.start())
                sides[at][1].add(cell.end())
    return all(len(left) == 1 or len(right) == 1 for left, right in sides)


def _column(cell: re.Match[str], columns: Sequence[tuple[int, int]]) -> int | None:
    """The one column that a cell stands in; None where there is none or are several."""
    over = [
        number
        for number, (left, right) in enumerate(columns)
        if left < cell.end() and cell.start() < right
    ]
    return over[0] if len(over) == 1 else None


def _row(line: RawLine, columns: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    cells = {_column(cell, columns): cell.span() for cell in _CELL.finditer(line.text)}
    found: list[Span] = []
    end = line.start
    for number in range(len(columns)):
        begin, close = cells.get(number, (end - line.start, end - line.start))
        found.append(Span(line.start + begin, line.start + close))
        end = line.start + close
    return tuple(found)


def _is_table(lines: Sequence[RawLine], least: int = _MIN_GAP + 1) -> bool:
    """Whether lines hold short cells rather than prose or what is set in below a word.

    least: blanks of the widest gap.
    """
    cells = [_CELL.findall(line.text) for line in lines]
    if any(len(cell) > _MAX_CELL for row in cells for cell in row):
        return False
    ended = sum(_SENTENCE_END.search(row[-1]) is not None for row in cells)
    gaps = [
        right.start() - left.end()
        for line in lines
        for left, right in pairwise(_CELL.finditer(line.text))
    ]
    return 3 * ended < len(lines) and max(gaps, default=0) >= least
