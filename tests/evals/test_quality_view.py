"""The page "Quality" over runs made for the test."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant
from made_runs import NOON, line, run
from starlette.applications import Starlette
from starlette.testclient import TestClient

from evals.gate.baseline import as_lines
from evals.records.folder import RUN, Folder
from evals.records.history import History
from evals.records.record import Line, Run
from evals.statistics.figures import figures
from ui.cli import evaluation
from ui.quality.overview import overview
from ui.quality.page import page
from ui.quality.routes import routes

BASELINE_ONLY = "these are the figures of the accepted baseline"
IS_BASELINE = "This run is the accepted baseline"
NO_TREND = "appears once the whole set was run twice"

GOOD = {"facts": 1.0, "right": 1.0, "decision": 1.0, "exact": 1.0}
BAD = {"facts": 0.0, "right": 0.0, "decision": 0.0, "exact": 1.0}
REFUSED = {"kind": "refusal", "why": "absent", "answerable": False, "gold": (), "found": False}
OLD, NEW = "20260301T120000-abcd", "20260302T120000-ef01"


def lines(tune: dict[str, float], check: dict[str, float]) -> list[Line]:
    refused = {"right": 1.0, "refused": 1.0, "decision": 1.0, "exact": 1.0}
    return [
        line("t-001", {**tune}, question="What <b>happened</b> to it?"),
        line("t-002", {**GOOD}, kind="number"),
        line("c-001", {**check}, split="check", question="A question that stays unread?"),
        line("t-003", {**refused}, **REFUSED),
    ]


def accept(folder: Folder, baseline: Run) -> None:
    folder.baseline.mkdir(parents=True)
    (folder.baseline / RUN).write_text(as_lines(baseline), encoding="utf-8")


def keep(folder: Folder, finished: Run) -> None:
    place = folder.runs / finished.header.id
    place.mkdir(parents=True)
    (place / RUN).write_text(as_lines(finished), encoding="utf-8")
    History(folder.runs).add(finished, figures(finished.lines))


def later(made: list[Line], **changes: object) -> Run:
    return run(made, id=NEW, started=NOON + timedelta(days=1), **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "evals")


def test_without_any_run_it_says_how_to_make_one(folder: Folder) -> None:
    shown = page(overview(folder))
    assert shown.startswith("<h1>")
    assert "assistant eval" in shown
    assert not folder.runs.exists()  # looking leaves nothing behind


def test_the_baseline_alone_is_shown_as_such(folder: Folder) -> None:
    accept(folder, run(lines(GOOD, GOOD)))
    shown = page(overview(folder))
    assert BASELINE_ONLY in shown
    assert "Wholly right" in shown
    assert "4 questions, 1 of them not answered" in shown
    assert NO_TREND in shown


def test_a_run_that_is_the_baseline_says_so(folder: Folder) -> None:
    accept(folder, run(lines(GOOD, GOOD)))
    keep(folder, run(lines(GOOD, GOOD)))
    shown = page(overview(folder))
    assert IS_BASELINE in shown
    assert "Against the baseline" not in shown


def test_answers_that_got_worse_are_named_but_not_those_that_stay_unread(folder: Folder) -> None:
    accept(folder, run(lines(GOOD, GOOD), id=OLD))
    keep(folder, later(lines(BAD, BAD)))
    found = overview(folder)
    assert found.compared is not None
    assert [one.question for one in found.compared.worse] == ["What <b>happened</b> to it?"]
    assert found.compared.hidden == 1
    shown = page(found)
    assert "What &lt;b&gt;happened&lt;/b&gt; to it?" in shown
    assert "stays unread" not in shown
    assert "0 answers got better, 2 got worse" in shown
    assert '<span class="quality-bad">50.0 points worse</span>' in shown


def test_a_small_change_is_not_coloured(folder: Folder) -> None:
    many = [line(f"t-{n:03}", {**GOOD}) for n in range(100)]
    accept(folder, run(many, id=OLD))
    keep(folder, later([line("t-000", {**BAD}), *many[1:]]))
    shown = page(overview(folder))
    assert "1.0 points worse than the baseline" in shown
    assert "quality-bad" not in shown


def test_figures_come_by_kind_with_their_interval(folder: Folder) -> None:
    accept(folder, run(lines(GOOD, BAD)))
    shown = page(overview(folder))
    assert '<th scope="row">A single fact</th><td>2</td>' in shown
    assert "50.0%" in shown
    assert "95 % interval" in shown


def test_the_trend_is_a_drawing_and_a_table(folder: Folder) -> None:
    keep(folder, run(lines(BAD, BAD), id=OLD))
    keep(folder, later(lines(GOOD, GOOD)))
    shown = page(overview(folder))
    assert shown.count("<svg") == 3
    assert "The same as a table" in shown
    assert "1 Mar 2026, 12:00" in shown
    assert "(–)" not in shown.partition("The same as a table")[2]  # one question: no interval


def test_a_run_over_some_questions_says_so(folder: Folder) -> None:
    keep(folder, later(lines(GOOD, GOOD), split="tune", kinds=("fact",)))
    assert "Only some questions were asked: fact, tune." in page(overview(folder))


def test_a_damaged_run_is_said_and_the_baseline_shown(folder: Folder) -> None:
    accept(folder, run(lines(GOOD, GOOD)))
    place = folder.runs / NEW
    place.mkdir(parents=True)
    (place / RUN).write_text("{}\n", encoding="utf-8")
    shown = page(overview(folder))
    assert "is no finished run" in shown
    assert "Wholly right" in shown


def test_a_new_run_is_seen_at_once(folder: Folder) -> None:
    keep(folder, run(lines(BAD, BAD), id=OLD))
    first = overview(folder).latest
    keep(folder, later(lines(GOOD, GOOD)))
    second = overview(folder).latest
    assert first is not None
    assert second is not None
    assert (first.id, second.id) == (OLD, NEW)


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    return TestClient(Starlette(routes=routes(FakeAssistant(tmp_path))))  # type: ignore[arg-type]


def test_the_view_is_served(client: TestClient) -> None:
    answer = client.get("/view/quality")
    assert answer.status_code == 200
    assert answer.text.startswith("<h1>Quality</h1>")


def test_without_what_evaluating_needs_one_line_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "_NEEDED", ("no_such_library",))
    answer = client.get("/view/quality")
    assert answer.text.startswith("<h1>Quality</h1>")
    assert "pip install" in answer.text
    assert "no_such_library" in answer.text
