"""What comparing two runs gives."""

from __future__ import annotations

from dataclasses import dataclass


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
