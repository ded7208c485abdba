"""This run against the baseline, question by question, worst first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from evals.metrics.outcome import Metric
from evals.records.record import Line, Run
from evals.reporting.data import Measure
from evals.statistics.figures import table_of

Status = Literal["worse", "better", "same", "new", "edited", "short", "full"]

_EVEN = 1e-9  # below this, a change is rounding


@dataclass(frozen=True, slots=True)
class Difference:
    """A question now and, where the same one was asked, before.

    status: "worse", "better" or "same" by `gain`; "new" or "edited" if it cannot be compared;
            without a baseline, "full" for all of every score that is gated, else "short".
    gain:   sum of the gated scores' changes, more is better; without a baseline, their mean
            shortfall from the best, negative.
    """

    now: Line
    before: Line | None
    status: Status
    gain: float

    @property
    def rewritten(self) -> bool:
        """Whether the answer reads otherwise than before."""
        return self.before is not None and (
            (self.before.text, self.before.found) != (self.now.text, self.now.found)
        )


def differences(run: Run, baseline: Run | None, metrics: Sequence[Measure]) -> list[Difference]:
    """Every question of the run: first what got worst, last what got best; the same in between,
    those that cannot be compared at the end.
    """
    ruling = [one for one in metrics if _rules(one)]
    before = baseline.by_id() if baseline else {}
    found = [
        _difference(line, before.get(line.id), ruling) if baseline else _alone(line, ruling)
        for line in run.lines
    ]
    return sorted(found, key=lambda one: (one.status in ("new", "edited"), one.gain, one.now.id))


def paired(run: Run, baseline: Run) -> tuple[list[Line], list[Line]]:
    """The lines of the questions that both runs were asked, in the same order: before, now."""
    before = baseline.by_id()
    now = [line for line in run.lines if (old := before.get(line.id)) and old.digest == line.digest]
    return [before[line.id] for line in now], now


def change(measure: Measure, before: Sequence[Line], now: Sequence[Line]) -> float | None:
    """After − before over paired lines, in the measure's unit; None if there is nothing to
    compare.
    """
    if not now:
        return None
    if not isinstance(measure, Metric):
        every = np.arange(len(now))
        old, new = (measure.of(table_of(lines), every) for lines in (before, now))
        return None if old is None or new is None else new - old
    changes = [
        after - first
        for line, other in zip(before, now, strict=True)
        if (first := line.scores.get(measure.name)) is not None
        and (after := other.scores.get(measure.name)) is not None
    ]
    return sum(changes) / len(changes) if changes else None


def goodness(measure: Measure, value: float) -> float:
    """A score with its sign turned where less is better."""
    return -value if measure.better == "lower" else value


def _rules(measure: Measure) -> bool:
    return isinstance(measure, Metric) and measure.margin is not None and measure.share


def _difference(now: Line, before: Line | None, ruling: Iterable[Measure]) -> Difference:
    if before is None or before.digest != now.digest:
        return Difference(now, None, "new" if before is None else "edited", 0.0)
    gain = sum(
        goodness(one, new - old)
        for one in ruling
        if (new := now.scores.get(one.name)) is not None
        and (old := before.scores.get(one.name)) is not None
    )
    status: Status = "worse" if gain < -_EVEN else "better" if gain > _EVEN else "same"
    return Difference(now, before, status, gain)


def _alone(now: Line, ruling: Iterable[Measure]) -> Difference:
    short = [
        1 - value if one.better != "lower" else value
        for one in ruling
        if (value := now.scores.get(one.name)) is not None
    ]
    gain = -sum(short) / len(short) if short else 0.0
    return Difference(now, None, "short" if gain < -_EVEN else "full", gain)
