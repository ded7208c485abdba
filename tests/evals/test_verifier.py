"""A sample of the generated corruptions holds the targets, with some slack."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from assistant.types import Verdict
from assistant.verification.signals import POSSIBLE, SURE
from assistant.verification.verifier import Checker
from evals.training.entailment import HELD, claims
from evals.verification import curve
from evals.verification.beside import FALSE_MARKED, FALSE_SHOWN, left_out_beside, placed
from evals.verification.by_hand import by_hand, judged_by_hand
from evals.verification.cases import NUMBERS_AND_NAMES, OTHERS, Case, Material, cases
from evals.verification.fitting import NAMES, Measured, fitted, left_out
from evals.verification.labelled import labelled, written
from evals.verification.measuring import Judged, caught, corrupted, judge, report, withheld

EVERY = 6


@cache
def all_cases() -> list[Case]:
    return cases(Material())


@cache
def sample() -> list[Judged]:
    checker = Checker(Material().lexicon)
    return [judge(checker, case) for case in all_cases()[::EVERY]]


def test_there_are_cases_of_every_kind_and_they_do_not_change() -> None:
    found = all_cases()
    assert {case.kind for case in found} == {"true", *NUMBERS_AND_NAMES, *OTHERS}
    assert sum(case.kind != "true" for case in found) >= 500
    assert [case.text for case in cases(Material())] == [case.text for case in found]


def test_a_corrupted_sentence_differs_from_the_true_one() -> None:
    for case in all_cases():
        assert (case.text == case.original) == (case.kind == "true")


def test_the_targets_hold_on_a_sample() -> None:
    assert caught(corrupted(sample(), NUMBERS_AND_NAMES)) >= 0.92
    assert caught(corrupted(sample(), OTHERS)) >= 0.7
    assert withheld(sample()) <= 0.15


def test_the_report_counts_every_verdict() -> None:
    text = report(sample(), "check")
    true = [one for one in sample() if one.case.kind == "true" and one.case.origin == "verbatim"]
    supported = sum(one.verdict is Verdict.SUPPORTED for one in true)
    assert f"| true, verbatim | {len(true)} | {supported} |" in text


def test_labelled_sentences_are_split_by_their_quotes() -> None:
    halves = {split: {one.quotes for one in labelled(split)} for split in ("tune", "check")}
    assert not halves["tune"] & halves["check"]
    for one in labelled():
        assert one.true == (not one.why)
        assert one.licence


def test_a_table_is_made_of_the_labelled_sentences() -> None:
    checker = Checker(Material().lexicon)
    rows = judged_by_hand(checker, "tune")
    true = [one for one in rows if one.case.true]
    false = [one for one in rows if not one.case.true]
    assert sum(one.verdict is Verdict.SUPPORTED for one in false) <= 0.05 * len(false)
    assert sum(one.verdict is not Verdict.UNSUPPORTED for one in true) >= 0.6 * len(true)
    assert f"| **true** | {sum(one.case.true for one in rows)} |" in by_hand(checker, "tune")


def _measured(
    group: str, *, true: bool, values: dict[str, float], entailed: float = 0.0
) -> Measured:
    row = [1.0, 1.0, *(values.get(name, 0.0) for name in NAMES)]
    scores = np.array([entailed])
    return Measured(group, true, "A sentence.", False, np.array([row]), scores)


def some_measured() -> list[Measured]:
    """Writers, whose true sentences are excerpts, as half of the false ones are denials."""
    kinds = [(True, {"excerpt": 1.0}), (True, {"far": 1.0}), (False, {"negated": 1.0})]
    kinds += [(False, {"far": 1.0, "excerpt": 0.0})]
    return [
        _measured(group, true=true, values=values, entailed=2.0 * true + number / 5 + place / 99)
        for place, group in enumerate(("a", "b", "d", "g", "own tune", "own check"))
        for true, values in kinds
        for number in range(10)
    ]


def test_what_counts_the_wrong_way_is_left_out_of_the_fit() -> None:
    turned = [
        _measured("a", true=true, values={"surer": float(true)})
        for true in (True, False)
        for _ in range(20)
    ]
    weights = dict(zip(NAMES, fitted([*some_measured(), *turned])[1:], strict=True))
    assert weights["surer"] == 0.0
    assert weights["excerpt"] > 0 > weights["negated"]


def test_a_file_is_told_by_a_fit_without_it() -> None:
    sentences = some_measured()
    turned = [replace(one, true=not one.true) if one.group == "b" else one for one in sentences]
    scores = [sure for one, sure in left_out(sentences) if one.group == "b"]
    assert scores == [sure for one, sure in left_out(turned) if one.group == "b"]


def test_a_model_that_knows_helps_and_the_thresholds_are_where_they_are_meant() -> None:
    sentences = some_measured()
    scored = left_out_beside(sentences)
    false = [sure for one, sure in scored if one.group in HELD and not one.true]
    assert np.mean([sure >= SURE for sure in false]) <= FALSE_SHOWN + 0.02
    assert np.mean([sure >= POSSIBLE for sure in false]) <= FALSE_MARKED + 0.02
    rows = curve.with_and_without(sentences).splitlines()
    alone, beside = (next(row for row in rows if f"{how}: unseen" in row) for how in HOW)
    assert float(beside.split("|")[2]) > float(alone.split("|")[2])
    assert placed(sentences)[2] > 0


HOW = ("rules alone", "with the model")


def test_the_model_of_entailment_does_not_judge_what_it_was_trained_on() -> None:
    trained_on = {(pair.premise, pair.sentence) for pair in claims()}
    assert len(trained_on) > 3_000
    for one in written():
        if one.source in HELD:
            assert not trained_on & {(quote, one.sentence) for quote in one.quotes}


def test_tables_and_curve_are_made_of_the_measured(tmp_path: Path) -> None:
    sentences = some_measured()
    for beside in (False, True):
        assert curve.operating_points(sentences, beside=beside).count("\n") == 9
    assert f"| {NAMES[0]} |" in curve.ablation(sentences)
    assert NAMES[-1] in curve.weights(sentences)
    curve.draw(sentences, tmp_path / "curve.svg")
    assert (tmp_path / "curve.svg").read_text("utf-8").count("<polyline") == 4
