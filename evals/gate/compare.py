"""Compare a run with a baseline, paired by question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evals.gate.comparison import Change, Comparison
from evals.gate.tests import LEVEL, ROUNDS, holm, mcnemar, paired_bootstrap
from evals.kept.record import Line, Run
from evals.metrics.metric import Metric
from evals.metrics.table import METRICS
from evals.statistics.clusters import cluster

GATED = tuple(metric for metric in METRICS if metric.margin is not None)
Pair = tuple[Line, Line]


def compare(baseline: Run, run: Run) -> Comparison:
    """How each gated metric changed. Asked questions only: one that was reworded is no pair."""
    before, after = baseline.by_id(), run.by_id()
    pairs = [
        (before[name], line)
        for name, line in after.items()
        if name in before and before[name].digest == line.digest
    ]
    paired = {line.id for _, line in pairs}
    return Comparison(
        baseline=baseline.header.id,
        run=run.header.id,
        changes=tuple(changes(pairs)),
        paired=len(pairs),
        unpaired=tuple(sorted((before.keys() | after.keys()) - paired)),
    )


def changes(pairs: Sequence[Pair], rounds: int = ROUNDS) -> list[Change]:
    """One for each gated metric that both runs could judge somewhere."""
    found = [change for metric in GATED if (change := _change(metric, pairs, rounds)) is not None]
    # An invariant (margin 0) is no estimate: it is not tested, and does not count as a test.
    tested = [change for change in found if change.margin > 0]
    adjusted = dict(
        zip(
            (change.metric for change in tested),
            holm([change.p for change in tested]),
            strict=True,
        )
    )
    return [_judged(change, adjusted.get(change.metric)) for change in found]


def _change(metric: Metric, pairs: Sequence[Pair], rounds: int) -> Change | None:
    margin = metric.margin or 0.0
    both = [
        (was, now, cluster(line))
        for old, line in pairs
        if (was := old.scores.get(metric.name)) is not None
        and (now := line.scores.get(metric.name)) is not None
    ]
    if not both:
        return None
    before = np.array([was for was, _, _ in both], dtype=np.float64)
    after = np.array([now for _, now, _ in both], dtype=np.float64)
    gains = after - before if metric.better != "lower" else before - after
    loss = paired_bootstrap(gains, [name for _, _, name in both], margin, rounds)
    lost, gained = int((gains < 0).sum()), int((gains > 0).sum())
    return Change(
        metric=metric.name,
        pairs=len(both),
        before=float(before.mean()),
        after=float(after.mean()),
        gain=float(gains.mean()),
        bound=loss.bound,
        p=max(loss.p, mcnemar(lost, gained)) if metric.yes_no else loss.p,
        adjusted=1.0,
        lost=lost,
        gained=gained,
        margin=margin,
        failed=False,
    )


def _judged(change: Change, adjusted: float | None) -> Change:
    if adjusted is None:
        return replace(change, failed=change.lost > 0)
    beyond = change.bound < -change.margin and adjusted < LEVEL
    return replace(change, adjusted=adjusted, failed=beyond)
