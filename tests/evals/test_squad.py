from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.reading.document import Span
from assistant.reading.encodings.decoding import decode
from evals.benchmarks.collection import Question
from evals.benchmarks.datasets import load_squad, locate
from evals.benchmarks.materialising import write

FIRST = "Cats sleep. Cats eat.\r\nDogs bark at cats."
SECOND = "\ufeffBirds sing."


def _answer(text: str, start: int) -> dict[str, object]:
    return {"text": text, "answer_start": start}


def _row(question: str, *answers: dict[str, object], **more: object) -> dict[str, object]:
    return {"question": question, "answers": list(answers), **more}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    paragraphs = [
        {
            "context": FIRST,
            "qas": [
                _row("Who sleeps?", _answer("Cats", 0), id=7),
                _row("Who eats?", _answer("Cats", 14), _answer("Fish", 3)),
                _row("Who swims?", _answer("Fish", 3)),
                _row("Who flies?"),
                _row("Who barks at fish?", _answer("Dogs", 23), is_impossible=True),
            ],
        },
        {"context": SECOND, "qas": [_row("Who sings?", _answer("Birds", 1), id="sing")]},
    ]
    article = {"title": "Animals", "paragraphs": paragraphs}
    other = {"paragraphs": [{"context": "Fish swim.", "qas": []}]}
    path = tmp_path / "squad.json"
    path.write_text(json.dumps({"data": [article, other]}), encoding="utf-8")
    return path


def test_an_article_becomes_a_file_in_which_the_answers_stand(file: Path, tmp_path: Path) -> None:
    squad = load_squad([file])
    workspace = write(squad.documents, tmp_path / "workspace")
    assert sorted(path.name for path in workspace.corpus.glob("*.txt")) == ["0000.txt", "0001.txt"]
    quotes = [
        decode((workspace.corpus / name).read_bytes()).text[span.start : span.end]
        for question in squad.questions
        for name, spans in question.spans.items()
        for span in spans
    ]
    assert quotes == ["Cats", "Cats", "Birds"]


def test_offsets_count_through_all_paragraphs_of_an_article(file: Path) -> None:
    start = len(FIRST) + 2 + 1
    spans = {"0000.txt": (Span(start, start + 5),)}
    birds = Question("sing", "Who sings?", cluster="0000.txt", spans=spans)
    assert load_squad([file]).questions[-1] == birds


def test_wrong_offsets_are_repaired_and_what_cannot_be_is_told(file: Path) -> None:
    squad = load_squad([file])
    assert [question.text for question in squad.questions] == [
        "Who sleeps?",
        "Who eats?",
        "Who flies?",
        "Who barks at fish?",
        "Who sings?",
    ]
    assert squad.questions[1].spans == {"0000.txt": (Span(12, 16),)}
    assert squad.notes == (
        "answers not in their article: 2",
        "answers whose offset was repaired: 1",
        "questions left out: 1",
    )


def test_questions_without_an_answer_are_unanswerable_and_belong_to_an_article(file: Path) -> None:
    squad = load_squad([file])
    assert [question.answerable for question in squad.questions] == [True, True, False, False, True]
    assert {question.cluster for question in squad.questions} == {"0000.txt"}
    assert len({question.id for question in squad.questions}) == 5


def test_articles_of_several_files_make_one_corpus(file: Path) -> None:
    squad = load_squad([file, file])
    assert len(squad.documents) == 4
    assert squad.questions[-1].cluster == "0002.txt"


@pytest.mark.parametrize(
    ("offset", "start"), [(0, 0), (3, 0), (8, 10), (10, 10), (99, 20), (-5, 0), (-3, 0), (16, 20)]
)
def test_the_nearest_occurrence_is_taken(offset: int, start: int) -> None:
    text = "cat       cat       cat"
    assert locate(text, "cat", offset) == Span(start, start + 3)


def test_what_the_text_does_not_hold_is_not_found() -> None:
    assert locate("cat", "dog", 0) is None
    assert locate("cat", " ", 0) is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "other.json: Invalid JSON"),
        ("[]", "other.json: Input should be an object"),
        ("{}", "other.json, data: Field required"),
        ('{"data": [{"paragraphs": [{}]}]}', "other.json, data.0.paragraphs.0.context: Field"),
    ],
)
def test_another_file_is_refused_and_told_where(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        load_squad([path])
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_answer_of_a_real_set_stands_where_it_is_said_to() -> None:
    path = Path(os.environ.get("EVAL_DATA", ""), "covid-qa-dev.json")
    if not path.is_file():
        pytest.skip("EVAL_DATA names no folder with that file")
    squad = load_squad([path])
    assert (len(squad.documents), len(squad.questions)) == (58, 881)
    assert squad.notes == ()
