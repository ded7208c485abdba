from __future__ import annotations

from collections.abc import Callable

import pytest
from made_runs import line, run

from evals.gate.compare import Change, Comparison, check, compare
from evals.records.record import Run


def made(facts: Callable[[int], float], exact: Callable[[int], float] = lambda _: 1.0) -> Run:
    """A run over 120 questions; each number's scores by rule."""
    return run(
        line(
            f"q-{n:03}",
            {"facts": facts(n), "decision": facts(n), "exact": exact(n), "words": 10.0 * n},
        )
        for n in range(120)
    )


GOOD = made(lambda n: float(n % 5 > 0))
WORSE = made(lambda n: float(n % 5 > 1))
BETTER = made(lambda n: 1.0)


def change_of(comparison: Comparison, metric: str) -> Change:
    return next(change for change in comparison.changes if change.metric == metric)


def test_the_same_answers_are_never_a_regression() -> None:
    comparison = compare(GOOD, GOOD)
    assert comparison.failed == ()
    assert comparison.paired == 120
    assert change_of(comparison, "facts").p == 1


def test_a_fifth_lost_is_a_regression() -> None:
    comparison = compare(GOOD, WORSE)
    assert {change.metric for change in comparison.failed} == {"facts", "decision"}
    facts = change_of(comparison, "facts")
    assert facts.lost == 24
    assert facts.gained == 0
    assert facts.gain == pytest.approx(-0.2)
    assert -0.2 < facts.bound < -0.1


def test_better_is_no_regression() -> None:
    assert compare(GOOD, BETTER).failed == ()


def test_what_only_time_or_length_tells_is_not_gated() -> None:
    assert {change.metric for change in compare(GOOD, WORSE).changes} == {
        "facts",
        "decision",
        "exact",
    }


def test_a_loss_that_may_be_chance_is_forgiven() -> None:
    slightly = made(lambda n: float(n % 5 > 0 and n not in (1, 2, 3, 4, 6, 7)))
    comparison = compare(GOOD, slightly)
    assert change_of(comparison, "facts").gain == pytest.approx(-0.05)
    assert comparison.failed == ()


def test_one_inexact_quote_is_never_forgiven() -> None:
    comparison = compare(GOOD, made(lambda n: float(n % 5 > 0), lambda n: float(n != 7)))
    assert [change.metric for change in comparison.failed] == ["exact"]


def test_only_what_was_asked_alike_is_compared() -> None:
    reworded = line("q-000", {"facts": 0.0}, digest="other")
    comparison = compare(GOOD, run([reworded, *GOOD.lines[1:100], line("q-999", {"facts": 0.0})]))
    assert comparison.paired == 99
    assert comparison.unpaired == (
        "q-000",
        *(f"q-{n}" for n in range(100, 120)),
        "q-999",
    )


def test_what_could_not_be_judged_is_no_zero() -> None:
    unjudged = run(line(one.id, {"facts": None}) for one in GOOD.lines)
    assert compare(GOOD, unjudged).changes == ()


def test_a_regression_must_show_twice() -> None:
    once = check(WORSE, GOOD, lambda: GOOD)
    assert once.repeated
    assert once.comparison.failed == ()
    twice = check(WORSE, GOOD, lambda: WORSE)
    assert {change.metric for change in twice.comparison.failed} == {"facts", "decision"}


def test_without_a_regression_there_is_no_second_run() -> None:
    def never() -> Run:
        raise AssertionError("a second run")

    assert not check(BETTER, GOOD, never).repeated
