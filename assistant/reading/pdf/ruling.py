"""Where ruled lines say that a table stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.reading.pdf.fragments import Rule
from assistant.reading.pdf.page_lines import Line, lines_of
from assistant.reading.pdf.segment import Segment

_TOUCH = 3.5  # points: between pieces of one line
_SAME = 2.5  # points: between places that are meant to be the same
_SHORTEST = 40.0  # points: of a rule of a table
_MOST_PAIRS = 600_000  # of a rule and a piece of text on a page
_MOST_RULES = 600  # of one page; more are a drawing
_TABULAR = 0.5  # of the lines between two rules: so many have a gap, where it is a table
_CELL = 18  # characters: what stands alone and is shorter may be a cell


@dataclass(slots=True)
class Zone:
    """A rectangle that holds a table, with the rules inside."""

    x0: float
    x1: float
    top: float
    bottom: float
    across: list[float] = field(default_factory=list)
    """Heights of its horizontal rules, the outer ones included."""
    down: list[float] = field(default_factory=list)
    """Places of its vertical rules, the outer ones included."""
    segments: list[Segment] = field(default_factory=list)
    size: float = 10.0
    upright: list[Rule] = field(default_factory=list)
    """Its vertical rules as they are drawn: merged cells interrupt them."""

    def parted_at(self, x: float, y: float) -> bool:
        """Whether a vertical rule parts what is left of a place from what is right of it."""
        return any(abs(rule.x0 - x) <= _SAME and rule.y0 <= y <= rule.y1 for rule in self.upright)


def zones_of(rules: Sequence[Rule], segments: Sequence[Segment]) -> list[Zone]:
    """Tables with horizontal rules, from top to bottom, and the text in each."""
    across = _merged([rule for rule in rules if rule.horizontal])
    down = [rule for rule in rules if not rule.horizontal]
    if len(across) > _MOST_RULES or len(down) > 4 * _MOST_RULES:
        return []
    if len(across) * len(segments) > _MOST_PAIRS:
        return []
    upright = _merged_down(down)
    found: list[Zone] = []
    for group in _groups([rule for rule in across if rule.x1 - rule.x0 >= _SHORTEST]):
        found += _tables(group, across, upright, segments)
    found.sort(key=lambda zone: (zone.top, zone.x0 - zone.x1))
    return _apart(found)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules that touch on one height as one: borders are often drawn cell by cell."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round((rule.y0 + rule.y1) / 2), rule.x0)):
        last = merged[-1] if merged else None
        if last and abs(last.y0 - rule.y0) <= _SAME and rule.x0 <= last.x1 + _TOUCH:
            merged[-1] = Rule(last.x0, last.y0, max(last.x1, rule.x1), max(last.y1, rule.y1))
        else:
            merged.append(rule)
    return merged


def _merged_down(rules: list[Rule]) -> list[Rule]:
    turned = _merged([Rule(rule.y0, rule.x0, rule.y1, rule.x1) for rule in rules])
    return [Rule(rule.y0, rule.x0, rule.y1, rule.x1) for rule in turned]


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Rules of the same ends, each group from top to bottom."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.y0):
        for group in groups:
            first = group[0]
            if abs(first.x0 - rule.x0) <= _SAME * 2 and abs(first.x1 - rule.x1) <= _SAME * 2:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return [group for group in groups if len(group) > 1]


def _tables(
    group: list[Rule], across: list[Rule], down: list[Rule], segments: Sequence[Segment]
) -> list[Zone]:
    """One or more tables of the same width below one another: prose between rules parts them."""
    found: list[Zone] = []
    zone: Zone | None = None
    x0, x1 = group[0].x0, group[0].x1
    inside = [part for part in segments if part.x1 > x0 - _SAME and part.x0 < x1 + _SAME]
    for upper, lower in pairwise(group):
        between = [part for part in inside if upper.y0 - 1 <= part.y <= lower.y1 + 1]
        upright = [rule for rule in down if _crosses(rule, x0, x1, upper.y0, lower.y1)]
        if not _tabular(between, upright, x0, x1):
            zone = None
            continue
        if zone is None:
            zone = Zone(x0, x1, upper.y0, lower.y1)
            found.append(zone)
        zone.bottom = lower.y1
        zone.segments += between
    for zone in found:
        _complete(zone, across, down)
    return [zone for zone in found if _is_table(zone)]


def _crosses(rule: Rule, x0: float, x1: float, top: float, bottom: float) -> bool:
    """Whether an upright rule parts what is between two others."""
    inside = x0 + _SAME < rule.x0 and rule.x1 < x1 - _SAME
    return inside and min(rule.y1, bottom) - max(rule.y0, top) >= 0.7 * (bottom - top)


def _tabular(between: list[Segment], upright: list[Rule], x0: float, x1: float) -> bool:
    over = [part for part in between if part.x0 < x0 - 4 * _SAME or part.x1 > x1 + 4 * _SAME]
    if not all(upright and x0 < part.x0 and part.x1 < x1 + _OVERLONG * part.size for part in over):
        return False  # text runs out of it: the rules belong to something else
    if upright or not between:
        return True
    lines = lines_of(between)
    parted = sum(len(line.segments) > 1 for line in lines)
    wrapped = _wrapped(lines, x1 - x0)
    short = sum(
        len(line.segments) == 1 and (len(line.text) <= _CELL or id(line) in wrapped)
        for line in lines
    )
    return parted + short >= _TABULAR * len(lines) or (len(lines) == 1 and len(between) == 1)


_OVERLONG = 3.0  # of the size: so far words reach out of narrow cells between upright rules


def _complete(zone: Zone, across: list[Rule], down: list[Rule]) -> None:
    """Rules inside, and those of parts of its width."""
    edge = _SAME
    zone.across = _distinct(
        rule.y0
        for rule in across
        if zone.x0 - edge <= rule.x0
        and rule.x1 <= zone.x1 + edge
        and zone.top - edge <= rule.y0 <= zone.bottom + edge
        and rule.x1 - rule.x0 >= 0.85 * (zone.x1 - zone.x0)
    )
    height = zone.bottom - zone.top
    zone.upright = [rule for rule in down if zone.x0 - edge <= rule.x0 <= zone.x1 + edge]
    zone.down = _distinct(x for x, length in _lengths(zone, down).items() if length >= 0.5 * height)
    seen: dict[int, Segment] = {id(part): part for part in zone.segments}
    zone.segments = _without_caption(list(seen.values()))
    sizes = sorted(part.size for part in zone.segments)
    zone.size = sizes[len(sizes) // 2] if sizes else zone.size


def _without_caption(segments: list[Segment]) -> list[Segment]:
    """Some stand below the first rule."""
    lines = lines_of(segments)
    if len(lines) < 3 or not _CAPTION.match(lines[0].text):
        return segments
    ids = {id(part) for part in lines[0].segments}
    return [part for part in segments if id(part) not in ids]


_CAPTION = re.compile(r"(?:table|tab\.|tabelle|tableau)\s*[A-Z]?\d{1,3}\b", re.IGNORECASE)


def _lengths(zone: Zone, down: list[Rule]) -> dict[float, float]:
    """How far upright rules go down in a zone at each place: merged cells interrupt them."""
    lengths: dict[float, float] = {}
    for rule in down:
        if not zone.x0 - _SAME <= rule.x0 <= zone.x1 + _SAME:
            continue
        inside = max(0.0, min(rule.y1, zone.bottom) - max(rule.y0, zone.top))
        place = next((x for x in lengths if abs(x - rule.x0) <= _SAME), rule.x0)
        lengths[place] = lengths.get(place, 0.0) + inside
    return lengths


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SAME:
            kept.append(place)
    return kept


def _is_table(zone: Zone) -> bool:
    lines = lines_of(zone.segments)
    if len(lines) < 2:
        return False
    inner = [x for x in zone.down if zone.x0 + 2 * _SAME < x < zone.x1 - 2 * _SAME]
    parted = sum(len(line.segments) > 1 for line in lines)
    whole = len(lines) - len(_wrapped(lines, zone.x1 - zone.x0))
    return bool(inner) or parted >= max(2, _TABULAR * 0.6 * whole)


def _wrapped(lines: Sequence[Line], width: float) -> set[int]:
    """The ids of lines that go on with a cell of a narrow column, right of the first."""
    starts = {round(part.x0) for line in lines for part in line.segments[1:]}
    return {
        id(line)
        for line in lines
        if len(line.segments) == 1
        and line.x1 - line.x0 < _NARROW * width
        and starts & {round(line.x0) - 1, round(line.x0), round(line.x0) + 1}
    }


_NARROW = 0.5  # of the width of the table


def _apart(zones: list[Zone]) -> list[Zone]:
    """Of zones within one another, the outer."""
    kept: list[Zone] = []
    for zone in zones:
        overlaps = any(
            zone.top < other.bottom - _SAME
            and zone.bottom > other.top + _SAME
            and zone.x0 < other.x1 - _SAME
            and zone.x1 > other.x0 + _SAME
            for other in kept
        )
        if not overlaps:
            kept.append(zone)
    return kept
