from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from evals.retrieval import Effort, gains, score, table
from evals.squad import load

INFINITY = float("inf")
DOCUMENTS = ["a", "a", "b", "b"]


def test_an_answer_at_the_last_word_is_within() -> None:
    effort = Effort("ours", np.array([130.0, 131.0, 650.0, INFINITY]))
    assert effort.reached(130).tolist() == [1, 0, 0, 0]
    assert effort.reached(650).tolist() == [1, 1, 1, 0]


def test_the_table_has_a_line_for_each_search() -> None:
    efforts = [Effort("one", np.full(4, 1.0)), Effort("two", np.full(4, INFINITY))]
    assert table(efforts, DOCUMENTS).splitlines() == [
        "| search | within 130 words | within 650 words |",
        "|---|---|---|",
        "| one | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) |",
        "| two | 0.000 (0.000–0.000) | 0.000 (0.000–0.000) |",
    ]


def test_gains_are_told_in_points() -> None:
    ours, other = Effort("ours", np.full(4, 1.0)), Effort("other", np.full(4, 400.0))
    assert gains(ours, [other], DOCUMENTS) == (
        "More than other: +100.0 (+100.0 to +100.0), +0.0 (+0.0 to +0.0) points"
    )


def test_the_whole_runs_on_a_small_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    context = "Cats sleep for fifteen hours on most days. Dogs sleep for less time than that."
    answers = [{"text": "fifteen hours", "answer_start": 15}]
    rows = [{"question": "How long do cats sleep?", "answers": answers}]
    path = tmp_path / "squad.json"
    path.write_text(
        json.dumps({"data": [{"paragraphs": [{"context": context, "qas": rows}]}]}),
        encoding="utf-8",
    )
    score(load(path), tmp_path / "workspace", limit=None)
    lines = capsys.readouterr().out.splitlines()
    assert "| **this library** | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) |" in lines
    assert "| BM25 | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) |" in lines
