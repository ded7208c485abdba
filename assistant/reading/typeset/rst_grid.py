"""Tables of reStructuredText that are drawn as grids, with cells over several columns and rows."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from assistant.reading.office.grid import Cell
from assistant.reading.runs import loose
from assistant.reading.typeset.rst_lines import Line, stripped
from assistant.reading.typeset.rst_text import RstText

_GRID = re.compile(r"\+(?:[-=]{1,}\+)+\s*$")
_CORNER = re.compile(r"(?<=[-=])\+|\+(?=[-=])")
_MOST_COLUMNS = 200
_CLOSED = ("+", "|")
_RULES: tuple[set[str], ...] = ({"-"}, {"="}, set())


def is_grid(lines: list[Line], at: int) -> bool:
    """Whether a drawn table begins at this line."""
    return _GRID.match(lines[at].text) is not None


def grid_rows(
    words: RstText, lines: list[Line], at: int
) -> tuple[list[list[Cell]], int | None, int]:
    """The rows of a drawn table, how many of them are its head, and where it ends."""
    end = at
    while end < len(lines) and lines[end].text[:1] in ("+", "|"):
        end += 1
    return *_Grid(words, lines[at:end]).rows(), max(end, at + 1)


class _Drawn(NamedTuple):
    """A line, and the columns over which a rule is drawn in it."""

    line: Line
    columns: frozenset[int]


class _Grid:
    """Bands of lines, parted by lines that are drawn over some of the columns."""

    def __init__(self, words: RstText, lines: list[Line]) -> None:
        self._words = words
        corners = {match.start() for line in lines for match in _CORNER.finditer(line.text)}
        self._borders = sorted(corners)[:_MOST_COLUMNS]
        self._columns = list(pairwise(self._borders))
        self._above: list[frozenset[int]] = [frozenset()]  # drawn above each band
        self._bands: list[list[_Drawn]] = [[]]
        self._head: int | None = None
        for line in lines:
            self._take(line)

    def _take(self, line: Line) -> None:
        drawn = self._drawn(line.text)
        is_rule = len(drawn) == len(self._columns)
        band = self._bands[-1]
        if not is_rule:  # beside a rule over some columns, the cells of others go on
            band.append(_Drawn(line, drawn))
        if drawn and any(not one.columns for one in band):
            if is_rule and "=" in line.text and self._head is None:
                self._head = len(self._bands)
            self._bands.append([])
            self._above.append(drawn)

    def _drawn(self, text: str) -> frozenset[int]:
        return frozenset(
            number
            for number, (left, right) in enumerate(self._columns)
            if text[left : left + 1] in _CLOSED
            and text[right : right + 1] in _CLOSED
            and set(text[left + 1 : right]) in _RULES
        )

    def rows(self) -> tuple[list[list[Cell]], int | None]:
        """The cells of each band that begin in it."""
        rows: list[list[Cell]] = []
        going: list[Cell | None] = [None] * len(self._columns)
        for band, drawn in zip(self._bands, self._above, strict=True):
            if any(not one.columns for one in band):
                rows.append(self._row(band, drawn, going))
        return rows, self._head

    def _row(
        self, band: list[_Drawn], drawn: frozenset[int], going: list[Cell | None]
    ) -> list[Cell]:
        """The cells that begin in a band.

        going: what fills each column, which is changed: a cell that goes on gets its words.
        """
        row: list[Cell] = []
        at = 0
        while at < len(going):
            end = at + 1
            cell = going[at] if at not in drawn else None
            if cell is None:
                while end < len(going) and not self._is_closed(band, end):
                    end += 1
                cell = Cell(across=end - at)
                row.append(cell)
            else:
                end = min(at + cell.across, len(going))
                cell.down += 1
            going[at:end] = [cell] * (end - at)
            self._write(cell, band, at, end)
            at = end
        return row

    def _is_closed(self, band: list[_Drawn], number: int) -> bool:
        """Whether a border is drawn beside all lines of a band."""
        border = self._borders[number]
        return all(one.line.text[border : border + 1] in _CLOSED for one in band)

    def _write(self, cell: Cell, band: list[_Drawn], first: int, last: int) -> None:
        start, end = self._borders[first] + 1, self._borders[last]
        for line, drawn in band:
            text = line.text[start:end]
            if text.strip() and first not in drawn:
                cell.runs += [
                    loose(" "),
                    *self._words.inline(stripped(Line(line.start + start, text))),
                ]
