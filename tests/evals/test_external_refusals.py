from __future__ import annotations

import numpy as np
import pytest

from evals.benchmarks.answers import Signal, alike, table, token_f1
from evals.benchmarks.collection import Question
from evals.benchmarks.side_by_side import in_context, joined
from evals.console import left

ANSWERABLE = np.array([True, True, True, True, False, False])
REFUSED = np.array([True, True, False, False, True, False])


def test_the_threshold_refuses_as_many_answerable_questions() -> None:
    signal = alike("x", np.array([0.1, 0.6, 0.3, 0.9, 0.2, 0.7]), REFUSED, ANSWERABLE)
    assert signal.refused.tolist() == [True, False, True, False, True, False]


def test_where_all_are_refused_so_they_are_by_the_threshold() -> None:
    everything = np.ones(6, dtype=bool)
    assert alike("x", np.arange(6.0), everything, ANSWERABLE).refused.all()


def test_the_table_tells_both_kinds_of_refusal_apart() -> None:
    sure = np.array([0.9, 0.9, 0.9, 0.9, 0.1, 0.1])
    signal = Signal("ours", sure, REFUSED)
    head, _, line = table([signal], ANSWERABLE, ["a"] * 6).splitlines()
    assert "should be (n=2)" in head
    assert "should not be (n=4)" in head
    # One cluster: every draw is the same.
    assert line == ("| ours | 0.500 (0.500–0.500) | 0.500 (0.500–0.500) | 1.000 (1.000–1.000) |")


def test_a_follow_up_is_searched_with_what_it_refers_to() -> None:
    history = (("How long do cats sleep?", "Fifteen hours."),)
    question = Question("1", "And why do they?", "a", history=history)
    assert "cats" in in_context(question)
    assert joined(question) == "How long do cats sleep? And why do they?"
    alone = Question("2", "How long do cats sleep?", "a")
    assert in_context(alone) == joined(alone) == alone.text


def test_of_a_long_conversation_the_end_is_kept() -> None:
    question = Question("1", "the end", "a", history=(("word " * 2000, ""),))
    assert len(joined(question)) == 4000
    assert joined(question).endswith("the end")


@pytest.mark.parametrize(
    ("text", "accepted", "score"),
    [
        ("The cat, asleep.", "cat asleep", 1.0),
        ("a dog", "cat", 0.0),
        ("one two three", "one", 0.5),
        ("", "cat", 0.0),
    ],
)
def test_token_f1_ignores_articles_and_punctuation(text: str, accepted: str, score: float) -> None:
    assert token_f1(text, accepted) == score


@pytest.mark.parametrize(
    ("seconds", "done", "said"),
    [
        (10.0, 0, ""),
        (10.0, 100, ""),
        (10.0, 50, ", about 10 s left"),
        (60.0, 1, ", about 99 min left"),
    ],
)
def test_the_time_left_goes_by_the_speed_so_far(seconds: float, done: int, said: str) -> None:
    assert left(seconds, done, 100) == said
