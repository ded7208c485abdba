"""The statistics of the gate: is a loss beyond its margin, and could it be chance?

Scores: paired bootstrap over whole clusters. Yes/no outcomes must pass the exact test of McNemar
(1947) as well, so that a handful of questions that happen to share a cluster fail nothing. Holm
(1979) keeps the chance of any false alarm over all metrics at 5 %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

from evals.statistics.bootstrap import Values, drawn_means

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
