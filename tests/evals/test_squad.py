from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.reading.decoding import decode
from assistant.reading.document import Span
from evals.squad import Question, load, locate, write

FIRST = "Cats sleep. Cats eat.\r\nDogs bark at cats."
SECOND = "\ufeffBirds sing."


def _answer(text: str, start: int) -> dict[str, object]:
    return {"text": text, "answer_start": start}


def _row(question: str, *answers: dict[str, object]) -> dict[str, object]:
    return {"question": question, "answers": list(answers)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    paragraphs = [
        {
            "context": FIRST,
            "qas": [
                _row("Who sleeps?", _answer("Cats", 0)),
                _row("Who eats?", _answer("Cats", 14), _answer("Fish", 3)),
                _row("Who swims?", _answer("Fish", 3)),
                _row("Who flies?"),
            ],
        },
        {"context": SECOND, "qas": [_row("Who sings?", _answer("Birds", 1))]},
    ]
    article = {"title": "Animals", "paragraphs": paragraphs}
    other = {"paragraphs": [{"context": "Fish swim.", "qas": []}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [article, other]}), encoding="utf-8")
    return path


def test_an_article_becomes_a_file_in_which_the_answers_stand(file: Path, tmp_path: Path) -> None:
    squad = load(file)
    workspace = write(squad, tmp_path / "workspace")
    assert sorted(path.name for path in workspace.corpus.glob("*.txt")) == ["0000.txt", "0001.txt"]
    for question in squad.questions:
        text = decode((workspace.corpus / question.document).read_bytes())
        for span in question.answers:
            assert text[span.start : span.end] in ("Cats", "Birds")


def test_offsets_count_through_all_paragraphs_of_an_article(file: Path) -> None:
    birds = load(file).questions[-1]
    start = len(FIRST) + 2 + 1
    assert birds == Question("Who sings?", "0000.txt", (Span(start, start + 5),))


def test_wrong_offsets_are_repaired_and_what_cannot_be_is_counted(file: Path) -> None:
    squad = load(file)
    assert [question.text for question in squad.questions] == [
        "Who sleeps?",
        "Who eats?",
        "Who sings?",
    ]
    assert squad.questions[1].answers == (Span(12, 16),)
    assert (squad.repaired, squad.dropped, squad.unanswerable) == (1, 2, 2)


@pytest.mark.parametrize(
    ("offset", "start"), [(0, 0), (3, 0), (8, 10), (10, 10), (99, 20), (-5, 0), (16, 20)]
)
def test_the_nearest_occurrence_is_taken(offset: int, start: int) -> None:
    text = "cat       cat       cat"
    assert locate(text, "cat", offset) == Span(start, start + 3)


def test_what_the_text_does_not_hold_is_not_found() -> None:
    assert locate("cat", "dog", 0) is None
    assert locate("cat", " ", 0) is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"data": [{"paragraphs": [{}]}]}'])
def test_another_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="no SQuAD file"):
        load(path)


def test_every_answer_of_a_real_set_stands_where_it_is_said_to() -> None:
    path = Path(os.environ.get("EVAL_DATA", ""), "covid-qa-dev.json")
    if not path.is_file():
        pytest.skip("EVAL_DATA names no folder with that file")
    squad = load(path)
    assert (len(squad.articles), len(squad.questions)) == (58, 881)
    assert squad.dropped == 0
