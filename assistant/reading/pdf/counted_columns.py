"""Columns of numbered entries side by side, whose lines stand on one height as cells do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.segment import Segment

_NUMBER = re.compile(r"[\[(]?(\d{1,3})(?:[\])]\.?|\.)(?:\s|$)")
_SAME = 8.0  # points: numbers of a column begin or end below one another
_LEAST = 2  # entries of a column


@dataclass(frozen=True, slots=True)
class Counted:
    """Where such columns begin, and how many there are. top: of the first entry of any."""

    top: float
    columns: int

    def holds(self, top: float, rows: Sequence[Line]) -> bool:
        """Whether lines stand in these columns: a table has more pieces, or stands above."""
        most = max((len(row.segments) for row in rows), default=0)
        return top >= self.top and most <= self.columns


def find_counted(pieces: Sequence[Segment]) -> Counted | None:
    """Columns of a page whose numbers go on down each and from the foot of one to the next.

    The rows of a table are counted in one column only.
    """
    columns = [column for column in _numbered(pieces) if len(column) >= _LEAST and _follows(column)]
    if len(columns) < 2 or not _follows([entry for column in columns for entry in column]):
        return None
    return Counted(min(piece.top for column in columns for _, piece in column), len(columns))


def _numbered(pieces: Sequence[Segment]) -> list[list[tuple[int, Segment]]]:
    """Pieces that begin with a number, by columns from left to right, from top to bottom."""
    columns: list[list[tuple[int, Segment]]] = []
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        match = _NUMBER.match(piece.text)
        if match is None:
            continue
        if columns and piece.x0 - columns[-1][0][1].x0 <= _SAME:
            columns[-1].append((int(match[1]), piece))
        else:
            columns.append([(int(match[1]), piece)])
    return [sorted(column, key=lambda entry: entry[1].y) for column in columns]


def _follows(entries: Sequence[tuple[int, Segment]]) -> bool:
    return all(after[0] == before[0] + 1 for before, after in pairwise(entries))
