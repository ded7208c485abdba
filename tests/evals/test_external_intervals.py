from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evals.external.intervals import interval, interval_of

VALUES = np.array([1.0, 0.0] * 50)
CLUSTERS = [str(number % 20) for number in range(100)]


def test_the_interval_holds_the_mean_and_is_the_same_each_time() -> None:
    low, high = interval(VALUES, CLUSTERS)
    # Each cluster holds equal values only, so that there are 20 draws, not 100.
    assert low < VALUES.mean() < high
    assert high - low > 0.3
    assert (low, high) == interval(VALUES, CLUSTERS)


def test_questions_of_one_article_do_not_count_as_many() -> None:
    values = np.array([1.0] * 50 + [0.0] * 50)
    each = interval(values, [str(number) for number in range(100)])
    by_article = interval(values, ["a"] * 50 + ["b"] * 50)
    assert by_article == pytest.approx((0.0, 1.0))
    assert each[1] - each[0] < 0.3


def test_the_interval_of_a_mean_is_also_that_of_any_figure() -> None:
    def mean(numbers: NDArray[np.int64]) -> float:
        return float(VALUES[numbers].mean())

    assert interval_of(mean, CLUSTERS) == pytest.approx(interval(VALUES, CLUSTERS), abs=0.03)


def test_draws_without_a_value_are_left_out() -> None:
    def only_with_the_first(numbers: NDArray[np.int64]) -> float | None:
        return 1.0 if 0 in numbers else None

    assert interval_of(only_with_the_first, ["a", "b"]) == (1.0, 1.0)
    assert np.isnan(interval_of(lambda numbers: None, ["a", "b"])).all()
