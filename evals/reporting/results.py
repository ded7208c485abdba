"""Write the results of a run: report, summary, JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import UsageError
from evals.console import markdown
from evals.gate.compare import Comparison
from evals.gate.general_baseline import GeneralResults
from evals.records.folder import REPORT, SUMMARY, Folder
from evals.records.history import History
from evals.records.record import Figure, Line, Run
from evals.reporting import general, text
from evals.reporting.data import curves
from evals.statistics.figures import figures, too_many_unjudged, worst

_WORST = 10


@dataclass(frozen=True, slots=True)
class Results:
    """A run with all that is said of it.

    problems: what is wrong besides a regression, one sentence each: a check that was skipped.
    notes:    what a reader should know, but what fails nothing.
    general:  what the general collections gave; None if they were not asked.
    """

    run: Run
    figures: Sequence[Figure]
    baseline: Run | None = None
    comparison: Comparison | None = None
    problems: Sequence[str] = ()
    notes: Sequence[str] = ()
    general: GeneralResults | None = None

    @property
    def regressions(self) -> list[str]:
        """Titles of what got worse beyond its margin."""
        failed = self.comparison.failed if self.comparison is not None else ()
        worse = self.general.worse if self.general is not None else ()
        return [text.MEASURES[one.metric].title for one in failed] + [
            f"{one.title} of the general collections" for one in worse
        ]

    @property
    def verdict(self) -> str:
        """One of "regression", "incomplete", "passed", "not compared"."""
        if self.regressions:
            return "regression"
        if self.problems:
            return "incomplete"
        return "not compared" if self.comparison is None else "passed"

    @property
    def headline(self) -> str:
        """One line: the verdict and the main figures."""
        means = {one.metric: one for one in self.figures if one.group == "all"}
        parts = [
            f"{text.MEASURES[name].title} {text.cell(text.MEASURES[name], means[name])}"
            for name in ("facts", "right", "refused", "recall@5", "exact")
            if name in means
        ]
        if self.regressions:
            parts.insert(0, f"worse than the baseline in: {', '.join(self.regressions)}")
        return f"{self.verdict.upper()}: " + "; ".join(parts)


def results(
    run: Run,
    *,
    baseline: Run | None = None,
    comparison: Comparison | None = None,
    problems: Sequence[str] = (),
    notes: Sequence[str] = (),
) -> Results:
    """Work out a run's figures, and what could not be judged."""
    return Results(
        run=run,
        figures=figures(run.lines),
        baseline=baseline,
        comparison=comparison,
        problems=[*too_many_unjudged(run.lines), *problems],
        notes=notes,
    )


def keep(folder: Folder, found: Results) -> Path:
    """Write report and summaries beside the run, and its figures into the history.

    Returns the report's path.

    Raises:
        UsageError: they cannot be written.
    """
    History(folder.runs).add(found.run, found.figures)
    place = folder.runs / found.run.header.id
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / REPORT).write_text(_report(found, folder), encoding="utf-8")
        (place / f"{SUMMARY}.md").write_text(as_markdown(found), encoding="utf-8")
        (place / f"{SUMMARY}.json").write_text(as_json(found), encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The report cannot be written to {place} ({error.strerror or error}): make room, or "
            "make the folder writable."
        ) from error
    return place / REPORT


def _report(found: Results, folder: Folder) -> str:
    from evals.reporting.data import ReportData
    from evals.reporting.page import render

    return render(
        ReportData(
            run=found.run,
            figures=found.figures,
            metrics=tuple(text.MEASURES.values()),
            baseline=found.baseline,
            comparison=found.comparison,
            accepted=_accepted(folder),
            trend=History(folder.runs).trend(found.run.header.set),
            problems=found.problems,
            notes=found.notes,
            curves=curves(found.run.lines),
            general=found.general,
        )
    )


def _accepted(folder: Folder) -> str:
    try:
        return folder.accepted().header.id
    except UsageError:
        return ""


def as_markdown(found: Results) -> str:
    """The short summary for people."""
    header, end = found.run.header, found.run.end
    parts = [
        f"# {found.headline}",
        f"Run `{header.id}`, revision `{header.revision or 'unknown'}`, "
        f"{end.questions} questions in {end.seconds:.0f} s.",
        *(f"* **{problem}**" for problem in found.problems),
        *(f"* {note}" for note in found.notes),
        markdown(text.heading(), text.rows(found.figures)),
    ]
    if found.comparison is not None:
        parts += [
            f"## Against the baseline `{found.comparison.baseline}`",
            f"{found.comparison.paired} questions compared, {len(found.comparison.unpaired)} not.",
            markdown(text.CHANGE_HEADING, text.change_rows(found.comparison)),
        ]
    if found.general is not None:
        parts += [
            "## The general collections",
            *(f"* {change}" for change in found.general.changes),
            markdown(general.HEADING, general.text_rows(found.general)),
        ]
    parts += [
        "## The worst of those that may be looked at",
        "\n".join(_worst(line) for line in _tunable(found.run)),
    ]
    return "\n\n".join(parts) + "\n"


def _tunable(run: Run) -> list[Line]:
    # The check half is only scored: naming its failures would invite mending just those.
    return worst([line for line in run.lines if line.split == "tune"], _WORST)


def _worst(line: Line) -> str:
    question = line.question.replace("`", "'")
    return f"* `{line.id}` ({line.kind}) {question}"


def as_json(found: Results) -> str:
    """The short summary for programs."""
    comparison = found.comparison
    return json.dumps(
        {
            "verdict": found.verdict,
            "headline": found.headline,
            "run": found.run.header.model_dump(mode="json"),
            "end": found.run.end.model_dump(mode="json"),
            "problems": list(found.problems),
            "notes": list(found.notes),
            "figures": [
                asdict(one)
                for one in found.figures
                if one.group == "all" or one.group.startswith("split:")
            ],
            "comparison": None if comparison is None else asdict(comparison),
            "general": None if found.general is None else general.as_data(found.general),
            "worst": [line.id for line in _tunable(found.run)],
        },
        indent=1,
        ensure_ascii=False,
    )
