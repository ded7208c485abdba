"""`assistant eval` and `assistant nightly`: how good answers are, and whether they got worse."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import UsageError
from assistant.printable import printable
from ui.cli import feedback, options
from ui.cli.console import REGRESSION, Commands, Display
from ui.cli.options import JsonOption, WorkspaceOption

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.progress import Progress
    from evals.records.record import Run
    from evals.reporting.results import Results
    from evals.running.run import Plan

ABOUT = """Ask all gold questions and score the answers.

\b
Gold cases are JSONL files in the workspace's evals/gold. Each run is kept in
evals/runs: every question with its answer and scores, and a report to open
in a browser.

\b
  assistant eval                                    score the gold set
  assistant eval --kind followup --split tune       only a part of it
  assistant eval --compare baseline                 exit code 4 if it got worse
  assistant eval baseline --reason "better lists"   accept the latest run
  assistant eval candidates list                    readers' ratings
"""

ABOUT_NIGHTLY = """Score the whole gold set and compare it with the baseline.

Indexes the documents first and writes a report. Made for a timer: it runs once a night, one run
at a time, and removes old runs.

\b
Exit codes:
  0  as good as the baseline
  1  an error, or something could not be checked
  4  worse than the baseline
"""

app = typer.Typer(cls=Commands, help=ABOUT, invoke_without_command=True, rich_markup_mode=None)

app.add_typer(feedback.app, name="candidates")

_NEEDED = ("ir_measures", "scipy")


@app.callback()
def evaluate_command(
    context: typer.Context,
    name: Annotated[str, typer.Option("--set", metavar="NAME", help="A set of gold cases.")] = "",
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Only this kind; repeatable.")
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="SPLIT", help="Only this half: tune or check.")
    ] = None,
    answers: Annotated[
        str, typer.Option(metavar="WAY", help="Score quoted or composed answers.")
    ] = "quoted",
    compare: Annotated[
        str | None,
        typer.Option(metavar="RUN", help="Compare with a run: its id, a file, or `baseline`."),
    ] = None,
    as_json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Score the gold set."""
    if context.invoked_subcommand:
        return
    plan = _plan(name, kind or [], split, answers)
    with Display() as progress:
        found = _evaluate(_open(workspace, progress), plan, compare, progress)
    _show(found, workspace, as_json=as_json)
    if found.verdict == "regression":
        raise typer.Exit(REGRESSION)
    raise typer.Exit(1 if found.problems else 0)


@app.command()
def baseline(
    reason: Annotated[str, typer.Option(help="Why this run becomes the baseline.")],
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="A run's id. Left out: the latest.")
    ] = "",
    no_commit: Annotated[
        bool, typer.Option("--no-commit", help="Write the files, but leave git alone.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Accept a run as the baseline for later ones.

    It is written to the workspace's evals/baseline and committed there, with the reason.
    """
    from assistant.workspace import Workspace
    from evals.gate.baseline import accept, commit
    from evals.records.folder import Folder
    from evals.reporting.results import results

    folder = Folder.of(Workspace.find(workspace))
    finished = folder.finished()
    if not run and not finished:
        raise UsageError("There is no run yet: run `assistant eval` first.")
    chosen = folder.find(run or finished[-1].name)
    found = results(chosen)
    if found.problems:
        raise UsageError(f"{found.problems[0]}: correct that, and run `assistant eval` again.")
    headline = found.headline.partition(": ")[2]
    files = accept(folder, chosen, reason, headline, datetime.now().astimezone().date())
    typer.echo(f"Run {chosen.header.id} is the baseline now.")
    if no_commit:
        return
    if not commit(files, reason):
        typer.echo("It is not committed: do so yourself, if the workspace is in git.", err=True)


def nightly_command(
    again: Annotated[bool, typer.Option("--again", help="Run even if it has run tonight.")] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Score the whole gold set and compare it with the baseline."""
    from evals.nightly.nightly import nightly

    with Display() as progress:
        assistant = _open(workspace, progress)
        done = nightly(
            assistant, lambda: datetime.now().astimezone(), again=again, progress=progress
        )
    typer.echo(printable(done.headline))
    if done.report:
        typer.echo(printable(f"Report: {done.report}"))
    raise typer.Exit(done.code)


def _open(workspace: Path | None, progress: Progress) -> Assistant:
    """The assistant over a workspace, once what evaluating needs is installed."""
    require_libraries()
    return options.open_assistant(workspace, progress)


def require_libraries() -> None:
    """See that what evaluating needs is installed.

    Raises:
        UsageError: something is missing.
    """
    from importlib.util import find_spec

    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise UsageError(
            f"Evaluating needs {', '.join(missing)}: run `pip install 'document-assistant[eval]'`."
        )


def _plan(name: str, kinds: list[str], split: str | None, answers: str) -> Plan:
    from typing import get_args

    from assistant.assistant import Answers
    from evals.gold_cases import GOLD, Kind, Split
    from evals.running.run import Plan

    known: dict[str, tuple[str, ...]] = {"kind": get_args(Kind), "split": get_args(Split)}
    given = {"kind": kinds, "split": [split] if split else []}
    for what, values in given.items():
        for value in values:
            if value not in known[what]:
                raise UsageError(f"No {what} {value!r}: use one of {', '.join(known[what])}.")
    way = next((one for one in get_args(Answers) if one == answers), None)
    if way is None:
        raise UsageError(f"No answers {answers!r}: use quoted or composed.")
    return Plan(
        set=name or GOLD,
        kinds=tuple(one for one in get_args(Kind) if one in kinds),
        split=next((one for one in get_args(Split) if one == split), None),
        answers=way,
    )


def _evaluate(
    assistant: Assistant, plan: Plan, compare_with: str | None, progress: Progress
) -> Results:
    from evals.gate.compare import check
    from evals.records.folder import Folder
    from evals.reporting.results import results
    from evals.running.run import evaluate

    baseline = None
    if compare_with is not None:  # before the minute of asking: it may be misspelt
        baseline = Folder.of(assistant.workspace).find(compare_with)

    def run_once() -> Run:
        return evaluate(assistant, plan, datetime.now().astimezone(), progress=progress)

    run = run_once()
    if baseline is None:
        return results(run)
    checked = check(run, baseline, run_once)
    return results(checked.run, baseline=baseline, comparison=checked.comparison)


def _show(found: Results, workspace: Path | None, *, as_json: bool) -> None:
    from assistant.workspace import Workspace
    from evals.console import plain
    from evals.records.folder import Folder
    from evals.reporting import text
    from evals.reporting.results import as_json as to_json
    from evals.reporting.results import keep

    report = keep(Folder.of(Workspace.find(workspace)), found)
    if as_json:
        typer.echo(to_json(found))
        return
    typer.echo(plain(text.heading(), text.rows(found.figures)))
    if found.comparison is not None:
        comparison = found.comparison
        typer.echo(
            f"\nAgainst run {comparison.baseline}: {comparison.paired} questions compared, "
            f"{len(comparison.unpaired)} not\n"
        )
        typer.echo(plain(text.CHANGE_HEADING, text.change_rows(comparison)))
    for problem in found.problems:
        typer.echo(f"\n{printable(problem)}", err=True)
    typer.echo(printable(f"\n{found.headline.partition(':')[0]}. Report: {report}"))
