"""What the page "Quality" is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evals.kept.figure import Figure
from evals.kept.history import TrendPoint


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure over a group of questions: now, over those that nobody looked at, and before.

    unseen: of the half that is only scored; before: the baseline's over the same questions.
    """

    now: Figure
    unseen: Figure | None = None
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Worse:
    """A question of the half that may be looked at whose answer got worse."""

    kind: str
    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A run. chosen: which questions it was confined to; "" for all of them.

    unanswerable: how many of its questions the documents do not answer.
    median, slow: seconds to the whole answer; slow: the 95th percentile.
    headline:     by metric; kinds: by kind of question, (kind, measured).
    """

    id: str
    started: datetime
    set: str
    questions: int
    unanswerable: int
    composed: bool
    chosen: str
    median: float
    slow: float
    headline: tuple[Measured, ...]
    kinds: tuple[tuple[str, Measured], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A run against the accepted baseline. worse: what may be shown of the answers that got worse;
    hidden: how many more did in the half that is only scored.
    """

    baseline: str
    accepted: datetime
    paired: int
    better: int
    worse: tuple[Worse, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Overview:
    """latest: the last run; where there is none, the baseline. trend: whole runs, oldest first.

    is_baseline: whether `latest` is the accepted baseline itself.
    problem:     what could not be read, in one sentence.
    """

    latest: Evaluated | None = None
    is_baseline: bool = False
    any_run: bool = False
    compared: Compared | None = None
    trend: tuple[TrendPoint, ...] = ()
    problem: str = ""
