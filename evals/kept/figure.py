"""A metric over a group of questions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its 95 % bootstrap interval, whole sections drawn.

    group:    "all", "split:tune", "kind:fact", "section:4.1.1 Procedure for HSCT".
    mean:     of the scored questions; None where there are none. So are low and high.
    scored:   questions with a score; unjudged: those where the metric applies but cannot judge.
    """

    metric: str
    group: str
    mean: float | None
    low: float | None
    high: float | None
    scored: int
    unjudged: int
