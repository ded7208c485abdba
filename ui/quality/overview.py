"""What the page "Quality" shows, from the runs that are kept and the accepted baseline."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from assistant.errors import UsageError
from evals.metrics.table import METRICS
from evals.records.folder import RUN, Folder
from evals.records.history import FILE, History, TrendPoint
from evals.records.record import Figure, Line, Run, read
from evals.reporting.differences import differences, paired
from evals.statistics.figures import groups, mean_of

HEADLINE = ("right", "facts", "refused", "exact")
"""The measures that are shown large; `templates/quality.html` says them in words."""

KIND_METRIC = "right"
TRENDS = ("right", "facts", "refused")


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure over a group of questions: now, over the held-out ones, and before.

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
    """latest: the last run; if there is none, the baseline. trend: whole runs, oldest first.

    is_baseline: whether `latest` is the accepted baseline itself.
    problem:     what could not be read, in one sentence.
    """

    latest: Evaluated | None = None
    is_baseline: bool = False
    any_run: bool = False
    compared: Compared | None = None
    trend: tuple[TrendPoint, ...] = ()
    problem: str = ""


def overview(folder: Folder) -> Overview:
    """The overview of a workspace's evaluation. Takes a second for a run not seen before."""
    finished = folder.finished()
    run = _stamp(finished[-1] / RUN) if finished else None
    found = _overview(run, _stamp(folder.baseline / RUN))
    if found.latest is None or not (folder.runs / FILE).is_file():
        return found
    try:
        trend = tuple(History(folder.runs).trend(found.latest.set))
    except UsageError as error:
        return replace(found, problem=found.problem or str(error))
    return replace(found, trend=trend)


_Stamp = tuple[Path, int] | None


def _stamp(path: Path) -> _Stamp:
    """A file and when it was changed: what was made of it holds until then."""
    try:
        return path, path.stat().st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=4)
def _overview(run_file: _Stamp, baseline_file: _Stamp) -> Overview:
    run, run_problem = _read(run_file)
    baseline, baseline_problem = _read(baseline_file)
    shown = run or baseline
    problem = run_problem or baseline_problem
    if shown is None:
        return Overview(any_run=run_file is not None, problem=problem)
    same = baseline is not None and baseline.header.id == shown.header.id
    compared = None
    if run is not None and baseline is not None and not same:
        compared = _compared(run, baseline)
    return Overview(
        latest=_evaluated(shown, None if same else baseline),
        is_baseline=same,
        any_run=run_file is not None,
        compared=compared,
        problem=problem,
    )


def _read(file: _Stamp) -> tuple[Run | None, str]:
    if file is None:
        return None, ""
    try:
        return read(file[0]), ""
    except UsageError as error:
        return None, str(error)


def _evaluated(run: Run, baseline: Run | None) -> Evaluated:
    before, now = paired(run, baseline) if baseline else ([], [])
    by_group, header = groups(run.lines), run.header
    seconds = [line.seconds for line in run.lines] or [0.0]
    return Evaluated(
        id=header.id,
        started=header.started,
        set=header.set,
        questions=len(run.lines),
        unanswerable=sum(not line.answerable for line in run.lines),
        composed=header.answers == "composed",
        chosen=_chosen(run),
        median=statistics.median(seconds),
        slow=_percentile(seconds),
        headline=tuple(
            one for name in HEADLINE if (one := _measured(name, "all", by_group, before, now))
        ),
        kinds=tuple(
            (group.removeprefix("kind:"), one)
            for group in by_group
            if group.startswith("kind:")
            and (one := _measured(KIND_METRIC, group, by_group, before, now))
        ),
    )


def _measured(
    metric: str,
    group: str,
    by_group: dict[str, list[Line]],
    before: Sequence[Line],
    now: Sequence[Line],
) -> Measured | None:
    figure = mean_of(by_group[group], metric, group)
    if figure is None or figure.mean is None:
        return None
    unseen = [line for line in by_group[group] if line.split == "check"]
    kind = group.removeprefix("kind:") if group != "all" else ""
    changes = [
        new - old
        for was, line in zip(before, now, strict=True)
        if (not kind or line.kind == kind)
        and (new := line.scores.get(metric)) is not None
        and (old := was.scores.get(metric)) is not None
    ]
    return Measured(
        now=figure,
        unseen=mean_of(unseen, metric, group) if group == "all" else None,
        before=figure.mean - statistics.fmean(changes) if changes else None,
    )


def _compared(run: Run, baseline: Run) -> Compared:
    found = differences(run, baseline, METRICS)
    worse = [one for one in found if one.status == "worse"]
    # The other half is only scored: to name its failures would invite mending just those.
    shown = [one for one in worse if one.now.split == "tune" and one.before is not None]
    return Compared(
        baseline=baseline.header.id,
        accepted=baseline.header.started,
        paired=len(paired(run, baseline)[1]),
        better=sum(one.status == "better" for one in found),
        worse=tuple(
            Worse(
                one.now.kind, one.now.question, one.before.text if one.before else "", one.now.text
            )
            for one in shown
        ),
        hidden=len(worse) - len(shown),
    )


def _chosen(run: Run) -> str:
    parts = [*run.header.kinds, *([run.header.split] if run.header.split else [])]
    return ", ".join(parts)


def _percentile(seconds: Sequence[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, round(0.95 * (len(seconds) - 1)))]
