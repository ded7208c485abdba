"""What the page "Quality" shows, from the runs that are kept and the accepted baseline."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from assistant.errors import UsageError
from evals.kept.folder import RUN, Folder
from evals.kept.history import FILE, History
from evals.kept.record import Line, Run, read
from evals.metrics.table import METRICS
from evals.reporting.differences import differences, paired
from evals.statistics.figures import groups, mean_of
from ui.quality.data import Compared, Evaluated, Measured, Overview, Worse
from ui.quality.words import HEADLINE, KIND_METRIC


def overview(folder: Folder) -> Overview:
    """Of a workspace's evaluation. A second for a run that was not seen before."""
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
