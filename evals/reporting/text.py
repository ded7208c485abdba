"""A run's figures as a table for a terminal or a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable

from evals.gate.compare import Change, Comparison
from evals.metrics.outcome import Metric
from evals.metrics.table import METRICS
from evals.records.record import Figure
from evals.statistics.figures import MANY, Many

Measure = Metric | Many
MEASURES: dict[str, Measure] = {
    **{metric.name: metric for metric in METRICS},
    **{many.name: many for many in MANY},
}
_NO_MEAN = {"seconds", "search_seconds"}  # their percentiles say more
_GROUPS = {"all": "all", "split:tune": "tune", "split:check": "check"}


def value(measure: Measure, number: float | None) -> str:
    """A share in percent, seconds in milliseconds, another number as it is; "–" for None."""
    if number is None:
        return "–"
    if measure.share:
        return f"{100 * number:.1f} %"
    return f"{1000 * number:.0f} ms" if measure.family == "cost" else f"{number:.1f}"


def cell(measure: Measure, figure: Figure | None) -> str:
    """A figure with its interval."""
    if figure is None or figure.mean is None:
        return "–"
    mean = value(measure, figure.mean)
    if figure.low is None or figure.high is None:
        return mean
    low, high = value(measure, figure.low), value(measure, figure.high)
    return f"{mean} ({low.removesuffix(' %').removesuffix(' ms')}–{high})"


def rows(figures: Iterable[Figure]) -> list[list[str]]:
    """Title, one cell for each group, how many questions are scored and how many beyond judging."""
    found = {(figure.metric, figure.group): figure for figure in figures}
    table: list[list[str]] = []
    for name, measure in MEASURES.items():
        cells = [found.get((name, group)) for group in _GROUPS]
        first = next((one for one in cells if one is not None), None)
        if first is None or name in _NO_MEAN:
            continue
        table.append(
            [
                measure.title,
                *(cell(measure, one) for one in cells),
                str(first.scored),
                str(first.unjudged or ""),
            ]
        )
    return table


def heading() -> list[str]:
    """The heading over `rows`."""
    return ["", *_GROUPS.values(), "n", "unjudged"]


def change_rows(comparison: Comparison) -> list[list[str]]:
    """The gate's table, one row for each metric."""
    return [_change_row(change) for change in comparison.changes]


CHANGE_HEADING = [
    "",
    "baseline",
    "now",
    "gain",
    "at most",
    "margin",
    "worse/better",
    "p",
    "verdict",
]


def _change_row(change: Change) -> list[str]:
    measure = MEASURES[change.metric]
    return [
        measure.title,
        value(measure, change.before),
        value(measure, change.after),
        f"{100 * change.gain:+.1f}",
        f"{100 * change.bound:+.1f}",
        f"{100 * change.margin:.0f}",
        f"{change.lost}/{change.gained}",
        f"{change.adjusted:.3f}" if change.margin else "",
        "REGRESSION" if change.failed else "ok",
    ]
