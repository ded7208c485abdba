"""Examples of questions about own health: told apart, and fitted again to the same."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answering.advice import fitted, means_somebody
from assistant.models.embedder import Embedder
from evals.advice import fitting
from evals.advice.__main__ import decided
from evals.advice.fitting import CHECK, TUNE, Example

Vectors = NDArray[np.float32]


@pytest.fixture(scope="module")
def tune() -> list[Example]:
    return fitting.read(TUNE)


@pytest.fixture(scope="module")
def check() -> list[Example]:
    return fitting.read(CHECK)


@pytest.fixture(scope="module")
def vectors(tune: list[Example], embedder: Embedder) -> Vectors:
    return embedder.embed([example.question for example in tune])


def test_the_two_sets_share_no_question(tune: list[Example], check: list[Example]) -> None:
    fitted_on = {example.question.lower() for example in tune}
    assert len(fitted_on) == len(tune)
    assert fitted_on.isdisjoint(example.question.lower() for example in check)
    for given, own, other in ((tune, 150, 350), (check, 100, 150)):
        assert sum(example.own_health for example in given) >= own
        assert sum(not example.own_health for example in given) >= other


def test_who_asks_about_own_health_says_so(tune: list[Example], check: list[Example]) -> None:
    for example in (*tune, *check):
        assert not example.own_health or means_somebody(example.question), example


def test_the_weights_are_fitted_on_the_examples_that_are_here() -> None:
    """Where this fails, the examples have changed: `python -m evals.advice --fit`."""
    assert fitted().examples == fitting.sha256(TUNE)


def test_fitting_gives_the_weights_of_the_library(tune: list[Example], vectors: Vectors) -> None:
    found = fitting.weights(tune, vectors, "a model", "a hash")
    # Rounded to thousandths, and computed by any processor.
    assert found.bias == pytest.approx(fitted().bias, abs=0.01)
    assert np.allclose(found.weights, fitted().weights, atol=0.01)


def test_the_check_set_is_told_apart(check: list[Example], embedder: Embedder) -> None:
    checked = embedder.embed([example.question for example in check])
    own = np.array([example.own_health for example in check])
    told = decided(check, checked, embedder.fingerprint)
    assert told[own].mean() >= 0.92
    assert told[~own].mean() <= 0.09  # 11 of 182 were added because they were told wrongly


def test_what_is_held_out_is_told_apart(tune: list[Example], vectors: Vectors) -> None:
    own = np.array([example.own_health for example in tune])
    told = fitting.held_out(tune, vectors)
    assert told[own].mean() >= 0.86
    assert told[~own].mean() <= 0.1
