from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.reading.document import Span
from evals.benchmarks.collection import Question
from evals.benchmarks.measures import (
    ANY_FOUND,
    MEASURES,
    FileWords,
    Measure,
    Piece,
    ndcg,
    reached,
    recall,
    words_of_excerpt,
)
from evals.benchmarks.side_by_side import Column, gains, score, table

TEXT = " ".join(f"w{number}" for number in range(1000))
FILES = {name: FileWords(TEXT) for name in ("a", "b")}
CLUSTERS = ("a", "a", "b", "b")


def _piece(name: str, first: int, last: int) -> Piece:
    """Words of a document; every word is looked up in the whole text."""
    text = " ".join(f"w{number}" for number in range(first, last))
    start = TEXT.index(text)
    return Piece(name, text, lambda: words_of_excerpt(text, start, FILES[name]))


def _asked(span: Span) -> Question:
    return Question("1", "?", "a", spans={"a": (span,)})


def test_an_answer_at_the_last_word_is_within() -> None:
    start = TEXT.index("w129")
    question = _asked(Span(start, start + 4))
    pieces = [_piece("a", 0, 200)]
    assert reached(130, question, pieces, FILES) == 1
    assert reached(129, question, pieces, FILES) == 0


def test_an_answer_in_words_is_reached_where_they_are_read() -> None:
    question = Question("1", "?", "a", texts=("w9 w10", "W5 – no"))
    pieces = [_piece("b", 0, 11)]
    assert reached(11, question, pieces, FILES) == 1
    assert reached(10, question, pieces, FILES) == 0


def _ranked(*names: str) -> Sequence[Piece]:
    return [Piece(name, "", list) for name in names]


def test_a_document_counts_once_where_its_best_piece_stands() -> None:
    question = Question("1", "?", "a", relevant={"x": 1, "y": 1})
    pieces = _ranked("n", "n", "n", "x", "x", "m", "y")
    assert recall(2, question, pieces, {}) == 0.5
    assert recall(4, question, pieces, {}) == 1
    assert ANY_FOUND.score(question, pieces, {}) == 1
    assert ANY_FOUND.score(question, _ranked("a", "b", "c", "d", "e", "x"), {}) == 0


def test_ndcg_weighs_grades_by_place() -> None:
    question = Question("1", "?", "a", relevant={"x": 2, "y": 1})
    assert ndcg(10, question, _ranked("x", "y"), {}) == 1
    # Gains 1 and 2 at places 2 and 3, against 2 and 1 at places 1 and 2.
    worse = (1 / np.log2(3) + 2 / 2) / (2 + 1 / np.log2(3))
    assert ndcg(10, question, _ranked("n", "y", "x"), {}) == pytest.approx(worse)
    assert ndcg(2, question, _ranked("n", "m", "x"), {}) == 0


def test_questions_are_scored_by_the_measures_that_apply() -> None:
    start = TEXT.index("w3 ")
    questions = [_asked(Span(start, start + 2)), Question("2", "?", "b", answerable=False)]
    asked: list[str] = []

    def search(question: Question) -> Sequence[Piece]:
        asked.append(question.id)
        return [_piece("a", 0, 200)]

    columns = score(questions, {"one": search}, MEASURES, FILES, lambda *_: None)
    assert [column.measure for column in columns] == ["within 130 words", "within 650 words"]
    assert asked == ["1"]
    assert columns[0].clusters == ("a",)
    assert columns[0].scores["one"].tolist() == [1]


def test_nothing_is_searched_where_no_measure_applies() -> None:
    never = Measure("never", lambda _: False, lambda *_: 1.0)
    assert score([Question("1", "?", "a")], {}, [never], {}, lambda *_: None) == []


COLUMNS = [
    Column("m", CLUSTERS, {"one": np.full(4, 1.0), "two": np.full(4, 0.0)}),
    Column("n", CLUSTERS[:2], {"one": np.full(2, 0.5), "two": np.full(2, 0.25)}),
]


def test_the_table_has_a_line_for_each_search() -> None:
    assert table(COLUMNS).splitlines() == [
        "| search | m (n=4) | n (n=2) |",
        "|---|---|---|",
        "| one | 1.000 (1.000–1.000) | 0.500 (0.500–0.500) |",
        "| two | 0.000 (0.000–0.000) | 0.250 (0.250–0.250) |",
    ]


def test_gains_are_told_in_points() -> None:
    assert gains(COLUMNS, "one").splitlines() == [
        "| more than | m | n |",
        "|---|---|---|",
        "| two | +100.0 (+100.0 to +100.0) | +25.0 (+25.0 to +25.0) |",
    ]
