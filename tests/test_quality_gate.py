"""The gate over the real documents: it passes what is as good as before, and nothing else."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime

import pytest
from real_documents import ROOT

from assistant import Assistant
from evals.gate.compare import compare
from evals.gate.degraded import Degraded, never_refusing, shuffled
from evals.records.folder import Folder
from evals.records.record import Run
from evals.running.run import Plan, evaluate
from evals.statistics.figures import too_many_unjudged

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def scored(reviews: Assistant) -> Run:
    """The whole gold set, asked once."""
    folder = Folder.of(reviews.workspace)
    shutil.copytree(ROOT / "evals" / "gold", folder.gold, dirs_exist_ok=True)
    return evaluate(reviews, Plan(), NOW)


def test_everything_can_be_judged(scored: Run) -> None:
    assert too_many_unjudged(scored.lines) == []


def test_every_quote_of_every_answer_is_exact(scored: Run) -> None:
    inexact = [line.id for line in scored.lines if line.scores.get("exact", 1.0) != 1.0]
    assert inexact == []
    assert all(cited.exact for line in scored.lines for cited in line.citations)


def test_answers_are_as_good_as_the_accepted_baseline(scored: Run) -> None:
    comparison = compare(Folder(ROOT / "evals").accepted(), scored)
    assert comparison.failed == ()
    assert comparison.unpaired == ()


def test_the_same_code_run_twice_gives_the_same_scores(reviews: Assistant, scored: Run) -> None:
    again = evaluate(reviews, Plan(split="check"), NOW)
    first = scored.by_id()
    timed = {"seconds", "search_seconds"}
    for line in again.lines:
        assert _without(line.scores, timed) == _without(first[line.id].scores, timed), line.id
    assert compare(scored, again).failed == ()


def _without(scores: dict[str, float | None], names: set[str]) -> dict[str, float | None]:
    return {name: value for name, value in scores.items() if name not in names}


@pytest.mark.parametrize(
    ("plan", "worse", "seen"),
    [
        (Plan(kinds=("fact", "number")), "shuffled", {"facts", "recall@5", "within@130"}),
        (Plan(kinds=("refusal",)), "never_refusing", {"refused"}),
    ],
    ids=["shuffled rankings", "no refusals"],
)
def test_an_injected_regression_is_caught(
    reviews: Assistant, scored: Run, plan: Plan, worse: str, seen: set[str]
) -> None:
    measured: Degraded = (
        shuffled(reviews, 0.5, seed=1) if worse == "shuffled" else never_refusing(reviews)
    )
    run = evaluate(reviews, plan, NOW, measured=measured)
    assert seen <= {change.metric for change in compare(scored, run).failed}
