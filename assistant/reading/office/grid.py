"""Tables of formats that have cells: spans laid out, header rows found, columns named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from assistant.reading.runs import Run, loose, text_of
from assistant.reading.text.tables import MAX_COLUMNS

NAME_SEPARATOR = " / "
"""Between the names of a column whose header is on two lines."""

_CAPTION = re.compile(
    r"(?:supplementary |suppl\. )?(?:table|tab\.|tabelle|tableau|tabla|tabella|tabel)\s?[A-Z]?\d",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 400  # characters
_SHORT = 120  # characters; a name of a column is not longer
_MOSTLY = 0.6
"""Of the cells below a name are numbers, where it names numbers; of the columns have a name."""
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?")
_SHORTENED = re.compile(r"(?:\w+\s)?\w{1,4}\.")  # "Inventory no."
_NUMBER = re.compile(
    r"[<>≤≥~≈±]?\s?[-+−–(]?\s?[$€£¥]?\s?\d[\d.,:/\s%–−()±-]{0,40}\s?[^\W\d_]{0,4}[%€)]?"
)


@dataclass(slots=True)
class Cell:
    """A cell as its file has it.

    across, down: columns and rows that it spans.
    header:       marked as a header by the format.
    bold:         all of it is set apart as headers often are.
    """

    runs: list[Run] = field(default_factory=list)
    across: int = 1
    down: int = 1
    header: bool = False
    bold: bool = False

    @property
    def text(self) -> str:
        """What it reads, with single spaces."""
        return text_of(self.runs)


@dataclass(frozen=True, slots=True)
class GridRow:
    """A body row: for each column its runs, and its number in the file, from 0."""

    cells: tuple[tuple[Run, ...], ...]
    number: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table laid out.

    columns: their names, "" for those without.
    rows:    the body's.
    heads:   numbers of the rows that became names of columns.
    caption: the caption, where the first row spanned all columns above the names.
    """

    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    heads: tuple[int, ...] = ()
    caption: tuple[Run, ...] = ()


def lay_out(rows: Sequence[Sequence[Cell]], head: int | None = None) -> Grid:
    """Lay a table out.

    head: the number of header rows where the format says so; None where it has to be found out.
    """
    matrix = _matrix(rows)
    texts = [[place.cell.text if place else "" for place in row] for row in matrix]
    filled = [number for number, row in enumerate(texts) if any(row)]
    if not filled:
        return Grid((), ())
    count = _marked(matrix, filled) if head is None else head
    heads = [number for number in filled if number < count]
    if not heads and head is None:
        heads = _found(matrix, texts, filled)
    caption: tuple[Run, ...] = ()
    if len(heads) > 1 and _is_title(matrix[heads[0]]):
        caption = _runs(matrix[heads[0]][0])
        filled.remove(heads.pop(0))
    above = set(heads)
    body = [number for number in filled if number not in above]
    if not body:
        body, heads = filled, []
    kept = [at for at in range(len(texts[0])) if any(texts[number][at] for number in filled)]
    columns = tuple(_name([texts[number][at] for number in heads]) for at in kept)
    laid = (GridRow(tuple(_runs(matrix[number][at]) for at in kept), number) for number in body)
    return Grid(columns, tuple(laid), tuple(heads), caption)


def is_caption(text: str) -> bool:
    """Whether a paragraph that stands above a table is its caption: "Table 2. Doses"."""
    return len(text) <= _LONGEST_CAPTION and _CAPTION.match(text) is not None


class _Layout:
    """Puts the cells of one row after the other into the places that they span."""

    def __init__(self) -> None:
        self._down: dict[int, tuple[_Place, int]] = {}  # what hangs into the next row, how far

    def row(self, cells: Sequence[Cell]) -> list[_Place | None]:
        """The places of a row."""
        if not self._down and len(cells) <= MAX_COLUMNS and _are_single(cells):
            return [_Place(cell, begins=True) for cell in cells]
        placed: list[_Place | None] = []
        hanging, self._down = self._down, {}
        for number, cell in enumerate(cells):
            while len(placed) in hanging:
                self._put(placed, *hanging.pop(len(placed)))
            if len(placed) >= MAX_COLUMNS:
                _fold(placed, cells[number:])
                break
            for step in range(max(1, min(cell.across, MAX_COLUMNS - len(placed)))):
                hanging.pop(len(placed), None)
                self._put(placed, _Place(cell, step == 0), cell.down)
        for at in sorted(hanging):  # to the right of where the row ends
            placed += [None] * (at - len(placed))
            self._put(placed, *hanging[at])
        return placed

    def _put(self, placed: list[_Place | None], place: _Place, down: int) -> None:
        if down > 1:
            self._down[len(placed)] = (place, down - 1)
        placed.append(place)


