"""Compare a run with the baseline, paired by question, and tell a loss from chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.stats import binomtest

from evals.metrics.outcome import Metric
from evals.metrics.table import METRICS
from evals.records.record import Line, Run
from evals.statistics.bootstrap import Values, cluster, drawn_means


@dataclass(frozen=True, slots=True)
class Change:
    """How one metric changed over the questions that both runs were asked.

    before, after: means over the paired questions that both runs could judge.
    gain:    after − before, signed so that more is better, in the metric's unit.
    bound:   the one-sided 95 % upper bound of the gain: with 95 % confidence the gain is below it.
             A loss beyond the margin is shown when it is below −margin.
    p:       of a loss beyond the margin being chance; adjusted: after Holm's correction.
    lost, gained: questions that got worse, better.
    margin:  the loss that is forgiven.
    failed:  whether this metric shows a regression.
    """

    metric: str
    pairs: int
    before: float
    after: float
    gain: float
    bound: float
    p: float
    adjusted: float
    lost: int
    gained: int
    margin: float
    failed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run against a baseline.

    changes:   one for each gated metric, in the order of the metrics' table.
    unpaired:  ids of questions that only one run was asked, or that were changed in between.
    """

    baseline: str
    run: str
    changes: tuple[Change, ...]
    paired: int
    unpaired: tuple[str, ...]

    @property
    def failed(self) -> tuple[Change, ...]:
        """The changes that are regressions."""
        return tuple(change for change in self.changes if change.failed)


ROUNDS = 10_000
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Loss:
    """bound: 95 % upper bound of the mean gain. p: of a loss beyond the margin being chance."""

    bound: float
    p: float


def paired_bootstrap(
    gains: Values, clusters: Sequence[str], margin: float, rounds: int = ROUNDS
) -> Loss:
    """One-sided test of "the true mean gain is at least −margin".

    gains: after − before of each question, more being better; shape (n,), n ≥ 1.
    """
    means = drawn_means(gains, clusters, rounds)
    beyond = int((means >= -margin).sum())
    return Loss(float(np.percentile(means, 100 * (1 - LEVEL))), (beyond + 1) / (rounds + 1))


def mcnemar(lost: int, gained: int) -> float:
    """Exact one-sided p of so many questions lost, where lost and gained are equally likely."""
    if lost + gained == 0:
        return 1.0
    return float(binomtest(lost, lost + gained, 0.5, alternative="greater").pvalue)


def holm(values: Sequence[float]) -> list[float]:
    """Adjusted p values, in the order given."""
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, number in enumerate(sorted(range(len(values)), key=lambda one: values[one])):
        highest = max(highest, min(1.0, values[number] * (len(values) - rank)))
        adjusted[number] = highest
    return adjusted


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
