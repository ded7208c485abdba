"""How well the confidence tells right from wrong: AUROC, risk–coverage, calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from evals.statistics.bootstrap import Values

BINS = 10
_Z = 1.96  # of a normal distribution, 95 % lie within so many standard deviations
Flags = NDArray[np.bool_]


def auroc(confidence: Values, positive: Flags) -> float | None:
    """Chance that a positive has more confidence than a negative, ties half; None without both.

    By rank sums (Mann & Whitney 1947).
    """
    yes = int(positive.sum())
    no = len(positive) - yes
    if not yes or not no:
        return None
    ranks = rankdata(confidence)
    return float((ranks[positive].sum() - yes * (yes + 1) / 2) / (yes * no))


def risk_coverage(confidence: Values, error: Values) -> tuple[Values, Values]:
    """(coverage, risk): answering the surest share of the questions, how wrong one is on average.

    El-Yaniv & Wiener 2010. Questions of equal confidence are answered together.
    """
    if not len(confidence):
        return np.zeros(0), np.zeros(0)
    order = np.argsort(-confidence, kind="stable")
    sure, wrong = confidence[order], error[order]
    last_of_equal = np.append(np.flatnonzero(np.diff(sure)), len(sure) - 1)
    counts = last_of_equal + 1
    risks = np.cumsum(wrong)[last_of_equal] / counts
    return counts / len(sure), np.asarray(risks, dtype=np.float64)


def aurc(confidence: Values, error: Values) -> float:
    """Area under that curve, as the mean risk over all coverages; smaller is better."""
    coverage, risk = risk_coverage(confidence, error)
    return float(np.sum(np.diff(coverage, prepend=0.0) * risk))


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like confidence: their mean confidence, the share that is right, how many.

    low, high: the bin's ends.
    """

    confidence: float
    right: float
    count: int
    low: float
    high: float

    @property
    def interval(self) -> tuple[float, float]:
        """Of the share right, with 95 % confidence (Wilson 1927)."""
        weight = _Z**2 / self.count
        middle = (self.right + weight / 2) / (1 + weight)
        spread = self.right * (1 - self.right) / self.count + weight / (4 * self.count)
        half = _Z * spread**0.5 / (1 + weight)
        return max(0.0, middle - half), min(1.0, middle + half)


def reliability(confidence: Values, right: Flags) -> list[Bin]:
    """Up to ten bins of equal width over [0, 1]; empty ones are left out."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    return [
        Bin(
            float(confidence[chosen].mean()),
            float(right[chosen].mean()),
            int(chosen.sum()),
            number / BINS,
            (number + 1) / BINS,
        )
        for number in range(BINS)
        if (chosen := place == number).any()
    ]


def ece(confidence: Values, right: Flags) -> float:
    """Expected calibration error (Naeini et al. 2015): the bins' gaps, weighted by their counts."""
    gaps = [abs(one.confidence - one.right) * one.count for one in reliability(confidence, right)]
    return float(sum(gaps) / len(confidence))
