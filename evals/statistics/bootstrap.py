"""Bootstrap over whole clusters (Efron & Tibshirani 1993; clusters: Field & Welsh 2007)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.records.record import Line

Values = NDArray[np.float64]
_SEED = 20_240_229  # fixed: the same scores give the same interval


def drawn_means(values: Values, clusters: Sequence[str], rounds: int) -> Values:
    """Means of `rounds` samples, each of as many clusters as there are, with replacement.

    values: shape (n,). Returns shape (rounds,).
    """
    _, place = np.unique(np.asarray(clusters), return_inverse=True)
    sums = np.bincount(place, weights=values)
    counts = np.bincount(place)
    drawn = np.random.default_rng(_SEED).integers(0, len(sums), size=(rounds, len(sums)))
    return np.asarray(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), dtype=np.float64)


def interval(values: Values, clusters: Sequence[str], rounds: int = 2000) -> tuple[float, float]:
    """The 95 % percentile interval of a mean."""
    low, high = np.percentile(drawn_means(values, clusters, rounds), (2.5, 97.5))
    return float(low), float(high)


def interval_of(
    statistic: Callable[[NDArray[np.int64]], float | None],
    clusters: Sequence[str],
    rounds: int = 500,
) -> tuple[float, float] | None:
    """The 95 % percentile interval of a statistic that is no mean.

    statistic: of the questions with these numbers; None if it has no value for them. Samples
               without a value are left out; None is returned if they are half of all.
    """
    values = [statistic(sample) for sample in _samples(clusters, rounds)]
    known = [value for value in values if value is not None]
    if 2 * len(known) < rounds:
        return None
    low, high = np.percentile(known, (2.5, 97.5))
    return float(low), float(high)


def _samples(clusters: Sequence[str], rounds: int) -> Iterator[NDArray[np.int64]]:
    names, place = np.unique(np.asarray(clusters), return_inverse=True)
    members = [np.flatnonzero(place == number) for number in range(len(names))]
    random = np.random.default_rng(_SEED)
    for _ in range(rounds):
        drawn = random.integers(0, len(names), size=len(names))
        yield np.concatenate([members[number] for number in drawn])


_TABLE = "Table "


def cluster(line: Line) -> str:
    """The name of a question's cluster."""
    if not line.section:
        return line.id
    if not line.section.startswith(_TABLE):
        return line.section
    if line.kind == "all" or not line.gold:
        return line.id
    first = line.gold[0]
    return f"{first.document}:{first.start}"
