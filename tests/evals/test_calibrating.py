"""Fitting the confidence, and taking signals out."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering import confidence, evidence, rerank
from evals.ablation import WHOLE, Measured, ablations, figures
from evals.calibrate import Sample, calibrated, chances, fit, in_one_picture
from evals.curves import shares
from evals.sources import Asked


def test_the_fit_finds_the_coefficients_that_made_the_labels() -> None:
    random = np.random.default_rng(0)
    rows = np.concatenate([np.ones((4000, 1)), random.normal(size=(4000, 2))], axis=1)
    made = np.array([-0.5, 2.0, 0.0])
    labels = (random.random(4000) < chances(rows, made)).astype(np.float64)
    assert fit(rows, labels) == pytest.approx(made, abs=0.15)


def test_what_weighs_nothing_teaches_nothing() -> None:
    rows = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    labels = np.array([0.0, 1.0, 1.0, 0.0])
    found = fit(rows, labels, np.array([1.0, 1.0, 0.0, 0.0]))
    assert found[1] > 0
    assert fit(rows, labels, np.array([0.0, 0.0, 1.0, 1.0]))[1] < 0


def test_everything_that_counts_is_taken_out_in_turn_and_put_back() -> None:
    known = ablations()
    assert next(iter(known)) == WHOLE
    before = (evidence.WEIGHTS, rerank.WEIGHTS, confidence.COEFFICIENTS)
    signals = sum(map(len, before))
    assert len(known) > signals
    with known["signal: confidence, read"]():
        assert confidence.COEFFICIENTS["read"] == 0.0
    for change in known.values():
        with change():
            pass
    assert before == (evidence.WEIGHTS, rerank.WEIGHTS, confidence.COEFFICIENTS)


def test_figures_of_what_was_asked() -> None:
    measured = [
        Measured(0.9, True, True, 10),
        Measured(0.4, False, True, 30),
        Measured(0.2, False, False),
    ]
    assert figures(measured) == (50.0, 100.0, 20.0)


def test_each_source_is_a_line_of_one_picture() -> None:
    random = np.random.default_rng(1)
    made = {}
    for name in ("manuals", "novels"):
        asked = Asked("What?", answerable=True, right=bool, answers=bool)
        read = random.normal(size=400)
        right = random.random(400) < 1 / (1 + np.exp(-2 * read))
        told = [{**dict.fromkeys(confidence.COEFFICIENTS, 0.0), "read": one} for one in read]
        made[name] = Sample([(told[n], asked, bool(right[n])) for n in range(400)])
    drawn = in_one_picture(calibrated(made))
    assert ">manuals</text>" in drawn
    assert ">novels</text>" in drawn
    assert 8 <= drawn.count("<circle") <= 20


def test_shares_lie_between_the_axes() -> None:
    drawn = shares("Right", {"one": [(0.0, 0.0), (1.0, 1.0)]}, "confidence")
    assert 'd="M70.0,370.0L520.0,20.0"' in drawn
    assert ">confidence</text>" in drawn
