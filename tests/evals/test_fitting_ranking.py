from __future__ import annotations

import numpy as np

from assistant.answering.rerank import SENTENCES
from evals.ranking import FIRST, SECOND, List, fit, pooled, reread, tops


def made(number: int, sentences: int = 20) -> list[List]:
    """Questions whose answer has the highest cosine, but for noise; nothing else tells it."""
    draw = np.random.default_rng(number)
    found = []
    for _ in range(40):
        signals = {name: draw.random(sentences) for name in {*FIRST, *SECOND}}
        answers = np.zeros(sentences, dtype=np.bool_)
        answers[np.argmax(signals["cosine"] + 0.02 * draw.random(sentences))] = True
        found.append(List(signals, np.zeros(sentences), answers))
    return found


def test_what_tells_the_answer_weighs_most() -> None:
    weights = dict(zip(FIRST, pooled([made(1), made(2)], second=False), strict=True))
    assert max(weights, key=lambda name: weights[name]) == "cosine"
    assert weights["cosine"] > 4 * max(abs(weights[name]) for name in FIRST if name != "cosine")


def test_new_questions_are_ranked_by_it() -> None:
    weights = pooled([made(1), made(2)], second=False)
    first, second, third = map(float, tops(made(3), weights, second=False))
    assert 0.6 < first <= second <= third <= 1.0


def test_only_what_is_read_is_ranked_again() -> None:
    read = reread(made(4))
    assert {len(one.answers) for one in read} == {SENTENCES}
    assert all(
        one.answers.any() and one.second().shape == (SENTENCES, 1 + len(SECOND)) for one in read
    )


def test_lists_of_different_lengths_are_fitted_together() -> None:
    rows = [np.array([[1.0], [0.0]]), np.array([[0.0], [0.0], [1.0]])]
    answers = [np.array([True, False]), np.array([False, False, True])]
    (weight,) = fit(rows, answers, np.array([0.5, 0.5]))
    assert weight > 1.0
