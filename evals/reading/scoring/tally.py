"""Counts of what is right, added up over documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Tally(NamedTuple):
    """`right` of `total`; for faults, how many of them in how much."""

    right: float = 0
    total: float = 0

    @property
    def share(self) -> float | None:
        """None where there was nothing to judge."""
        return self.right / self.total if self.total else None


Scores = dict[str, Tally]
"""By the name of the measure; a measure that does not apply is left out."""


def tally(judged: Iterable[bool]) -> Tally:
    """How many of these are right."""
    all_of_them = list(judged)
    return Tally(sum(all_of_them), len(all_of_them))


def added(scores: Iterable[Mapping[str, Tally]]) -> Scores:
    """Sums over documents."""
    total: Scores = {}
    for one in scores:
        for name, (right, of) in one.items():
            before = total.get(name, Tally())
            total[name] = Tally(before.right + right, before.total + of)
    return total
