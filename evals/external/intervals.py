"""Bootstrap intervals for which whole clusters are drawn.

Questions about one article, or of one conversation, resemble each other: drawn singly, they would
make an interval too narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

ROUNDS = 2000
_TAILS = (2.5, 97.5)  # percent: 95 % lie between
Values = NDArray[np.float64]


def interval(values: Values, clusters: Sequence[str]) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean."""
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.bincount(place, weights=values, minlength=len(names))
    counts = np.bincount(place, minlength=len(names))
    drawn = np.random.default_rng(0).integers(0, len(names), size=(ROUNDS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, _TAILS)
    return float(low), float(high)


def interval_of(
    statistic: Callable[[NDArray[np.int64]], float | None], clusters: Sequence[str]
) -> tuple[float, float]:
    """The 95 % bootstrap interval of any figure.

    statistic: the figure over questions of these numbers; None where it has no value, and then the
               draw is left out.
    """
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    members = [np.flatnonzero(place == number) for number in range(len(names))]
    random = np.random.default_rng(0)
    found: list[float] = []
    for _ in range(ROUNDS):
        drawn = random.integers(0, len(names), size=len(names))
        value = statistic(np.concatenate([members[number] for number in drawn]))
        if value is not None:
            found.append(value)
    if not found:
        return float("nan"), float("nan")
    low, high = np.percentile(found, _TAILS)
    return float(low), float(high)
