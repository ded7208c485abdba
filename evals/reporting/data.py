"""What a report is made of, and numbers as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from evals.gate.compare import Comparison
from evals.gate.general_baseline import GeneralResults
from evals.metrics.outcome import Metric
from evals.records.history import TrendPoint
from evals.records.record import Figure, Line, Run
from evals.statistics import figures
from evals.statistics.confidence import Bin, auroc, reliability, risk_coverage
from evals.statistics.figures import Many

Measure = Metric | Many
"""A measure of single questions or of many together; both have a name, a title and a unit."""

HEADLINE = ("right", "facts", "decision", "focus", "recall@5", "exact")


@dataclass(frozen=True, slots=True)
class Curves:
    """How well the confidence tells right answers from wrong ones.

    risk_coverage:     (coverage, risk) in rising coverage, both in [0, 1].
    area:              under that curve; smaller is better.
    bins:              answers of like confidence, for the reliability diagram.
    calibration_error: the expected calibration error, in [0, 1].
    auroc:             of answerable against unanswerable questions.
    auroc_right:       of right answers against wrong ones.
    """

    risk_coverage: Sequence[tuple[float, float]] = ()
    area: float | None = None
    bins: Sequence[Bin] = ()
    calibration_error: float | None = None
    auroc: float | None = None
    auroc_right: float | None = None


@dataclass(frozen=True, slots=True)
class ReportData:
    """A run, what was computed of it, and what it is compared with.

    figures:    over the groups "all", "split:…", "kind:…", "why:…" and "section:…".
    metrics:    every measure that is shown, in this order; figures of others are left out.
    baseline:   what it is compared with; comparison: what the gate says. Both None if it is not.
    accepted:   id of the run that is the baseline now; "" if there is none.
    trend:      in any order; with this run, if the trend should show it.
    problems:   what could not be checked, one sentence each: the run cannot pass.
    notes:      warnings, one sentence each, shown at the top.
    headline:   names of the measures shown large; those that `metrics` does not list are left out.
    general:    what the general collections gave; None if they were not asked.
    """

    run: Run
    figures: Sequence[Figure]
    metrics: Sequence[Measure]
    baseline: Run | None = None
    comparison: Comparison | None = None
    accepted: str = ""
    trend: Sequence[TrendPoint] = ()
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    curves: Curves = Curves()
    headline: Sequence[str] = HEADLINE
    general: GeneralResults | None = None

    def figure(self, metric: str, group: str = "all") -> Figure | None:
        """A metric over a group, if it was computed."""
        return next((f for f in self.figures if (f.metric, f.group) == (metric, group)), None)

    @property
    def main(self) -> list[Measure]:
        """The measures of the headline, in its order."""
        listed = {measure.name: measure for measure in self.metrics}
        return [listed[name] for name in self.headline if name in listed]


def curves(lines: Sequence[Line]) -> Curves:
    """The curves over some lines."""
    table = figures.table_of(lines)
    everything = np.arange(len(lines))
    judged = ~np.isnan(table.error)
    coverage, risk = risk_coverage(table.confidence[judged], table.error[judged])
    return Curves(
        risk_coverage=tuple(zip(coverage.tolist(), risk.tolist(), strict=True)),
        area=figures.aurc(table, everything),
        bins=tuple(reliability(table.confidence[table.found], table.right[table.found])),
        calibration_error=figures.ece(table, everything),
        auroc=figures.auroc(table, everything),
        auroc_right=auroc(table.confidence[table.found], table.right[table.found]),
    )


NONE = "–"


def number(value: float | None) -> str:
    """About three significant digits, thousands set apart, never an exponent."""
    if value is None:
        return NONE
    size = abs(value)
    digits = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2 if size >= 1 else 3
    return _minus(f"{value:,.{digits}f}")


def percent(value: float | None) -> str:
    """A share in percent with one decimal; 0 and all without."""
    if value is None:
        return NONE
    return f"{value:.0%}" if value in (0, 1) else _minus(f"{value:.1%}")


def value_of(measure: Measure, value: float | None) -> str:
    """A value of a measure in its unit."""
    return percent(value) if measure.share else number(value)


def interval(measure: Measure, low: float | None, high: float | None) -> str:
    """The ends of an interval; one value if they are the same."""
    if low is None or high is None:
        return NONE
    if low == high:
        return value_of(measure, low)
    if measure.share:
        return f"{_minus(f'{100 * low:.1f}')}–{percent(high)}"
    return f"{number(low)}–{number(high)}"


def signed(measure: Measure, change: float | None) -> str:
    """A change, with its sign; of a share in percentage points. "0" for what would round to it."""
    if change is None:
        return NONE
    size = f"{100 * abs(change):.1f}" if measure.share else number(abs(change))
    return "0" if not size.strip("0.") else f"{'+' if change > 0 else '−'}{size}"


def told(measure: Measure, change: float | None) -> str:
    """A change as a few words. change: after − before, in the measure's unit."""
    text = signed(measure, change)
    if change is None or text == NONE:
        return ""
    if text == "0":
        return "unchanged"
    unit = " points" if measure.share else ""
    if measure.better is None:
        return f"{text}{unit}"
    better = (change > 0) == (measure.better == "higher")
    return f"{text[1:]}{unit} {'better' if better else 'worse'}"


def probability(p: float) -> str:
    """A p-value."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def duration(seconds: float) -> str:
    """Seconds in the units of a clock."""
    if seconds < 60:
        return f"{number(seconds)} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def size(octets: int | None) -> str:
    """Bytes as GB or MB."""
    if octets is None:
        return NONE
    return f"{octets / 1e9:.2f} GB" if octets >= 1e9 else f"{octets / 1e6:.0f} MB"


def moment(when: datetime) -> str:
    """Date, time and zone."""
    return f"{when.day} {when:%B %Y, %H:%M %Z}".rstrip()


def day(when: datetime) -> str:
    """The date, short."""
    return f"{when.day} {when:%b %Y}"


def ends(first: datetime, last: datetime) -> tuple[str, str]:
    """Both ends of a time line as dates; within one day, as times of that day."""
    if day(first) != day(last):
        return day(first), day(last)
    return f"{day(first)}, {first:%H:%M}", f"{last:%H:%M}"


def _minus(text: str) -> str:
    return text.replace("-", "−")
