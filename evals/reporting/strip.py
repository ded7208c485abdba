"""A mean and its interval as a dot on a line, small enough for a table's cell."""

from __future__ import annotations

from markupsafe import Markup

from evals.kept.figure import Figure
from evals.reporting.data import Measure
from evals.reporting.svg import Axis, picture, tag
from evals.reporting.words import interval, value_of

WIDTH, HEIGHT = 120.0, 14.0
_MIDDLE = HEIGHT / 2
_AXIS = Axis(0.0, 1.0, 5.0, WIDTH - 5.0)


def strip(measure: Measure, figure: Figure | None, before: float | None = None) -> Markup:
    """A share on the scale from 0 to 1, with a tick where it was before; nothing for others."""
    if figure is None or figure.mean is None or not measure.share:
        return Markup()
    drawn = [_line(0.0, 1.0, "track")]
    words = value_of(measure, figure.mean)
    if figure.low is not None and figure.high is not None:
        drawn.append(_line(figure.low, figure.high, "range"))
        words += f", 95% interval {interval(measure, figure.low, figure.high)}"
    if before is not None:
        x = _AXIS.at(before)
        drawn.append(tag("line", class_="before", x1=x, x2=x, y1=1, y2=HEIGHT - 1))
        words += f", before {value_of(measure, before)}"
    drawn.append(tag("circle", class_="dot", cx=_AXIS.at(figure.mean), cy=_MIDDLE, r=3.5))
    return picture(WIDTH, HEIGHT, measure.title, words, *drawn, kind="strip")


def _line(low: float, high: float, kind: str) -> Markup:
    return tag("line", class_=kind, x1=_AXIS.at(low), x2=_AXIS.at(high), y1=_MIDDLE, y2=_MIDDLE)
