"""Run the nightly evaluation, once for each local date.

A night is the local date on which a run starts. When the clocks go back, or a timer catches up,
one may be started twice: the second finds the first. When they go forward, or the machine was
off, one may be missed: the next one says so.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from assistant import Assistant
from assistant.errors import AssistantError
from assistant.indexing.files import try_hold
from assistant.progress import Progress, silent
from evals.gate.compare import Comparison, check
from evals.gate.general_baseline import GeneralResults
from evals.general import ACCEPT
from evals.general import nightly as of_general
from evals.general import told as compared_with
from evals.records.folder import Folder
from evals.records.history import History, Night
from evals.records.record import Run
from evals.reporting.results import Results, keep, results
from evals.running.provenance import corpus_hash, revision
from evals.running.run import Plan, evaluate


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


KEPT = 30
"""Runs that are kept whole; figures of all runs stay in the history."""

LOCK = "nightly.lock"
Clock = Callable[[], datetime]
Evaluate = Callable[[], Run]


class NightlyBusy(AssistantError):
    """Another nightly run is going on."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a night ended. report: None if an earlier run of the same night stands."""

    night: date
    code: int
    headline: str
    report: Path | None


PASSED, INCOMPLETE, REGRESSION = 0, 1, 4
_CODES = {
    "passed": PASSED,
    "not compared": INCOMPLETE,
    "incomplete": INCOMPLETE,
    "regression": REGRESSION,
}


def nightly(
    assistant: Assistant,
    clock: Clock,
    *,
    again: bool = False,
    progress: Progress = silent,
    run: Evaluate | None = None,
) -> Done:
    """Index what is new, run the whole gold set, compare it with the baseline, write it all down.

    clock: the local time, aware.
    again: run even if this night has had its run.
    run:   instead of the evaluation itself.

    Raises:
        NightlyBusy: another one is going on.
        AssistantError: there are no cases, no document, or files cannot be written.
    """
    folder = Folder.of(assistant.workspace)
    with _alone(folder.runs):
        started = clock()
        night = night_of(started)
        assistant.index(progress)
        history = History(folder.runs)
        nights = history.nights()
        code, corpus = revision(), corpus_hash(assistant.documents)
        earlier = same_night(nights, night, code, corpus)
        if earlier is not None and not again:
            headline = f"{night} has had its run ({earlier.run}): {earlier.headline}"
            return Done(night, earlier.code, headline, None)
        again_run = run or (lambda: evaluate(assistant, Plan(), clock(), progress=progress))
        general = of_general(folder, progress)
        notes = [f"There was no run on {one}." for one in missed(nights, night)]
        if general is not None and not general.before:
            notes += compared_with(general)
        found = _gated(folder, again_run, notes, uncompared(general))
        found = replace(found, general=general)
        report = keep(folder, found)
        done = Done(night, _CODES[found.verdict], found.headline, report)
        history.add_night(Night(night, found.run.header.id, code, corpus, done.code, done.headline))
        prune(folder, keep_also=found.run.header.id)
        return done


def _gated(folder: Folder, run: Evaluate, notes: list[str], problems: list[str]) -> Results:
    first = run()
    try:
        baseline = folder.accepted()
    except AssistantError as error:
        return results(first, problems=[*problems, str(error)], notes=notes)
    checked = check(first, baseline, run)
    if checked.repeated:
        notes.append("The first run was worse than the baseline, so there was a second one.")
    return results(
        checked.run,
        baseline=baseline,
        comparison=checked.comparison,
        problems=[*problems, *skipped(checked.comparison)],
        notes=notes,
    )


def skipped(comparison: Comparison) -> list[str]:
    """What a comparison did not compare: it must not pass in silence."""
    if not comparison.unpaired:
        return []
    return [
        f"{len(comparison.unpaired)} questions could not be compared, being new, changed or gone "
        f"({', '.join(comparison.unpaired[:3])}): look at them and accept a new baseline."
    ]


def uncompared(general: GeneralResults | None) -> list[str]:
    """The same of the general collections; nothing while no scores of theirs were accepted."""
    if general is None or not general.before or not (new := general.uncompared):
        return []
    return [
        f"{len(new)} questions of the general collections could not be compared, being new or "
        f"changed ({', '.join(new[:3])}): look at them and run {ACCEPT}."
    ]


def prune(folder: Folder, keep_also: str, kept: int = KEPT) -> list[Path]:
    """Remove all but the latest runs, and what unfinished ones before them left.

    Returns what was removed.
    """
    finished = folder.finished()
    if len(finished) <= kept:
        return []
    oldest = finished[-kept].name
    stale = [
        path
        for path in sorted(folder.runs.glob("*/"))
        if path.name < oldest and path.name != keep_also
    ]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return stale


@contextmanager
def _alone(runs: Path) -> Iterator[None]:
    runs.mkdir(parents=True, exist_ok=True)
    hold = try_hold(runs / LOCK)
    if hold is None:
        raise NightlyBusy("A nightly run is going on: wait until it is done.")
    try:
        yield
    finally:
        hold.release()
