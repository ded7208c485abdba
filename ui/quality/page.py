"""The page "Quality"."""

from __future__ import annotations

from markupsafe import Markup

from evals.metrics.table import BY_NAME
from evals.records.history import TrendPoint
from evals.records.record import Figure
from evals.reporting import trend as drawing
from evals.reporting.data import day, interval, moment, number, percent, told
from ui.quality.overview import TRENDS, Measured, Overview
from ui.templating import render

_SHOWN = 12  # answers that got worse


def page(found: Overview) -> Markup:
    """The whole view."""
    latest = found.latest
    return render(
        "quality.html",
        found=found,
        best_first=[] if latest is None else sorted(latest.kinds, key=_best_first),
        charts=_charts(found),
        trends=TRENDS,
        most_worse=_SHOWN,
        changed=_changed,
        coloured=_coloured,
        interval=_interval,
        value=_value,
        day=day,
        moment=moment,
        number=number,
        percent=percent,
    )


def _charts(found: Overview) -> list[tuple[str, Markup]]:
    """Trends by measure; none with fewer than two runs."""
    run = "" if found.latest is None else found.latest.id
    baseline = "" if found.compared is None else found.compared.baseline
    drawn = [(name, drawing.trend(BY_NAME[name], found.trend, run, baseline)) for name in TRENDS]
    return [(name, svg) for name, svg in drawn if svg]


def _value(point: TrendPoint, name: str) -> str:
    if name not in point.values:
        return "–"
    mean, low, high = point.values[name]
    if low is None or high is None:
        return percent(mean)
    return f"{percent(mean)} ({interval(BY_NAME[name], low, high)})"


def _interval(figure: Figure) -> str:
    """Its ends; "" if it has no width."""
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    return interval(BY_NAME[figure.metric], figure.low, figure.high)


def _changed(one: Measured) -> str:
    """Words like "2.1 points better"; "" if nothing changed or nothing is known."""
    if one.before is None or one.now.mean is None:
        return ""
    said = told(BY_NAME[one.now.metric], one.now.mean - one.before)
    return "" if said == "unchanged" else said


def _coloured(one: Measured) -> str:
    """The words "good" or "bad"; "" within the loss that the gate forgives: it may be chance."""
    said = _changed(one)
    if not said or one.before is None or one.now.mean is None:
        return ""
    if abs(one.now.mean - one.before) <= (BY_NAME[one.now.metric].margin or 0.0):
        return ""
    return "good" if said.endswith("better") else "bad"


def _best_first(entry: tuple[str, Measured]) -> tuple[float, str]:
    return -(entry[1].now.mean or 0.0), entry[0]
