"""What a report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.gate.comparison import Comparison
from evals.kept.figure import Figure
from evals.kept.history import TrendPoint
from evals.kept.record import Run
from evals.metrics.metric import Metric
from evals.statistics.confidence import Bin
from evals.statistics.many import Many

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
    """

    risk_coverage: Sequence[tuple[float, float]] = ()
    area: float | None = None
    bins: Sequence[Bin] = ()
    calibration_error: float | None = None
    auroc: float | None = None


@dataclass(frozen=True, slots=True)
class ReportData:
    """A run, what was computed of it, and what it is compared with.

    figures:    over the groups "all", "split:…", "kind:…", "why:…" and "section:…".
    metrics:    every measure that is shown, in this order; figures of others are left out.
    baseline:   the accepted run; comparison: what the gate says. Both None where there is none.
    trend:      in any order; with this run, if it is to be seen in it.
    problems:   what could not be checked, one sentence each: the run cannot pass.
    notes:      warnings, one sentence each, shown at the top.
    headline:   names of the measures shown large; those that `metrics` does not list are left out.
    """

    run: Run
    figures: Sequence[Figure]
    metrics: Sequence[Measure]
    baseline: Run | None = None
    comparison: Comparison | None = None
    trend: Sequence[TrendPoint] = ()
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    curves: Curves = Curves()
    headline: Sequence[str] = HEADLINE

    def figure(self, metric: str, group: str = "all") -> Figure | None:
        """A metric over a group, if it was computed."""
        return next((f for f in self.figures if (f.metric, f.group) == (metric, group)), None)

    @property
    def main(self) -> list[Measure]:
        """The measures of the headline, in its order."""
        listed = {measure.name: measure for measure in self.metrics}
        return [listed[name] for name in self.headline if name in listed]
