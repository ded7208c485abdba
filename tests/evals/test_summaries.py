from __future__ import annotations

import json

import numpy as np
import pytest
from made_runs import line, run

from evals.console import markdown, plain
from evals.coverage import by_kind, by_section
from evals.gate.compare import compare
from evals.gate.power import exchanged, mixed, rate, resampled
from evals.gold_cases import Case
from evals.plain import single
from evals.reporting.results import as_json, as_markdown, results
from evals.reporting.text import change_rows, rows
from evals.statistics.bootstrap import cluster
from evals.statistics.figures import groups, worst

GOOD = [line(f"q-{n:02}", {"facts": 1.0, "right": 1.0}) for n in range(30)]
BAD = [line(f"q-{n:02}", {"facts": 0.0, "right": 0.0}) for n in range(30)]


def test_rows_of_a_table_are_clusters_of_their_own() -> None:
    table = {"section": "Table 1 Trials"}
    assert cluster(line("a", section="Results")) == cluster(line("b", section="Results"))
    assert cluster(line("a", **table)) == cluster(line("b", **table))  # the same row
    far = {"gold": ({"document": "d", "start": 99, "end": 120, "quote": "x"},)}
    assert cluster(line("a", **table)) != cluster(line("b", **table, **far))
    assert cluster(line("a", kind="all", **table)) == "a"
    assert cluster(line("a", gold=(), **table)) == "a"
    assert cluster(line("a", section="")) == "a"


def test_the_worst_mislead_most() -> None:
    lines = [
        line("right", {"facts": 1.0, "right": 1.0}, confidence=1.0),
        line("unsure", {"facts": 0.0, "right": 0.0}, confidence=0.4),
        line("refused", {"facts": 0.0, "right": 0.0}, found=False, confidence=0.0),
        line("sure", {"facts": 0.0, "right": 0.0}, confidence=0.9),
        line("half", {"facts": 0.5, "right": 0.0}, confidence=0.9),
        line("should refuse", {"right": 0.0}, answerable=False, confidence=0.8),
    ]
    assert [one.id for one in worst(lines, 5)] == [
        "sure",
        "should refuse",
        "unsure",
        "half",
        "refused",
    ]


def test_lines_are_grouped_by_all_that_may_matter() -> None:
    found = groups([line("a", section="S"), line("b", section="", split="check", why="absent")])
    assert list(found) == [
        "all",
        "split:tune",
        "split:check",
        "kind:fact",
        "why:absent",
        "section:S",
        "section:(no section)",
    ]


def test_tables_are_aligned_and_marked_down() -> None:
    head, body = ["", "all"], [["facts", "10.0 %"], ["focus and more", "–"]]
    assert plain(head, body).splitlines() == [
        "                   all",
        "facts           10.0 %",
        "focus and more       –",
    ]
    assert markdown(head, body).splitlines() == [
        "|  | all |",
        "| --- | ---: |",
        "| facts | 10.0 % |",
        "| focus and more | – |",
    ]


def test_a_summary_names_the_verdict_and_only_what_may_be_looked_at() -> None:
    baseline = run(GOOD, id="base")
    lines = [*BAD[:20], *(one.model_copy(update={"split": "check"}) for one in BAD[20:])]
    now = run(lines)
    found = results(now, baseline=baseline, comparison=compare(baseline, now))
    told = json.loads(as_json(found))
    assert told["verdict"] == "regression"
    assert told["headline"].startswith("REGRESSION: worse than the baseline in: facts found")
    assert told["comparison"]["changes"][0]["lost"] == 30
    text = as_markdown(found)
    assert text.startswith("# REGRESSION")
    assert "| facts found | 100.0 % | 0.0 % | -100.0 |" in text
    assert "`q-00`" in text
    assert not any(f"`{one.id}`" in text for one in lines[20:])


@pytest.mark.parametrize(
    ("baseline", "problems", "verdict"),
    [
        (None, (), "not compared"),
        (None, ("no baseline",), "incomplete"),
        (run(GOOD), (), "passed"),
        (run(GOOD), ("3 skipped",), "incomplete"),
    ],
)
def test_verdicts(baseline: object, problems: tuple[str, ...], verdict: str) -> None:
    now = run(GOOD)
    comparison = compare(baseline, now) if baseline else None
    found = results(now, baseline=baseline, comparison=comparison, problems=problems)
    assert found.verdict == verdict


def test_figures_are_told_in_their_unit() -> None:
    lines = [line(f"q-{n}", {"facts": n % 2, "words": 40.0, "seconds": 0.05}) for n in range(8)]
    told = {row[0]: row[1] for row in rows(results(run(lines)).figures)}
    assert told["facts found"].startswith("50.0 % (")
    assert told["words"] == "40.0 (40.0–40.0)"
    assert told["whole answer, p50"].startswith("20 ms")
    assert "seconds to the answer" not in told  # its percentiles say more


def test_the_gate_s_table_has_a_row_for_each_metric() -> None:
    comparison = compare(run(GOOD), run(BAD))
    assert [row[0] for row in change_rows(comparison)] == ["facts found", "wholly right"]
    assert all(row[-1] == "REGRESSION" for row in change_rows(comparison))


# The experiments on the gate itself.


def test_of_nothing_the_gate_is_never_alarmed() -> None:
    share, gains = rate(lambda random: resampled([(one, one) for one in GOOD], random), 5)
    assert share == 0
    assert set(gains.values()) == {0.0}


def test_of_a_total_loss_it_always_is() -> None:
    pairs = list(zip(GOOD, BAD, strict=True))
    assert rate(lambda random: resampled(pairs, random), 5)[0] == 1


def test_a_share_of_the_questions_comes_from_a_worse_run() -> None:
    random = np.random.default_rng(0)
    pairs = mixed(GOOD, [BAD, BAD], 0.5, random)
    worse = sum(after.scores["facts"] == 0 for _, after in pairs)
    assert 5 < worse < 25
    assert [before for before, _ in pairs] == GOOD
    assert all(after.scores["facts"] == 1 for _, after in mixed(GOOD, [BAD], 0.0, random))


def test_by_coin_neither_run_is_worse() -> None:
    pairs = exchanged(GOOD, BAD, np.random.default_rng(1))
    first = sum(before.scores["facts"] == 1 for before, _ in pairs)
    assert 5 < first < 25
    assert all({a.scores["facts"], b.scores["facts"]} == {0.0, 1.0} for a, b in pairs)


def test_another_gold_set_has_as_many_clusters() -> None:
    pairs = [(one, one) for one in GOOD]
    drawn = resampled(pairs, np.random.default_rng(0))
    assert len(drawn) == len(pairs)
    assert len({after.id for _, after in drawn}) < len(pairs)
    assert len({cluster(after) for _, after in drawn}) == len(pairs)


# What the gold set covers.


def _case(**changes: object) -> Case:
    from made_runs import case

    return case(**changes)


def test_coverage_tells_what_is_missing() -> None:
    cases = [_case(), _case(id="t-002", kind="fact")]
    table = by_section(cases, [("study.txt", "Results"), ("study.txt", "Methods")])
    assert "| study.txt | Results | 2 | number 1, fact 1 |" in table
    assert "| study.txt | Methods | 0 | NONE |" in table
    assert "| number |" in by_kind(cases, "reviews")


def test_plain_answers_are_asked_single_questions() -> None:
    from made_runs import REFUSED

    assert single([_case(), _case(**REFUSED)]) == [_case()]
