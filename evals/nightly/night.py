"""When a nightly run is due: once for each local date, whatever the clocks do.

A night is the local date on which a run starts. When the clocks go back, or a timer catches up,
one may be started twice: the second finds the first. When they go forward, or the machine was
off, one may be missed: the next one says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from evals.kept.history import Night


def night_of(now: datetime) -> date:
    """The night of an aware local time."""
    if now.tzinfo is None:
        raise ValueError("The clock must give aware times.")
    return now.date()


def same_night(nights: Sequence[Night], night: date, revision: str, corpus: str) -> Night | None:
    """The run that makes another one needless: of the same night, code and corpus, and finished
    (an error may have gone away).
    """
    for past in reversed(nights):
        if (past.night, past.revision, past.corpus) == (night, revision, corpus):
            return past
    return None


def missed(nights: Sequence[Night], night: date) -> list[date]:
    """Nights without a run since the one before; none for the first."""
    earlier = [past.night for past in nights if past.night < night]
    if not earlier:
        return []
    last = max(earlier)
    return [last + timedelta(days=day) for day in range(1, (night - last).days)]
