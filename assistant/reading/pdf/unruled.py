"""Tables without rules: lines whose pieces stand below one another."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise

from assistant.reading.pdf.counted_columns import find_counted
from assistant.reading.pdf.fragments import Page
from assistant.reading.pdf.page_lines import Line, lines_of
from assistant.reading.pdf.ruling import Zone
from assistant.reading.pdf.segment import Segment

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
    run = _Run(least)
    before: Line | None = None
    for line in lines:
        if not run.takes(line):
            found += _zone(run)
            run = _Run(least)
            run.takes(line)
        if run.lines == [line] and before is not None and _heads(before, line):
            run.lines.insert(0, before)
        before = line
    found += _zone(run)
    if not (across and found):
        return found
    counted = find_counted([piece for line in lines for piece in line.segments])
    return [
        zone
        for zone in found
        if not _is_of_columns(zone, lines)
        and not (counted and counted.holds(zone.top, lines_of(zone.segments)))
    ]


class _Run:
    """Lines below one another, as long as they agree.

    lines: all of them; rows: those with enough pieces, the others go on with cells above.
    """

    def __init__(self, least: int) -> None:
        self.least = least
        self.lines: list[Line] = []
        self.rows: list[Line] = []

    def takes(self, line: Line) -> bool:
        """Whether a line goes on with it; then it is part of it."""
        whole = len(line.segments) >= self.least and not line.fixed
        wraps = bool(self.rows) and _wraps(self.rows[-1], self.lines[-1], line)
        if wraps and len(line.segments) < len(self.rows[-1].segments):
            pass
        elif self.rows and whole and _near(self.lines[-1], line) and _agrees(self.rows, line):
            self.rows.append(line)
        elif wraps:
            pass
        elif not self.rows and whole:
            self.rows.append(line)
        else:
            return False
        self.lines.append(line)
        return True


def _wraps(row: Line, above: Line, line: Line) -> bool:
    """Whether each piece of a line lies below one of a row, and keeps within its column.

    A narrow gap between two cells may look like the space between words.
    """
    close = 0 < line.y - above.y <= _WRAPPED * max(above.size, line.size)
    if not close or len(row.segments) < _LEAST_PIECES or line.fixed:
        return False
    ends = [piece.x0 for piece in row.segments[1:]] + [max(row.x1, line.x1) + 1]
    return all(
        any(
            abs(piece.x0 - word.x0) <= _SAME and piece.x1 < end
            for over, end in zip(row.segments, ends, strict=True)
            for word in over.fragments
        )
        for piece in line.segments
    )


_WRAPPED = 1.5  # of the size: from a line of a cell to the next


def _heads(above: Line, line: Line) -> bool:
    """Whether a line names columns together that the line below it names one by one."""
    if len(line.segments) < _LEAST_PIECES or not 1 < len(above.segments) < len(line.segments):
        return False
    return _near(above, line) and _agrees([line], above)


def names_of_columns(lines: Sequence[Line], page: Page, running: Container[int]) -> set[int]:
    """The ids of running lines that name the columns of a table which goes on below them.

    lines: of one segment each; running: the ids of those that stand again on other pages.
    """
    upper = [line for line in lines if line.y < page.height / 2]
    whole = lines_of(segment for line in upper for segment in line.segments)
    zones = aligned_zones(whole, across=True)
    text = {id(line.segments[0]) for line in upper if id(line) not in running}
    held = [zone for zone in zones if any(id(segment) in text for segment in zone.segments)]
    inside = {id(segment) for zone in held for segment in zone.segments}
    return {id(line) for line in upper if id(line) in running and id(line.segments[0]) in inside}


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


def _zone(run: _Run) -> list[Zone]:
    pieces = [segment for line in run.lines for segment in line.segments]
    if len(run.rows) < _LEAST_LINES or _is_prose(run.rows):
        return []
    if _are_columns([segment for row in run.rows for segment in row.segments]):
        return []
    if not _is_parted(run.rows):
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


def _is_prose(rows: Sequence[Line]) -> bool:
    pieces = [segment for line in rows for segment in line.segments]
    words = sum(len(piece.text.split()) for piece in pieces)
    if words > _WORDS * len(pieces):
        return True
    labels = sum(len(line.segments[0].text) <= 4 for line in rows)
    return labels == len(rows) and all(len(line.segments) == 2 for line in rows)  # a list's marks


def _is_parted(rows: Sequence[Line]) -> bool:
    """Whether most rows have white at one place: words set apart at margins have it anywhere."""
    edges = sorted(
        edge
        for row in rows
        for piece, after in pairwise(row.segments)
        for edge in ((piece.x1, 1), (after.x0, -1))
    )
    white = most = 0
    for _, step in edges:
        white += step
        most = max(most, white)
    return most >= _AGREE * len(rows)


def _are_columns(pieces: Sequence[Segment]) -> bool:
    """Whether nearly all stand in columns of running text: most of their lines are full."""
    columns: list[list[Segment]] = []
    end = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if columns and piece.x0 < end:
            columns[-1].append(piece)
            end = max(end, piece.x1)
        else:
            columns.append([piece])
            end = piece.x1
    return sum(map(_is_running, columns)) >= _ALMOST_ALL * len(columns)


def _is_of_columns(zone: Zone, lines: Sequence[Line]) -> bool:
    """Whether running text goes on above or below a piece, within its column of the page."""
    whole = lines_of(zone.segments)
    above = [line for line in lines if zone.top - _AROUND * zone.size < line.y < zone.top]
    below = [line for line in lines if zone.bottom < line.y < zone.bottom + _AROUND * zone.size]
    return any(
        _goes_on(piece, end, whole[0].y if upward else whole[-1].y, outside)
        for upward, outside in ((True, above[::-1]), (False, below))
        for piece, end in _columns_at(whole[0] if upward else whole[-1])
    )


_AROUND = 6  # of the size: so far around, columns of running text are looked for


def _columns_at(line: Line) -> list[tuple[Segment, float]]:
    """Each piece, and where the next begins."""
    ends = [piece.x0 for piece in line.segments[1:]] + [float("inf")]
    return list(zip(line.segments, ends, strict=True))


def _goes_on(piece: Segment, end: float, y: float, outside: Sequence[Line]) -> bool:
    """Whether the two nearest lines outside, as the piece, hold words in its column."""
    found = 0
    for line in outside:
        for other in line.segments:
            if abs(other.x0 - piece.x0) > _SAME:
                continue
            near = abs(line.y - y) <= _BETWEEN * max(piece.size, other.size)
            if not near or other.x1 >= end or len(other.text.split()) < _PROSE_WORDS:
                return False
            found, y = found + 1, line.y
            if found == _PROSE_LINES:
                return len(piece.text.split()) >= _PROSE_WORDS
    return False


_PROSE_WORDS, _PROSE_LINES = 3, 2
_BETWEEN = 2.2  # of the size: from the last line of a paragraph to the next


def _is_running(column: Sequence[Segment]) -> bool:
    characters = sum(piece.characters for piece in column)
    width = max(piece.x1 for piece in column) - min(piece.x0 for piece in column)
    full = sum(piece.x1 - piece.x0 >= _FULL * width for piece in column)
    if sum(piece.justified for piece in column) >= _JUSTIFIED * len(column):
        return True
    return characters >= _RUNNING * len(column) and full >= _MOSTLY * len(column)


_JUSTIFIED = 0.08  # of the lines of a column: text whose words stand far apart
_ALMOST_ALL = 0.7  # of the columns
_FULL = 0.6  # of the width of a column
_MOSTLY = 0.6  # of the lines of a column
_RUNNING = 14  # characters of a line of a narrow column, on average, without spaces
