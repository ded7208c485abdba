"""A measure as a record: its name, how it is shown, and what loss of it the gate forgives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evals.metrics.outcome import Scorer

Family = Literal["retrieval", "answers", "citations", "composed", "refusals", "cost"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure of one answered question.

    name:     as in a run's lines ("facts", "ndcg@10").
    title:    a few words for people.
    about:    one sentence: what it is, and for which questions.
    scorer:   gives its score.
    share:    whether it is a share in [0, 1], shown in percent; else a number, shown as it is.
    better:   None where neither more nor less is better by itself.
    margin:   the loss of the mean that the gate forgives, in the metric's own unit; None: no gate.
    yes_no:   whether each score is 0 or 1, so that McNemar's test applies.
    """

    name: str
    title: str
    about: str
    family: Family
    scorer: Scorer
    share: bool = True
    better: Literal["higher", "lower"] | None = "higher"
    margin: float | None = None
    yes_no: bool = False
