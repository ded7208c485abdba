"""Tables without rules: lines whose pieces stand below one another."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.ruling import Zone

_LEAST_LINES = 3
_LEAST_PIECES = 3  # of a line that reaches over the columns of a page
_SAME = 3.0  # points
_STEP = 3.0  # of the size: lines further apart are not of one table
_WORDS = 4.6  # of a cell, on average: pieces with more are columns of prose
_AGREE = 0.7  # of the pieces of a line: so many stand where pieces of the line above do


def aligned_zones(lines: Sequence[Line], *, across: bool) -> list[Zone]:
    """Runs of lines in pieces that stand below one another.

    across: of a whole page, where columns of prose also make pieces; else of one column.
    """
    least = _LEAST_PIECES if across else 2
    found: list[Zone] = []
    run: list[Line] = []
    for line in lines:
        if run and not (_near(run[-1], line) and _agrees(run, line)):
            found += _zone(run)
            run = []
        if len(line.segments) >= least and not line.fixed:
            run.append(line)
        elif run:
            found += _zone(run)
            run = []
    return found + _zone(run)


def _near(above: Line, line: Line) -> bool:
    return line.y - above.y <= _STEP * max(above.size, line.size)


def _agrees(run: Sequence[Line], line: Line) -> bool:
    """Whether its pieces begin, end or have their middle where those of lines above do."""
    places = [segment for above in run[-2:] for segment in above.segments]
    same = sum(
        any(
            abs(piece.x0 - other.x0) <= _SAME
            or abs(piece.x1 - other.x1) <= _SAME
            or abs(piece.x0 + piece.x1 - other.x0 - other.x1) <= 2 * _SAME
            for other in places
        )
        for piece in line.segments
    )
    return same >= _AGREE * len(line.segments)


def _zone(run: Sequence[Line]) -> list[Zone]:
    pieces = [segment for line in run for segment in line.segments]
    if len(run) < _LEAST_LINES or _is_prose(run):
        return []
    zone = Zone(
        min(piece.x0 for piece in pieces),
        max(piece.x1 for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.bottom for piece in pieces),
        segments=pieces,
        size=max(piece.size for piece in pieces),
    )
    return [zone]


def _is_prose(run: Sequence[Line]) -> bool:
    pieces = [segment for line in run for segment in line.segments]
    words = sum(len(piece.text.split()) for piece in pieces)
    if words > _WORDS * len(pieces):
        return True
    labels = sum(len(line.segments[0].text) <= 4 for line in run)
    return labels == len(run) and all(len(line.segments) == 2 for line in run)  # a list's marks