class _Place(NamedTuple):
    """What fills a place of the table; a cell over several columns begins in the first."""

    cell: Cell
    begins: bool


_Matrix = list[list[_Place | None]]


def _matrix(rows: Sequence[Sequence[Cell]]) -> _Matrix:
    layout = _Layout()
    matrix = [layout.row(row) for row in rows]
    width = max(map(len, matrix), default=0)
    for placed in matrix:
        placed += [None] * (width - len(placed))
    return matrix


def _are_single(cells: Sequence[Cell]) -> bool:
    """Whether each cell is in one place, as nearly all are."""
    return not any(cell.across > 1 or cell.down > 1 for cell in cells)


def _fold(placed: list[_Place | None], rest: Sequence[Cell]) -> None:
    """Put what is beyond the last column into it."""
    last = placed[-1]
    runs = list(last.cell.runs) if last else []
    for cell in rest:
        runs += [loose(" "), *cell.runs]
    placed[-1] = _Place(Cell(runs, header=last.cell.header if last else False), begins=True)


def _runs(place: _Place | None) -> tuple[Run, ...]:
    """What a body row has there: a cell over several columns is in the first of them."""
    return tuple(place.cell.runs) if place is not None and place.begins else ()


def _cells(row: list[_Place | None]) -> list[Cell]:
    """The cells of a row that hold text."""
    return [place.cell for place in row if place is not None and place.cell.text]


def _marked(matrix: _Matrix, filled: list[int]) -> int:
    """How many rows at the top hold nothing but cells marked as headers."""
    count = 0
    for number in filled:
        if not all(cell.header for cell in _cells(matrix[number])):
            break
        count = number + 1
    return count


def _is_title(row: list[_Place | None]) -> bool:
    """Whether one cell spans the whole row."""
    first, last = row[0], row[-1]
    return len(row) > 1 and first is not None and last is not None and first.cell is last.cell


def _found(matrix: _Matrix, texts: list[list[str]], filled: list[int]) -> list[int]:
    """The header rows of a table whose format marks none; [] where the first looks like data."""
    heads: list[int] = []
    rest = list(filled)
    while len(rest) > 2 and _is_title(matrix[rest[0]]) and not heads:
        heads.append(rest.pop(0))
    if len(rest) < 2 or len(texts[0]) < 2 or not _could_name(texts[rest[0]]):
        return []
    top, second = rest[0], rest[1]
    if len(rest) > 2 and _spans(matrix[top]) and _could_name(texts[second]):
        return [*heads, top, second]
    return [*heads, top] if _differs(matrix, texts, rest) else []


def _spans(row: list[_Place | None]) -> bool:
    return any(one and other and one.cell is other.cell for one, other in pairwise(row))


def _could_name(texts: list[str]) -> bool:
    """Whether these may be names of columns: short, no data, most there but perhaps the first."""
    named = [text for text in texts[1:] if text]
    if len(named) < _MOSTLY * (len(texts) - 1):
        return False
    years = {text for text in named if _YEAR.fullmatch(text)}
    if len(years) < 2:
        years = set()
    return all(
        len(text) <= _SHORT
        and (text in years or not is_number(text))
        and (not text.endswith((".", ":", "!", "?")) or _SHORTENED.fullmatch(text))
        for text in (texts[0], *named)
    )


def _differs(matrix: _Matrix, texts: list[list[str]], rest: list[int]) -> bool:
    """Whether the first row is set apart from those below by its look or by what it holds."""
    top, below = rest[0], rest[1:]
    if _is_bold(matrix[top]):
        return not all(_is_bold(matrix[number]) for number in below)
    for at, name in enumerate(texts[top]):
        values = [texts[number][at] for number in below if texts[number][at]]
        if name and sum(map(is_number, values)) > _MOSTLY * len(values):
            return True
    names = [text for text in texts[top] if text]
    return len(names) == len(texts[top]) == len(set(names)) > 2


def _is_bold(row: list[_Place | None]) -> bool:
    cells = _cells(row)
    return bool(cells) and all(cell.bold or cell.header for cell in cells)


def is_number(text: str) -> bool:
    """Whether a cell holds a number, with its sign, unit or share, or a date in digits."""
    return _NUMBER.fullmatch(text) is not None


def _name(parts: Sequence[str]) -> str:
    """The name of a column from its header cells, outermost first."""
    names = list(dict.fromkeys(part for part in parts if part))
    return NAME_SEPARATOR.join(names)[: 4 * _SHORT]
