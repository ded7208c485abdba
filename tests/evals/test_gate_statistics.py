from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.gate.compare import holm, mcnemar, paired_bootstrap
from evals.statistics.bootstrap import interval, interval_of


def _each(count: int) -> list[str]:
    return [str(number) for number in range(count)]


def test_without_a_change_there_is_no_loss() -> None:
    loss = paired_bootstrap(np.zeros(50), _each(50), 0.03)
    assert loss.bound == 0
    assert loss.p == 1


def test_a_loss_far_beyond_the_margin_is_sure() -> None:
    loss = paired_bootstrap(np.full(50, -0.5), _each(50), 0.03)
    assert loss.bound == pytest.approx(-0.5)
    assert loss.p < 0.001


def test_a_loss_within_the_margin_is_forgiven_however_sure() -> None:
    assert paired_bootstrap(np.full(500, -0.02), _each(500), 0.03).p == 1


def test_questions_of_one_section_count_as_little_as_they_vary_together() -> None:
    gains = np.array([-0.5] * 20 + [0.1] * 80)
    alone = paired_bootstrap(gains, _each(100), 0.0)
    together = paired_bootstrap(gains, [str(n // 20) for n in range(100)], 0.0)
    assert alone.bound < together.bound
    assert alone.p < together.p


@pytest.mark.parametrize(
    ("lost", "gained", "p"),
    [
        (0, 0, 1.0),
        (5, 0, 1 / 32),
        (0, 5, 1.0),
        (8, 2, sum(math.comb(10, k) for k in (8, 9, 10)) / 1024),
    ],
)
def test_mcnemar_is_exact(lost: int, gained: int, p: float) -> None:
    assert mcnemar(lost, gained) == pytest.approx(p)


def test_holm_as_worked_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_keeps_the_order_and_never_makes_surer(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(a >= v or a == 1 for a, v in zip(adjusted, values, strict=True))
    assert all(0 <= a <= 1 for a in adjusted)
    order = sorted(range(len(values)), key=lambda n: values[n])
    assert all(adjusted[a] <= adjusted[b] for a, b in pairwise(order))


def test_the_interval_covers_as_often_as_it_says() -> None:
    random = np.random.default_rng(7)
    covered = 0
    for _ in range(200):
        low, high = interval(random.normal(0.3, 1, 60), _each(60), rounds=400)
        covered += low <= 0.3 <= high
    assert 0.88 <= covered / 200 <= 0.99


def test_a_statistic_without_a_value_for_most_samples_has_no_interval() -> None:
    assert interval_of(lambda _: None, _each(5), rounds=10) is None
    assert interval_of(lambda some: float(len(some)), _each(5), rounds=10) == (5, 5)
