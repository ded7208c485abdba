"""Lines of a column: segments on one baseline."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from assistant.reading.pdf.fragments import Fragment
from assistant.reading.pdf.segment import Segment, joined


class Line:
    """Segments on one baseline within a column, from left to right. It does not change."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self.segments = sorted(segments, key=lambda segment: segment.x0)
        self.size, self.y = _usual(self.segments)
        self.x0 = self.segments[0].x0
        self.x1 = max(segment.x1 for segment in self.segments)
        self.top = min(segment.top for segment in self.segments)
        self.bottom = max(segment.bottom for segment in self.segments)

    @cached_property
    def fragments(self) -> list[Fragment]:
        """Of all its segments."""
        return [fragment for segment in self.segments for fragment in segment.fragments]

    @cached_property
    def text(self) -> str:
        """Its characters, with a space between words."""
        return joined(self.fragments)

    @cached_property
    def fixed(self) -> bool:
        """Whether all of it is in letters of one width."""
        return all(fragment.style.fixed for fragment in self.fragments)

    @property
    def initial(self) -> bool:
        """Whether it begins with a letter that is several lines high."""
        return self.segments[0].initial

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(fragment.style.bold for fragment in self.fragments)


def _usual(segments: list[Segment]) -> tuple[float, float]:
    """The size and the baseline of most of the letters."""
    counts: dict[tuple[float, float], int] = {}
    for segment in segments:
        for fragment in segment.fragments:
            key = (fragment.size, fragment.y)
            counts[key] = counts.get(key, 0) + len(fragment.text)
    return max(counts, key=lambda key: (counts[key], key))


def lines_of(segments: Iterable[Segment]) -> list[Line]:
    """The lines of a column, from top to bottom."""
    ordered = sorted(segments, key=lambda segment: (segment.y, segment.x0))
    lines: list[list[Segment]] = []
    for segment in ordered:
        last = lines[-1][-1] if lines else None
        if last is not None and abs(segment.y - last.y) <= _line_tolerance(segment, last):
            lines[-1].append(segment)
        else:
            lines.append([segment])
    return [Line(line) for line in lines]


def _line_tolerance(first: Segment, second: Segment) -> float:
    return 0.25 * max(first.size, second.size)
