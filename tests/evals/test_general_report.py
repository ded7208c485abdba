"""The general collections and the reliability diagrams in reports."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from made_runs import line, run

from evals.calibrate import NAMES, Sample, calibrated
from evals.gate.general_baseline import GeneralResults, compared, scores
from evals.nightly.nightly import uncompared
from evals.records.general import GeneralLine
from evals.reporting import calibration, general
from evals.reporting.data import ReportData, curves
from evals.reporting.page import render
from evals.reporting.plots import reliability
from evals.reporting.results import as_json, as_markdown, results
from evals.statistics.confidence import Bin
from evals.statistics.halves import by_halves

UNANSWERABLE = {"kind": "refusal", "why": "absent", "answerable": False}
HOSTILE = "<img src=x onerror=alert(1)>{{ 7 * 7 }}"


def made(
    name: str, split: str, facts: float, *, kind: str = "manual", field: str = "law"
) -> GeneralLine:
    """An answered question of a collection that is named by its kind and half."""
    found = line(name, {"facts": facts, "right": facts, "answered": 1.0}, split=split)
    return GeneralLine(f"{kind} {split}", field, kind, found)


def refused(name: str, split: str, score: float) -> GeneralLine:
    found = line(name, {"refused": score, "right": score}, split=split, **UNANSWERABLE)
    return GeneralLine(f"manual {split}", "law", "manual", found)


LINES = [
    made("a", "tune", 1.0),
    made("b", "tune", 0.5),
    made("c", "check", 0.0),
    made("d", "check", 0.0, kind="novel", field="literature"),
    refused("e", "check", 1.0),
    refused("f", "tune", 0.0),
]


def test_halves_are_apart_and_the_worst_group_comes_first() -> None:
    groups = by_halves(LINES, {})
    assert [(one.sort, one.name) for one in groups] == [
        ("all", "all"),
        ("kind", "novel"),
        ("kind", "manual"),
        ("field", "literature"),
        ("field", "law"),
    ]
    tune, check = groups[2].halves
    assert (tune.split, tune.questions, tune.unanswerable) == ("tune", 3, 1)
    assert (tune.shares["facts"].mean, tune.shares["facts"].scored) == (0.75, 2)
    assert (check.shares["facts"].mean, check.shares["refused"].mean) == (0.0, 1.0)
    assert groups[1].halves[0].shares["facts"].mean is None
    assert by_halves([], {}) == []


def talk(name: str, split: str, facts: float) -> GeneralLine:
    return replace(made(name, split, facts), talk=True)


def test_further_follow_ups_are_a_group_of_their_own() -> None:
    talks = [talk("g", "check", 1.0), talk("h", "check", 0.0)]
    groups = by_halves([*LINES, *talks], {})
    assert [one for one in groups if one.sort != "talk"] == by_halves(LINES, {})
    (own,) = [one for one in groups if one.sort == "talk"]
    assert own.halves[1].shares["facts"].mean == 0.5
    assert own.halves[0].questions == 0
    section = general.section(compared([*LINES, *talks], {}))
    assert section.questions == len(LINES)
    assert [title for title, _ in section.families if title == "Conversation"]
    assert "further follow-ups" in report(compared([*LINES, *talks], {}))


def test_a_change_of_the_further_follow_ups_is_told_apart() -> None:
    talks = [talk(f"t{number}", "check", 1.0) for number in range(30)]
    worse = [talk(f"t{number}", "check", 0.0) for number in range(30)]
    found = compared([*LINES, *worse], scores([*LINES, *talks]))
    assert {(one.measure, one.talk) for one in found.worse} == {("facts", True), ("right", True)}
    assert "facts found, further follow-ups: 100.0 % → 0.0 % over 30 questions" in str(
        found.changes[-3]
    )


def test_changes_are_those_of_questions_scored_before() -> None:
    before = scores(LINES)
    before[LINES[0].key]["facts"] = 0.5
    del before[LINES[1].key]
    tune = by_halves(LINES, before)[0].halves[0]
    assert tune.shares["facts"].change == 0.5
    assert tune.shares["answered"].change == 0.0
    assert by_halves(LINES, {})[0].halves[0].shares["facts"].change is None


def test_wrongly_refused_is_what_was_not_answered_and_more_of_it_is_worse() -> None:
    before = scores(LINES)
    lost = made("a", "tune", 0.0)
    lost.line.scores["answered"] = 0.0
    section = general.section(compared([lost, *LINES[1:]], before))
    (everything,) = section.families[0][1]
    facts, _, _, wrongly = everything.halves[0].cells
    assert (wrongly.value, wrongly.change, wrongly.better) == ("50.0%", "+50.0", False)
    assert (facts.value, facts.change, facts.better) == ("25.0%", "−50.0", False)
    assert everything.halves[1].cells[0].change == ""


def test_a_group_of_new_questions_says_so() -> None:
    before = {key: value for key, value in scores(LINES).items() if key != LINES[3].key}
    rows = dict(general.section(compared(LINES, before)).families)["Kind of document"]
    assert rows[0].halves[1].cells[0].change == "new"
    rows = dict(general.section(compared(LINES, {})).families)["Kind of document"]
    assert rows[0].halves[1].cells[0].change == ""


def report(found: GeneralResults | None) -> str:
    lines = [line("q", {"facts": 1.0, "right": 1.0})]
    return render(ReportData(run(lines), [], (), general=found, curves=curves(lines)))


def test_the_page_shows_the_groups_and_their_pictures() -> None:
    html = report(compared(LINES, scores(LINES)))
    assert '<a href="#general">' in html
    assert html.count("Facts found by kind of document") > 1
    assert "Reliability, check" in html
    assert "facts found: 37.5 % → 37.5 % over 4 questions" in html
    assert 'class="before"' in html
    assert 'id="general"' not in report(None)


def test_without_accepted_scores_nothing_is_called_a_change() -> None:
    html = report(compared(LINES, {}))
    assert "No scores were accepted yet" in html
    assert 'class="before"' not in html


def test_what_collections_say_of_themselves_is_escaped() -> None:
    html = report(compared([made("a", "tune", 1.0, kind=HOSTILE, field=HOSTILE)], {}))
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;{{ 7 * 7 }}" in html


def worse() -> GeneralResults:
    lines = [made(f"q{n}", "check", 0.0, kind=f"kind {n}") for n in range(40)]
    before = {one.key: dict.fromkeys(one.scores, 1.0) for one in lines}
    return compared(lines, before)


def test_a_loss_in_the_general_collections_is_a_regression() -> None:
    found = results(run([line("q", {"facts": 1.0})]))
    lost = type(found)(found.run, found.figures, general=worse())
    assert lost.verdict == "regression"
    assert "facts found of the general collections" in lost.headline
    assert '<h1 class="failed">Regression</h1>' in report(worse())


def test_summaries_have_the_groups() -> None:
    found = results(run([line("q", {"facts": 1.0})]))
    full = type(found)(found.run, found.figures, general=compared(LINES, scores(LINES)))
    assert "| kind: novel | check | 1 | 0% | 0% | – | 0% |" in as_markdown(full)
    told = json.loads(as_json(full))["general"]
    assert told["groups"][1]["halves"][1]["shares"]["facts"]["mean"] == 0.0
    assert json.loads(as_json(found))["general"] is None


def test_questions_without_accepted_scores_are_a_problem_of_the_night() -> None:
    before = scores(LINES[1:])
    assert "1 questions" in uncompared(compared(LINES, before))[0]
    assert uncompared(compared(LINES, scores(LINES))) == []
    assert uncompared(compared(LINES, {})) == uncompared(None) == []


def test_the_interval_of_a_share_is_wilsons() -> None:
    assert Bin(0.5, 0.5, 10, 0.5, 0.6).interval == pytest.approx((0.2366, 0.7634), abs=1e-4)
    low, high = Bin(0.5, 1.0, 1, 0.5, 0.6).interval
    assert 0.2 < low < high == 1.0


def test_a_reliability_diagram_counts_the_answers_of_each_bin() -> None:
    lines = [
        line(f"q{n}", {"facts": 1.0, "right": float(n % 2)}, confidence=0.35 if n < 7 else 0.95)
        for n in range(10)
    ]
    found = curves(lines)
    assert found.auroc_right is not None
    drawing = str(reliability(found))
    counts = re.findall(r'<rect class="count"[^>]*></rect><text[^>]*>(\d+)</text>', drawing)
    assert counts == ["7", "3"]
    assert "10 answers in 2 bins" in drawing
    assert "AUROC of right answers 0.600" in drawing


class _Asked:
    answerable = True


def _sample(seed: int) -> Sample:
    random = np.random.default_rng(seed)
    found = []
    for number in range(40):
        signals = dict(zip(NAMES, random.normal(size=len(NAMES)), strict=True))
        found.append((signals, _Asked(), number % 2 == 0))
    return Sample(found)  # type: ignore[arg-type]


def test_the_calibration_page_shows_each_source_twice() -> None:
    found = calibrated({"one": _sample(1), HOSTILE: _sample(2)})
    html = calibration.render(found)
    assert html.count("<svg") == 4
    assert "<img" not in html
    assert "script-src" not in html
    assert all(one.left_out is not None for one in found)


def test_a_lone_source_has_no_others_to_be_fitted_on() -> None:
    (found,) = calibrated({"one": _sample(1)})
    assert found.left_out is None
    assert calibration.render([found]).count("<svg") == 1
