"""A measure over runs: a line through the means, and a band for the intervals."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from evals.records.history import TrendPoint
from evals.reporting.data import Measure, day, ends, interval, value_of
from evals.reporting.svg import Axis, path, picture, tag, ticks

WIDTH, HEIGHT = 320.0, 150.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 310.0, 10.0, 124.0


def trend(measure: Measure, points: Sequence[TrendPoint], run: str, baseline: str) -> Markup:
    """The runs that have the measure, in order of time, evenly spaced. Empty with fewer than two.

    run, baseline: ids of the runs whose points stand out.
    """
    known = sorted((p for p in points if measure.name in p.values), key=lambda p: p.started)
    if len(known) < 2:
        return Markup()
    values = [_band(*point.values[measure.name]) for point in known]
    marks = ticks(min(low for _, low, _ in values), max(high for _, _, high in values))
    if measure.share:
        marks = [mark for mark in marks if 0 <= mark <= 1]
    x = Axis(0, len(known) - 1, _LEFT + 6, _RIGHT - 6)
    y = Axis(marks[0], marks[-1], _BOTTOM, _TOP)
    upper = [(x.at(n), y.at(high)) for n, (_, _, high) in enumerate(values)]
    lower = [(x.at(n), y.at(low)) for n, (_, low, _) in enumerate(values)]
    drawn = [_grid(measure, mark, y.at(mark)) for mark in marks]
    drawn.append(path([*upper, *reversed(lower)], "band", closed=True))
    drawn.append(path([(x.at(n), y.at(mean)) for n, (mean, _, _) in enumerate(values)], "line"))
    for n, point in enumerate(known):
        mean, low, high = point.values[measure.name]
        told = (
            f"{point.run}, {day(point.started)}, revision {point.revision or 'unknown'}: "
            f"{value_of(measure, mean)} ({interval(measure, low, high)})"
        )
        stands_out = point.run in (run, baseline)
        kind = "dot now" if point.run == run else "dot accepted" if stands_out else "dot"
        drawn.append(
            tag(
                "circle",
                tag("title", told),
                class_=kind,
                cx=x.at(n),
                cy=y.at(mean),
                r=4.5 if stands_out else 2.5,
            )
        )
    begin, end = ends(known[0].started, known[-1].started)
    drawn.append(tag("text", begin, x=_LEFT, y=HEIGHT - 6))
    drawn.append(tag("text", end, x=_RIGHT, y=HEIGHT - 6, text_anchor="end"))
    first, last = values[0][0], values[-1][0]
    desc = f"{len(known)} runs, from {value_of(measure, first)} to {value_of(measure, last)}"
    return picture(WIDTH, HEIGHT, f"Trend of {measure.title}", desc, *drawn)


def _band(mean: float, low: float | None, high: float | None) -> tuple[float, float, float]:
    """Without an interval, the band shrinks to the mean."""
    return mean, mean if low is None else low, mean if high is None else high


def _grid(measure: Measure, mark: float, y: float) -> Markup:
    label = f"{100 * mark:g}%" if measure.share else f"{mark:g}"
    return tag("line", class_="grid", x1=_LEFT, x2=_RIGHT, y1=y, y2=y) + tag(
        "text", label, x=_LEFT - 6, y=y + 4, text_anchor="end"
    )
