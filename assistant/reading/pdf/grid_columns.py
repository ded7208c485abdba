"""Find where the columns of a table begin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.ruling import Zone
from assistant.reading.pdf.table_rows import NUMERIC

_LEAST_GAP = 0.55  # of the size: between columns
_STRAY = 0.12  # of the lines with several parts: so many may reach over a gap (spanning names)


def edges_of(zone: Zone, lines: Sequence[Line]) -> list[float]:
    """The ends of the columns: by rules, or by the white between."""
    inner = [x for x in zone.down if zone.x0 + 6 < x < zone.x1 - 6]
    if inner:
        return [zone.x0, *inner, zone.x1]
    gaps = _gaps(zone, lines)
    return [zone.x0, *sorted([*gaps, *_hidden(zone, lines, gaps)]), zone.x1]


def starts_of(lines: Sequence[Line], edges: Sequence[float]) -> list[float | None]:
    """Where the text of most cells of each column begins; None where it does not align.

    Text that is too wide for its cell may lie over this place: it hides the gap.
    """
    found: list[float | None] = []
    for left, right in pairwise(edges):
        held = [[part.x0 for part in line.fragments if left <= part.x0 < right] for line in lines]
        place, count = _most_common([x0 for line in held for x0 in line])
        least = max(_LEAST_STARTS, _ALIGNED * sum(map(bool, held)))
        found.append(place if count >= least else None)
    return found


def begins_at(part: Fragment, start: float | None) -> bool:
    """Whether a fragment begins where the cells of a column do."""
    return start is not None and abs(part.x0 - start) <= _SAME_START


def _most_common(places: Sequence[float]) -> tuple[float, int]:
    """The place near which most of them lie, and how many do."""
    ordered = sorted(places)
    best, count, first = 0.0, 0, 0
    for last, place in enumerate(ordered):
        while place - ordered[first] > _SAME_START:
            first += 1
        if last - first >= count:
            best, count = (ordered[first] + place) / 2, last - first + 1
    return best, count


def _hidden(zone: Zone, lines: Sequence[Line], gaps: Sequence[float]) -> list[float]:
    """Columns whose gap is hidden, where text too wide for its cell reaches into the next one.

    In most lines a fragment begins at one place; in some it stands far from what is before it, and
    in others near, or touches it, as no two words of one cell do.
    """
    found: list[float] = []
    for left, right in pairwise((zone.x0, *gaps, zone.x1)):
        begun: list[tuple[float, float]] = []
        proved: list[float] = []
        for line in lines:
            for before, after in pairwise(line.fragments):
                if left <= before.x0 < after.x0 < right:
                    begun.append((after.x0, (after.x0 - before.x1) / line.size))
                    proved += [after.x0] if after.apart else []
        place, count = _most_common([x0 for x0, _ in begun])
        is_proved = any(abs(x0 - place) <= _SAME_START for x0 in proved)
        if count < max(_LEAST_STARTS, 0 if is_proved else _ALIGNED * len(lines)):
            continue
        near = [gap for x0, gap in begun if abs(x0 - place) <= _SAME_START]
        varies = min(near) < TOUCHING or max(near) - min(near) > _VARIES
        if is_proved or (varies and max(near) > 2 * WORD_SPACE):
            found.append(place - 1)
    return found


_VARIES = 1.0  # of the size: the white between two words of a cell varies less
_SOME = 0.25  # of the lines: so many have a cell in a column without a name
_ALIGNED = 0.6  # of the lines: so many begin at one place, where cells do
_LEAST_STARTS = 3  # lines
_SAME_START = 1.0  # points
TOUCHING = 0.1
"""The widest gap, in sizes of the text, that no two words of one cell leave between them."""


def _gaps(zone: Zone, lines: Sequence[Line]) -> list[float]:
    """The middles of the white columns that nearly no line reaches into."""
    body = lines
    if len(zone.across) > 2:  # what spans columns stands in the header
        below = [line for line in lines if line.y > zone.across[1]]
        body = below if len(below) >= 2 else lines
    elif not zone.across and (named := leading_names(lines)):
        body = lines[named:]
    allowed = int(_STRAY * sum(len(parts_of(line)) > 1 for line in body))
    ends: list[tuple[float, int]] = []
    for line in body:
        for x0, x1 in _stretches(line):
            ends += [(x0, 1), (x1, -1)]
    ends.sort()
    middles: list[float] = []
    head = [stretch for line in lines if line not in body for stretch in _stretches(line)]
    open_, since = 0, None
    least = _LEAST_GAP * zone.size
    for x, step in ends:
        before, open_ = open_, open_ + step
        if open_ <= allowed < before:
            since = x
        elif before <= allowed < open_ and since is not None:
            if x - since >= least:
                middles.append(_middle(since, x, head))
            since = None
    starts = [[x0 for x0, _ in _stretches(line)] for line in lines]
    return _begun(starts, middles, zone.x1)


def _begun(starts: Sequence[Sequence[float]], gaps: Sequence[float], end: float) -> list[float]:
    """The gaps right of which cells begin, one of the first line or some: else cells reach there.

    starts: of the parts of each line.
    """
    least = _SOME * sum(len(line) > 1 for line in starts)
    return [
        gap
        for gap, following in pairwise((*gaps, end))
        if any(gap < x0 < following for x0 in starts[0])
        or sum(gap < x0 < following for line in starts for x0 in line) >= least
    ]


def leading_names(lines: Sequence[Line]) -> int:
    """How many lines stand above the first with a number; 0 where they are no names."""
    first = next(
        (
            at
            for at, line in enumerate(lines)
            if any(NUMERIC.fullmatch(segment.text) for segment in line.segments)
        ),
        0,
    )
    return first if first <= _MOST_NAMES and len(lines) - first > 1 else 0


_MOST_NAMES = 3  # lines, where no rule parts them from the rows


def _middle(left: float, right: float, head: Sequence[tuple[float, float]]) -> float:
    """The middle of a gap, or of what the header leaves of it: names are wider than numbers."""
    start, best = left, (0.0, (left + right) / 2)
    for x0, x1 in sorted((*head, (right, right))):
        if x1 <= left or x0 > right:
            continue
        best = max(best, (min(x0, right) - start, (start + min(x0, right)) / 2))
        start = max(start, x1)
    return best[1]


def _stretches(line: Line) -> list[tuple[float, float]]:
    """Where a line has text, words with a usual space between them as one."""
    return [(part[0].x0, max(one.x1 for one in part)) for part in parts_of(line)]


def parts_of(line: Line) -> list[list[Fragment]]:
    """The words of a line, those with a usual space between them together, as in "1.4 × 10³"."""
    parts: list[list[Fragment]] = []
    for fragment in line.fragments:
        last = parts[-1][-1] if parts else None
        near = last is not None and fragment.x0 - last.x1 <= _space(last, fragment) * line.size
        if near and not fragment.apart:
            parts[-1].append(fragment)
        else:
            parts.append([fragment])
    return parts


def _space(before: Fragment, after: Fragment) -> float:
    """The widest space between two words of one cell, in sizes of the text."""
    return _SIGN_SPACE if before.text in _SIGNS or after.text in _SIGNS else WORD_SPACE


WORD_SPACE = 0.36
"""The widest space between two words of one cell, in sizes of the text."""
_SIGN_SPACE = 0.7
_SIGNS = "×±·=<>≤≥≈−"
