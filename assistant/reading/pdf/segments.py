"""Join fragments into segments: pieces of a line with no wide gap, raised marks included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.justified import join_justified
from assistant.reading.pdf.segment import HIGH, SMALL, Segment

_SAME_LINE = 0.18  # of the size: how far baselines of one line lie apart
_SHIFTED, _KERNED = 0.3, 0.2  # of the size: letters moved up or down within a word, as in TeX
_WIDE = 0.95  # of the size: a gap that a column, a cell or a tab may make
_SMALLEST = 0.45  # likewise: smaller text stands beside a letter that is several lines high
_RAISED, _LOWERED = 0.75, 0.4  # of the size: how far
_CLOSE = 0.55  # of the size: a gap within a line, whatever stands between in the file
_NEAR = 0.4  # of the size: the gap before a raised mark
_OVERLAP = 0.5  # of the size: how far boxes of one line may reach into one another


def segments_of(fragments: Iterable[Fragment]) -> list[Segment]:
    """All segments of text of one direction, in the order of the file."""
    found: list[Segment] = []
    for fragment in fragments:
        piece = Segment.of(fragment)
        if found and _follows(found[-1], piece, _WIDE):
            found[-1].add(piece)
        else:
            found.append(piece)
    return _with_initials(_attached(_closed(join_justified(found))))


def _with_initials(segments: list[Segment]) -> list[Segment]:
    """Give a letter that is several lines high to the first of the lines beside it."""
    usual = _usual_size(segments)
    kept: list[Segment] = []
    high = [one for one in segments if one.characters <= 2 and one.size >= HIGH * usual]
    for segment in high if len(high) <= _MOST_INITIALS else ():
        beside = [
            other
            for other in segments
            if other.size < segment.size / HIGH
            and 0 <= other.x0 - segment.x1 + usual / 4 < 2 * usual
            and segment.top - usual / 2 <= other.top < segment.y
        ]
        first = min(beside, key=lambda other: other.y, default=None)
        if first is not None and len(beside) > 1:
            first.fragments[:0] = segment.fragments
            first.initial = True
            kept.append(segment)
    ids = {id(segment) for segment in kept}
    return [segment for segment in segments if id(segment) not in ids]


_MOST_INITIALS = 20  # of a page


def _usual_size(segments: list[Segment]) -> float:
    sizes = sorted(segment.size for segment in segments)
    return sizes[len(sizes) // 2] if sizes else 10.0


def _follows(line: Segment, piece: Segment, widest: float) -> bool:
    if piece.fragments[0].apart:
        return False
    size = max(line.size, piece.size)
    gap = piece.x0 - line.x1
    apart = abs(piece.y - line.y)
    if apart <= _SAME_LINE * size or (apart <= _SHIFTED * size and abs(gap) <= _KERNED * size):
        return -_OVERLAP * size <= gap <= widest * size
    return abs(gap) <= _NEAR * size and _is_mark(line, piece)


def _is_mark(first: Segment, second: Segment) -> bool:
    """Whether one of two neighbours is raised or lowered text of the other."""
    small, large = sorted((first, second), key=lambda piece: piece.size)
    if not _SMALLEST * large.size <= small.size <= SMALL * large.size:
        return False
    return -_LOWERED * large.size <= large.y - small.y <= _RAISED * large.size


def _closed(segments: list[Segment]) -> list[Segment]:
    """Join those that stand side by side, though something else comes between in the file."""
    rows: dict[int, list[int]] = defaultdict(list)
    for at, segment in enumerate(segments):
        rows[round(segment.y)].append(at)
    gone: set[int] = set()
    for row in rows:
        near = sorted(
            (at for key in (row - 1, row, row + 1) for at in rows.get(key, ())),
            key=lambda at: segments[at].x0,
        )
        last = -1
        for at in near:
            if at in gone:
                continue
            if last >= 0 and _touch(segments[last], segments[at]):
                segments[last].add(segments[at])
                gone.add(at)
            else:
                last = at
    return [segment for at, segment in enumerate(segments) if at not in gone]


def _touch(left: Segment, right: Segment) -> bool:
    if right.fragments[0].apart:
        return False
    size = max(left.size, right.size)
    same = abs(left.y - right.y) <= _SAME_LINE * size and 1.6 * min(left.size, right.size) > size
    return same and -0.1 * size <= right.x0 - left.x1 <= _CLOSE * size


def _attached(segments: list[Segment]) -> list[Segment]:
    """Give raised and lowered marks that stand alone to the line that they belong to."""
    rows: dict[int, list[int]] = defaultdict(list)
    for at, segment in enumerate(segments):
        rows[int(segment.y // 10)].append(at)
    gone: set[int] = set()
    largest = max((segment.size for segment in segments), default=0.0)
    for at, mark in enumerate(segments):
        if mark.characters > _LONGEST_MARK or mark.size > SMALL * largest:
            continue
        key = int(mark.y // 10)
        near = (host for step in (-1, 0, 1) for host in rows.get(key + step, ())[:_MOST_HOSTS])
        found = next(
            (host for host in near if host not in gone and _hosts(segments[host], mark)), None
        )
        if found is not None:
            _insert(segments[found], mark)
            gone.add(at)
    return [segment for at, segment in enumerate(segments) if at not in gone]


_LONGEST_MARK = 12  # characters
_MOST_HOSTS = 300  # segments of one height of a page that are looked at


def _hosts(line: Segment, mark: Segment) -> bool:
    if mark.size > SMALL * line.size or not _is_mark(line, mark):
        return False
    near = _NEAR * line.size
    return line.x0 - near <= mark.x1 and mark.x0 <= line.x1 + near


def _insert(line: Segment, mark: Segment) -> None:
    """By where it begins: marks can come after the line that they stand in."""
    at = sum(fragment.x0 <= mark.x0 for fragment in line.fragments)
    line.fragments[at:at] = mark.fragments
    line.characters += mark.characters
    line.x0, line.x1 = min(line.x0, mark.x0), max(line.x1, mark.x1)
