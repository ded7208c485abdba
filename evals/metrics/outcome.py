"""The outcome of a question, which metrics score, and the type of a metric."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from assistant import Answer
from assistant.chunking.chunks import Passage
from evals.gold_cases import Case


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document's text."""

    document: str
    start: int
    end: int

    def overlap(self, document: str, start: int, end: int) -> int:
        """How many characters are shared with another range."""
        if document != self.document:
            return 0
        return max(0, min(self.end, end) - max(self.start, start))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case as asked and answered.

    gold:       where its quotes stand.
    items:      where the quotes of its items stand.
    lost:       quotes that the indexed documents do not hold: what depends on them cannot be
                judged.
    passages:   all passages of the index that overlap a gold quote: what could be found.
    seconds:    from the question to the whole answer, by the clock of who asked.
    in_full:    the answer to a follow-up's standalone form, without a history.
    """

    case: Case
    answer: Answer
    gold: tuple[Place, ...]
    items: tuple[Place, ...]
    lost: tuple[str, ...]
    passages: tuple[Passage, ...] = field(repr=False)
    seconds: float
    in_full: Answer | None = None

    @property
    def text(self) -> str:
        """What a reader takes as the answer; "" for a refusal."""
        return self.answer.text if self.answer.found else ""


@dataclass(frozen=True, slots=True)
class Score:
    """value: better when greater unless its metric says otherwise; None: cannot be judged."""

    value: float | None
    reason: str = ""


Scorer = Callable[[Outcome], Score | None]
"""None: the measure does not apply to this case. Not to be taken for "cannot be judged"."""


Family = Literal["retrieval", "answers", "citations", "composed", "refusals", "cost"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One measure of one answered question.

    name:     as in a run's lines ("facts", "ndcg@10").
    title:    a few words for people.
    about:    one sentence: what it is, and for which questions.
    scorer:   gives its score.
    share:    whether it is a share in [0, 1], shown in percent; else a number, shown as it is.
    better:   None if neither more nor less is better by itself.
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
