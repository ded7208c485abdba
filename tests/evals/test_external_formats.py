from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import UsageError
from evals.benchmarks import conversations, datasets
from evals.benchmarks.collection import file_name, read_text, storable, titled
from evals.benchmarks.conversations import FORMATS


def _lines(path: Path, *rows: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def _beir(folder: Path, judgements: str = "q1\td/1\t2\nq1\td2\t0\n") -> Path:
    documents = ({"_id": "d/1", "title": "Cats", "text": "They sleep."}, {"_id": "d2", "text": "x"})
    _lines(folder / "corpus.jsonl", *documents)
    queries = ({"_id": "q1", "text": "Who sleeps?"}, {"_id": "q2", "text": "Who barks?"})
    _lines(folder / "queries.jsonl", *queries)
    (folder / "qrels").mkdir()
    head = "query-id\tcorpus-id\tscore\n"
    (folder / "qrels" / "test.tsv").write_text(head + judgements, encoding="utf-8")
    return folder


def test_beir_gives_graded_documents_and_only_judged_questions(tmp_path: Path) -> None:
    collection = datasets.load_beir([_beir(tmp_path)])
    assert list(collection.documents.values()) == ["Cats\n\nThey sleep.", "x"]
    (question,) = collection.questions
    assert (question.id, question.text) == ("q1", "Who sleeps?")
    assert question.relevant == {file_name("d/1"): 2}


def test_of_several_judgement_files_the_test_one_is_taken(tmp_path: Path) -> None:
    folder = _beir(tmp_path)
    other = folder / "qrels" / "train.tsv"
    other.write_text("query-id\tcorpus-id\tscore\nq2\td2\t1\n", encoding="utf-8")
    assert [question.id for question in datasets.load_beir([folder]).questions] == ["q1"]
    (folder / "qrels" / "test.tsv").rename(folder / "qrels" / "dev.tsv")
    with pytest.raises(UsageError, match=r"2 \.tsv files"):
        datasets.load_beir([folder])


@pytest.mark.parametrize(
    ("judgements", "said"),
    [
        ("q1\td/1\t1\nq1 d2 1\n", "test.tsv, line 3: is not a question's id"),
        ("q1\td/1\thigh\n", "test.tsv, line 2: is not a question's id"),
        ("q1\td9\t1\n", "test.tsv, line 2: corpus.jsonl has no document 'd9'"),
    ],
)
def test_a_wrong_judgement_is_named_by_its_line(tmp_path: Path, judgements: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        datasets.load_beir([_beir(tmp_path, judgements)])
    assert said in str(refused.value)


def test_beir_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give that folder"):
        datasets.load_beir([tmp_path / "missing"])
    with pytest.raises(UsageError, match=r"corpus\.jsonl: cannot be read"):
        datasets.load_beir([tmp_path])


PASSAGE = {"title": "Cats", "text": "Cats sleep . Dogs bark ."}


def _clapnq(key: str, answer: str, *sentences: str) -> dict[str, Any]:
    output = [{"answer": answer, "selected_sentences": list(sentences)}]
    return {"id": key, "input": f"Question {key}", "passages": [PASSAGE], "output": output}


def test_clapnq_marks_the_sentences_that_answer(tmp_path: Path) -> None:
    answered = _lines(tmp_path / "a.jsonl", _clapnq("1", "They bark.", "Dogs bark .", "Not there."))
    refused = _lines(tmp_path / "b.jsonl", _clapnq("2", ""))
    collection = datasets.load_clapnq([answered, refused])
    ((name, text),) = collection.documents.items()
    first, second = collection.questions
    (span,) = first.spans[name]
    assert text[span.start : span.end] == "Dogs bark ."
    assert first.relevant == {name: 1}
    assert (first.answerable, second.answerable) == (True, False)
    assert (second.spans, second.relevant) == ({}, {})
    assert first.cluster == second.cluster == "Cats"
    assert collection.notes == ("answering sentences not in their passage: 1",)


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    path = _lines(tmp_path / "a.jsonl", _clapnq("1", ""), {"id": "2", "passages": []})
    with pytest.raises(UsageError, match=r"a\.jsonl, line 2, input: Field required"):
        datasets.load_clapnq([path])
    path.write_text('{"id": "1"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.jsonl, line 1: Invalid JSON"):
        datasets.load_clapnq([path])


def _said(speaker: str, text: str) -> dict[str, str]:
    return {"speaker": speaker, "text": text}


def _task(number: int, *said: dict[str, str], **more: object) -> dict[str, Any]:
    return {
        "task_id": f"talk<::>{number}",
        "input": list(said),
        "contexts": [{"document_id": "d1"}, {"document_id": "d2"}],
        "annotations": {"context_relevance": {"system": [1]}},
        "Answerability": ["ANSWERABLE"],
        **more,
    }


def _mtrag(path: Path, *tasks: dict[str, Any]) -> Path:
    documents = [{"document_id": "d1", "text": "Cats."}, {"document_id": "d2", "text": "Dogs."}]
    path.write_text(json.dumps({"documents": documents, "tasks": list(tasks)}), encoding="utf-8")
    return path


TALK = (_said("user", "Who barks?"), _said("agent", "Dogs."), _said("user", "Why?"))


def test_mtrag_gives_turns_with_their_history(tmp_path: Path) -> None:
    none: dict[str, object] = {"contexts": [], "annotations": {}}
    path = _mtrag(
        tmp_path / "mtrag.json",
        _task(1, TALK[0]),
        _task(2, *TALK, Answerability=["UNANSWERABLE"], **none),
        _task(3, _said("user", "Thanks!"), Answerability=["CONVERSATIONAL"], **none),
    )
    rewritten = _lines(tmp_path / "r.jsonl", {"_id": "talk<::>2", "text": "|user|: Why bark?"})
    collection = conversations.load_mtrag([path, rewritten])
    first, second = collection.questions
    assert (first.text, first.history, first.standalone) == ("Who barks?", (), "")
    assert first.relevant == {"d2.txt": 1}
    assert second.text == "Why?"
    assert second.history == (("Who barks?", "Dogs."),)
    assert second.standalone == "Why bark?"
    assert (first.answerable, second.answerable) == (True, False)
    assert {question.cluster for question in collection.questions} == {"talk"}
    assert collection.notes == ("turns that ask nothing, left out: 1",)


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (_task(1, *TALK[:2]), "the last to speak is not the user"),
        (_task(1, TALK[0], contexts=[]), "names a context that is not there"),
        (_task(1, TALK[0], contexts=[{"document_id": "d9"}] * 2), "there is no document 'd9.txt'"),
        ({"task_id": "1"}, "input: Field required"),
    ],
)
def test_a_wrong_task_is_named(tmp_path: Path, task: dict[str, Any], said: str) -> None:
    path = _mtrag(tmp_path / "mtrag.json", task)
    with pytest.raises(UsageError) as refused:
        conversations.load_mtrag([path])
    assert "mtrag.json, tasks.0" in str(refused.value)
    assert said in str(refused.value)


def _csv(path: Path, content: str) -> Path:
    path.write_bytes(content.encode("utf-8"))
    return path


def test_a_list_gathers_the_answers_to_one_question(tmp_path: Path) -> None:
    path = _csv(
        tmp_path / "list.csv",
        "\ufeffanswer,question,source\r\n"
        '"15, at most",How long?,x\r\nfifteen,How long?,y\r\n,Why?,z\r\n',
    )
    first, second = datasets.load_question_list([path]).questions
    assert (first.text, first.texts) == ("How long?", ("15, at most", "fifteen"))
    assert first.answerable
    assert (second.text, second.texts, second.answerable) == ("Why?", (), False)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: there is no column 'question'"),
        ("question;answer\n", "line 1: there is no column 'question'"),
        ("question,answer\nWho?,I\n,you\n", "line 3: the question is empty"),
        ("question,answer\nWho?,I\nWho?,\n", "line 3: a question is answered and unanswered"),
        ("question,answer\nWho?,\nWho?,I\n", "line 3: a question is answered and unanswered"),
        ('question,answer\n"Who?"?,I\n', "line 2: is no CSV"),
        ('question,answer\nWho?,I\nWhy?,"I\n', "line 3: is no CSV"),
    ],
)
def test_a_wrong_list_is_named_by_its_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        datasets.load_question_list([_csv(tmp_path / "list.csv", content)])
    assert f"list.csv, {said}" in str(refused.value)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match=r"x\.jsonl: cannot be read"):
        read_text(path)


def test_every_format_has_its_name_and_says_what_it_takes() -> None:
    assert all(name == form.name and form.paths for name, form in FORMATS.items())


@pytest.mark.parametrize(
    ("one", "other"), [("a/b", "a-b"), ("A", "a"), ("x" * 200, "x" * 201), ("?", "!")]
)
def test_documents_have_different_names(one: str, other: str) -> None:
    names = {file_name(one).lower(), file_name(other).lower()}
    assert len(names) == 2
    assert all(name[0].isalnum() and len(name) < 100 and "/" not in name for name in names)


def test_a_text_is_stored_at_equal_length() -> None:
    text = "\ufeffa\ud800b"
    assert storable(text) == " a?b"
    assert titled("T", "x") == "T\n\nx"
    assert titled(" ", "x") == "x"
