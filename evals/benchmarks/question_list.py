"""Read a list of questions and answers: CSV with the columns `question` and `answer`.

Several answers to one question stand in several lines with the same question. An empty answer says
that the documents do not answer. The documents are not part of the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from evals.benchmarks.checked import read_text, wrong
from evals.benchmarks.collection import Collection, Question

_COLUMNS = ("question", "answer")


def load(paths: Sequence[Path]) -> Collection:
    """Read files.

    Raises:
        UsageError: one cannot be read, or a line of it is not as it should be.
    """
    answers: dict[str, list[str]] = {}
    for path in paths:
        for number, question, answer in _rows(path):
            known = answers.setdefault(question, [])
            if known and not (answer and known[0]):
                raise wrong(path, f"line {number}", "a question is answered and unanswered")
            known.append(answer)
    questions = [
        Question(str(number), question, str(number), answerable=bool(texts[0]), texts=tuple(texts))
        if texts[0]
        else Question(str(number), question, str(number), answerable=False)
        for number, (question, texts) in enumerate(answers.items(), 1)
    ]
    return Collection({}, tuple(questions))


def _rows(path: Path) -> list[tuple[int, str, str]]:
    """Line number, question and answer."""
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    found: list[tuple[int, str, str]] = []
    try:
        if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
            raise wrong(path, "line 1", f"there is no column {missing[0]!r}")
        for row in reader:
            question, answer = ((row[name] or "").strip() for name in _COLUMNS)
            if not question:
                raise wrong(path, f"line {reader.line_num}", "the question is empty")
            found.append((reader.line_num, question, answer))
    except csv.Error as error:
        last = found[-1][0] if found else 1  # the reader has not counted the line that fails
        raise wrong(path, f"line {last + 1}", f"is no CSV ({error})") from error
    return found
