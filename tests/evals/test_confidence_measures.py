from __future__ import annotations

import numpy as np
import pytest
from made_runs import line

from evals.statistics.confidence import aurc, auroc, ece, reliability, risk_coverage
from evals.statistics.figures import MANY, figures, table_of, too_many_unjudged


def test_auroc_by_hand() -> None:
    sure = np.array([0.9, 0.8, 0.3, 0.3])
    assert auroc(sure, np.array([True, False, True, False])) == pytest.approx(0.625)
    assert auroc(sure, np.array([True] * 4)) is None


def test_risk_rises_with_coverage_where_confidence_tells() -> None:
    sure, wrong = np.array([0.9, 0.7, 0.7, 0.1]), np.array([0.0, 0.0, 1.0, 1.0])
    coverage, risk = risk_coverage(sure, wrong)
    assert coverage.tolist() == [0.25, 0.75, 1.0]
    assert risk.tolist() == pytest.approx([0, 1 / 3, 0.5])
    assert aurc(sure, wrong) == pytest.approx(0.5 / 3 + 0.25 / 2)
    assert aurc(sure, wrong[::-1]) > aurc(sure, wrong)


def test_the_calibration_error_is_the_gap_of_the_bins() -> None:
    sure = np.array([0.95, 0.95, 0.15, 0.15])
    right = np.array([True, True, False, True])
    assert [(one.right, one.count) for one in reliability(sure, right)] == [(0.5, 2), (1.0, 2)]
    assert ece(sure, right) == pytest.approx((0.05 * 2 + 0.35 * 2) / 4)
    assert reliability(np.array([1.0]), np.array([True]))[0].count == 1


LINES = [
    line("q-1", {"facts": 1.0, "decision": 1.0, "right": 1.0}, confidence=0.9),
    line("q-2", {"facts": 0.0, "decision": 0.0, "right": 0.0}, found=False, confidence=0.2),
    line(
        "q-3",
        {"facts": 0.5, "facts_in_full": 1.0, "decision": 1.0, "right": 0.0},
        kind="followup",
        confidence=0.6,
    ),
    line("n-1", {"decision": 1.0, "right": 1.0}, answerable=False, found=False, confidence=0.1),
    line("n-2", {"decision": 0.0, "right": 0.0}, answerable=False, confidence=0.7),
    line("p-1", {"decision": 1.0, "right": 1.0}, answerable=False, confidence=0.8),
]


def test_measures_of_many_questions_by_hand() -> None:
    table = table_of(LINES)
    everything = np.arange(len(LINES))
    found = {many.name: many.of(table, everything) for many in MANY}
    assert found["refusal_precision"] == pytest.approx(1 / 2)
    assert found["followup_gap"] == pytest.approx(0.5)
    assert found["auroc"] == pytest.approx((3 + 1 + 1) / 9)
    assert found["seconds_p50"] == pytest.approx(0.02)


def test_measures_of_no_such_questions_have_no_value() -> None:
    table = table_of(LINES[:1])
    found = {many.name: many.of(table, np.arange(1)) for many in MANY}
    assert found["refusal_precision"] is None
    assert found["auroc"] is None
    assert found["followup_gap"] is None


def test_figures_count_what_could_not_be_judged_apart() -> None:
    lines = [
        *(line(f"a-{n}", {"facts": 1.0}) for n in range(3)),
        line("b-1", {"facts": None}, unjudged={"facts": "no quote"}, split="check"),
    ]
    found = {(one.metric, one.group): one for one in figures(lines)}
    assert found["facts", "all"].mean == 1
    assert (found["facts", "all"].scored, found["facts", "all"].unjudged) == (3, 1)
    assert found["facts", "split:check"].mean is None
    assert ("facts", "kind:fact") in found
    (said,) = too_many_unjudged(lines)
    assert "1 of 4" in said
    assert "no quote" in said
    assert too_many_unjudged(lines[:3]) == []
