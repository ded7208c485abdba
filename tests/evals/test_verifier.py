"""A sample of the generated corruptions holds the targets, with some slack."""

from __future__ import annotations

from functools import cache

from assistant.types import Verdict
from assistant.verification.verifier import Checker
from evals.verification.by_hand import by_hand, judged_by_hand
from evals.verification.cases import NUMBERS_AND_NAMES, OTHERS, Case, Material, cases
from evals.verification.labelled import labelled
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
    assert withheld(sample()) <= 0.1


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
    shown = [one for one in rows if one.verdict is not Verdict.UNSUPPORTED]
    assert sum(not one.case.true for one in shown) <= 0.1 * sum(not one.case.true for one in rows)
    assert sum(one.case.true for one in shown) >= 0.85 * sum(one.case.true for one in rows)
    assert f"| **true** | {sum(one.case.true for one in rows)} |" in by_hand(checker, "tune")
