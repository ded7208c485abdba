"""Measures over time: a line for each, and below the same as a table."""

from __future__ import annotations

from collections.abc import Sequence

from evals.kept.history import TrendPoint
from evals.metrics.table import BY_NAME
from evals.reporting import trend as drawing
from evals.reporting.words import day, interval, percent
from ui.markup import escape
from ui.quality.words import HEADLINE, TRENDS

NOTE = (
    "Runs over the whole set, oldest first. The band is the 95 % interval; the large dots are the "
    "last run and the baseline."
)
AS_TABLE = "The same as a table"


def trend(points: Sequence[TrendPoint], run: str, baseline: str) -> str:
    """HTML; "" with fewer than two runs."""
    charts = "".join(_chart(name, points, run, baseline) for name in TRENDS)
    if not charts:
        return ""
    return (
        f'<section class="quality-part"><h2>Over time</h2><p class="quiet small">{NOTE}</p>'
        f'<div class="quality-charts">{charts}</div>'
        f'<details class="quality-points"><summary class="link">{AS_TABLE}</summary>'
        f"{_table(points)}</details></section>"
    )


def _chart(name: str, points: Sequence[TrendPoint], run: str, baseline: str) -> str:
    drawn = drawing.trend(BY_NAME[name], points, run, baseline)
    if not drawn:
        return ""
    return (
        f'<figure class="quality-chart sheet"><figcaption>{HEADLINE[name].title}</figcaption>'
        f"{drawn}</figure>"
    )


def _table(points: Sequence[TrendPoint]) -> str:
    titles = "".join(f'<th scope="col">{HEADLINE[name].title}</th>' for name in TRENDS)
    rows = "".join(_row(point) for point in reversed(points))
    return (
        '<div class="quality-table" role="region" tabindex="0" aria-label="Over time"><table>'
        f'<thead><tr><th scope="col">Run</th>{titles}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(point: TrendPoint) -> str:
    when = escape(f"{day(point.started)}, {point.started:%H:%M}")
    cells = "".join(f"<td>{_value(point, name)}</td>" for name in TRENDS)
    return f'<tr><th scope="row">{when}</th>{cells}</tr>'


def _value(point: TrendPoint, name: str) -> str:
    if name not in point.values:
        return "–"
    mean, low, high = point.values[name]
    if low is None or high is None:
        return percent(mean)
    return f"{percent(mean)} ({interval(BY_NAME[name], low, high)})"
