"""Run, compare with the baseline, and run once more before failing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evals.gate.compare import compare
from evals.gate.comparison import Comparison
from evals.kept.record import Run


@dataclass(frozen=True, slots=True)
class Checked:
    """A run and how it compares. repeated: whether it had to be run a second time."""

    run: Run
    comparison: Comparison
    repeated: bool


def check(run: Run, baseline: Run, again: Callable[[], Run]) -> Checked:
    """Compare a run; where it shows a regression, only what a second run shows too is one.

    again: gives the second run.
    """
    first = compare(baseline, run)
    if not first.failed:
        return Checked(run, first, repeated=False)
    second_run = again()
    second = compare(baseline, second_run)
    twice = {change.metric for change in first.failed} & {c.metric for c in second.failed}
    changes = tuple(replace(one, failed=one.metric in twice) for one in second.changes)
    return Checked(second_run, replace(second, changes=changes), repeated=True)
