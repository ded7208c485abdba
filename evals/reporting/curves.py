"""The curves of a report: risk–coverage and reliability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.kept.record import Line
from evals.reporting.data import Curves
from evals.statistics import many
from evals.statistics.confidence import reliability, risk_coverage


def curves(lines: Sequence[Line]) -> Curves:
    """Of some lines."""
    table = many.table_of(lines)
    everything = np.arange(len(lines))
    judged = ~np.isnan(table.error)
    coverage, risk = risk_coverage(table.confidence[judged], table.error[judged])
    return Curves(
        risk_coverage=tuple(zip(coverage.tolist(), risk.tolist(), strict=True)),
        area=many.aurc(table, everything),
        bins=tuple(reliability(table.confidence[table.found], table.right[table.found])),
        calibration_error=many.ece(table, everything),
        auroc=many.auroc(table, everything),
    )
