"""Tables in typed text: lines of cells, apart by bars, tabs, semicolons, commas or wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.reading.document import Span
from assistant.reading.text import line_forms as forms
from assistant.reading.text.aligned import Aligned, RawLine, find_aligned
from assistant.reading.text.column_names import names_columns
from assistant.reading.text.lines import Line, indent_of
from assistant.reading.text.tables import MAX_COLUMNS

_SEPARATORS = (
    re.compile(r"\|"),
    re.compile(r"\t+"),
    re.compile(r";"),
    re.compile(r","),
    re.compile(r"(?<!\s)\s{2,}"),
)
_SIGNS = "|\t;,"
_TAB = re.compile(r"\t")
_RULE = re.compile(r"[-+=|:\s]+")
_SENTENCES = re.compile(r"[.!?]\s\s[^.!?]+[.!?]$")
_SENTENCE_END = re.compile(r"[.!?]$")
_MIN_LINES = 3
_MAX_CELL = 60  # characters
_MAX_COMMA_CELL = 30


@dataclass(frozen=True, slots=True)
class TypedTable:
    """Rows of cells, each as wide as the first. header: the first row names the columns."""

    rows: tuple[tuple[Span, ...], ...]
    texts: tuple[tuple[str, ...], ...]
    header: bool


def read_table(lines: Sequence[tuple[int, str]]) -> TypedTable | None:
    """Read the lines of a paragraph as a table, if all have the same number of cells.

    lines: where each begins in the file, and its text.
    """
    held = [(start, text) for start, text in lines if not _RULE.fullmatch(text)]
    if len(held) < _MIN_LINES:
        return None
    for separator in _SEPARATORS:
        counts = {len(separator.findall(text.strip("|"))) for _, text in held[:_MIN_LINES]}
        if len(counts) > 1 or 0 in counts:
            continue
        rows = [list(_cells(start, text, separator)) for start, text in held]
        if _is_table(rows, separator):
            texts = tuple(tuple(text for _, text in row) for row in rows)
            spans = tuple(tuple(span for span, _ in row) for row in rows)
            return TypedTable(spans, texts, names_columns(texts))
    return None


def table_lines(file_text: str, group: Sequence[Line]) -> tuple[int, int, TypedTable] | None:
    """The table among the lines of a group, and its lines, half-open; the others are text."""
    above = int(_is_numbered(group[0]) and not any(map(_is_numbered, group[1:])))
    end = len(group) - int(_SENTENCES.search(group[-1].text) is not None)
    whole = _separated(file_text, group[above:end])  # "3.  Fees" is no row
    if whole:
        return above, end, whole
    for sign in _SIGNS:
        with_sign = [at for at, line in enumerate(group) if sign in line.text]
        if len(with_sign) >= _MIN_LINES:
            first, last = with_sign[0], with_sign[-1] + 1
            if table := _separated(file_text, group[first:last]):
                return first, last, table
    return None


def _is_numbered(line: Line) -> bool:
    match = forms.NUMBERED.match(line.text)
    return match is not None and bool(match.group(2))


def _separated(file_text: str, group: Sequence[Line]) -> TypedTable | None:
    return read_table([(line.start, line.text) for line in group]) or tabbed_lines(file_text, group)


def aligned_lines(file_text: str, group: Sequence[Line]) -> Aligned | None:
    """A table whose columns stand below each other; not a list of labels or options."""
    begun = sum(forms.begins_part(line.text) for line in group)
    if 2 * begun >= len(group) or any(forms.BULLET.match(line.text) for line in group):
        return None
    raw = (_raw(file_text, line) for line in group)
    return find_aligned([RawLine(start, text.replace("\t", " ")) for start, text in raw])


def tabbed_lines(file_text: str, group: Sequence[Line]) -> TypedTable | None:
    """Read lines whose cells are apart by one tab each; cells may be empty, and rows short."""
    if len(group) < _MIN_LINES or not all("\t" in line.text for line in group):
        return None
    rows = [list(_cells(*_raw(file_text, line), _TAB)) for line in group]
    count = max(map(len, rows))
    if 2 * sum(len(row) == count for row in rows) < len(rows):
        return None
    if min(map(len, rows)) < 2 or not all(row[0][1] for row in rows):
        return None
    for row in rows:
        end = Span(row[-1][0].end, row[-1][0].end)
        row += [(end, "")] * (count - len(row))
    if not _is_table(rows, _TAB):
        return None
    texts = tuple(tuple(text for _, text in row) for row in rows)
    spans = tuple(tuple(span for span, _ in row) for row in rows)
    return TypedTable(spans, texts, names_columns(texts))


def _raw(file_text: str, line: Line) -> tuple[int, str]:
    """Where a line begins, and its text, with the blanks before it."""
    start = line.start - indent_of(file_text, line)
    return start, file_text[start : line.end]


def aligned_table(rows: Sequence[Sequence[Span]], file_text: str, *, ruled: bool) -> TypedTable:
    """A table of cells that stand below each other.

    ruled: a line of signs below the first row says that it names the columns.
    """
    texts = tuple(tuple(file_text[cell.start : cell.end] for cell in row) for row in rows)
    header = (ruled and all(texts[0])) or names_columns(texts)
    return TypedTable(tuple(map(tuple, rows)), texts, header)


def _cells(start: int, text: str, separator: re.Pattern[str]) -> Iterator[tuple[Span, str]]:
    outer = text.strip("|") if separator.pattern == r"\|" else text
    start += text.index(outer)
    at = 0
    for match in [*separator.finditer(outer), None]:
        end = match.start() if match else len(outer)
        cell = outer[at:end]
        begin = start + at + len(cell) - len(cell.lstrip())
        yield Span(begin, begin + len(cell.strip())), cell.strip()
        at = match.end() if match else end


def _is_table(rows: Sequence[Sequence[tuple[Span, str]]], separator: re.Pattern[str]) -> bool:
    counts = {len(row) for row in rows}
    if len(counts) != 1 or not 2 <= (count := counts.pop()) <= MAX_COLUMNS:
        return False
    commas = separator.pattern in (",", ";")
    if commas and count < 3:
        return False
    longest = _MAX_COMMA_CELL if commas else _MAX_CELL
    if any(len(text) > longest for row in rows for _, text in row):
        return False
    ended = sum(_SENTENCE_END.search(row[-1][1]) is not None for row in rows)
    return 3 * ended < len(rows)
