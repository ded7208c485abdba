"""The parts of a page in reading order: lines and tables, column by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.pdf.columns import Column, columns_of, gutters_of, known_gutter
from assistant.reading.pdf.fragments import Page
from assistant.reading.pdf.grid import Grid, grid_of, is_drawing
from assistant.reading.pdf.page_lines import Line, lines_of
from assistant.reading.pdf.ruling import Zone, zones_of
from assistant.reading.pdf.segment import Segment
from assistant.reading.pdf.unruled import aligned_zones


@dataclass(slots=True)
class PageTable:
    """A table on one page; grid is None where its rows could not be told apart."""

    zone: Zone
    grid: Grid | None

    @property
    def top(self) -> float:
        """Its upper end."""
        return self.zone.top

    @property
    def bottom(self) -> float:
        """Its lower end."""
        return self.zone.bottom


@dataclass(slots=True)
class Flow:
    """A column of a page: its lines and tables from top to bottom, and its sides."""

    page: int
    angle: int
    parts: list[Line | PageTable]
    x0: float
    x1: float
    count: int = 1
    """Columns side by side."""


@dataclass(slots=True)
class Layout:
    """Reads pages one after the other; a table knows the one that it may go on with."""

    last: Grid | None = None
    last_page: int = 0
    flows: list[Flow] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    """The pages of tables that are kept as lines."""
    gutters: defaultdict[tuple[int, int], list[float]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Of all pages so far, by the direction of the text and the width of the page."""

    def add(self, page: Page, angle: int, segments: Sequence[Segment]) -> None:
        """Append the columns of the text of one direction on a page."""
        if page.number > self.last_page + 1:
            self.last = None
        zones = zones_of(page.turned(angle).rules, segments)
        tables = [table for zone in zones if (table := self._table(zone, page.number)) is not None]
        self.failed += [page.number] * (len(zones) - len(tables))
        inside = {id(part) for table in tables for part in table.zone.segments}
        rest = [segment for segment in segments if id(segment) not in inside]
        known = self.gutters[angle, round(page.width)]
        apart = known_gutter(rest, known) is not None
        wide = [] if apart else aligned_zones(lines_of(rest), across=True)
        tables += [table for zone in wide if (table := self._table(zone, page.number)) is not None]
        inside = {id(part) for table in tables for part in table.zone.segments}
        rest = [segment for segment in segments if id(segment) not in inside]
        by_zone = {id(table.zone): table for table in tables}
        parts: list[Zone | Segment] = [*rest, *(table.zone for table in tables)]
        columns = columns_of(parts, known=known)
        for column in columns:
            self.flows.append(self._flow(page, angle, column, by_zone))
        for gutter in gutters_of(columns):
            if all(abs(gutter - other) > _SAME_GUTTER for other in known):
                known.append(gutter)

    def _table(self, zone: Zone, page: int) -> PageTable | None:
        grid = grid_of(zone, self.last)
        if grid is None or (_is_doubtful(zone, grid) and is_drawing(grid)):
            return None
        self.last, self.last_page = grid, page
        return PageTable(zone, grid)

    def _flow(
        self, page: Page, angle: int, column: Column[Zone | Segment], tables: dict[int, PageTable]
    ) -> Flow:
        segments = [part for part in column.parts if isinstance(part, Segment)]
        parts: list[Line | PageTable] = [
            tables[id(part)] for part in column.parts if isinstance(part, Zone)
        ]
        lines = lines_of(segments)
        taken: set[int] = set()
        for zone in aligned_zones(lines, across=False):
            if (table := self._table(zone, page.number)) is not None:
                parts.append(table)
                taken.update(id(segment) for segment in zone.segments)
        parts += [line for line in lines if id(line.segments[0]) not in taken]
        parts.sort(key=lambda part: part.top)
        x0 = min((part.x0 for part in column.parts), default=0.0)
        x1 = max((part.x1 for part in column.parts), default=0.0)
        return Flow(page.number, angle, parts, x0, x1, column.count)


def _is_doubtful(zone: Zone, grid: Grid) -> bool:
    """Whether it has no rules, or so many columns as plots side by side have labels."""
    return not zone.across or grid.columns > _MANY_COLUMNS


_MANY_COLUMNS = 14
_SAME_GUTTER = 3.0  # points
