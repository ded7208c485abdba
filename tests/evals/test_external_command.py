from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.errors import UsageError
from assistant.models.embedder import Embedder
from evals.benchmarks.__main__ import main
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.materialising import indexed, of_folder, write
from evals.benchmarks.measures import FileWords
from evals.benchmarks.rankers import embedding, llama_index_ranker

CATS = "Cats sleep for 15 hours on most days. Dogs sleep for less time than that."
PERFECT = "1.000 (1.000–1.000)"


def _squad(path: Path) -> Path:
    answers = [{"text": "15 hours", "answer_start": 15}]
    rows = [
        {"id": "1", "question": "How long do cats sleep?", "answers": answers},
        {"id": "2", "question": "Who wrote the Ninth Symphony?", "answers": []},
    ]
    data = [{"paragraphs": [{"context": CATS, "qas": rows}]}]
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


def test_all_searches_and_refusals_stand_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _squad(tmp_path / "squad.json")
    assert main(["squad", str(path), "--workspace", str(tmp_path / "workspace")]) == 0
    lines = capsys.readouterr().out.splitlines()
    for name in ("BM25", "one vector per passage", "llama-index as shipped", "**this library**"):
        assert f"| {name} | {PERFECT} | {PERFECT} |" in lines
    assert f"| **this library** | {PERFECT} | 0.000 (0.000–0.000) | {PERFECT} |" in lines


def test_conversations_are_searched_with_their_history(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = [
        {"speaker": "user", "text": "How long do cats sleep?"},
        {"speaker": "agent", "text": "15 hours."},
        {"speaker": "user", "text": "And on which days?"},
    ]
    task = {
        "task_id": "t<::>2",
        "input": said,
        "contexts": [{"document_id": "cats"}],
        "annotations": {"context_relevance": {"system": [0]}},
    }
    documents = [{"document_id": "cats", "text": CATS}]
    path = tmp_path / "talk.json"
    path.write_text(json.dumps({"documents": documents, "tasks": [task]}), encoding="utf-8")
    assert main(["mtrag", str(path)]) == 0
    out = capsys.readouterr().out
    assert f"| **this library** | {PERFECT} | {PERFECT} |" in out
    assert f"| with what it leans on | {PERFECT} | {PERFECT} |" in out


def test_a_list_of_questions_is_asked_of_somebodys_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "cats.txt").write_text(CATS, encoding="utf-8")
    path = tmp_path / "list.csv"
    path.write_text("question,answer\nHow long do cats sleep?,15 hours\n", encoding="utf-8")
    assert main(["csv", str(path), "--documents", str(documents)]) == 0
    out = capsys.readouterr().out
    assert f"| **this library** | {PERFECT} | {PERFECT} |" in out
    assert f"| hold the answer | {PERFECT} |" in out
    assert sorted(path.name for path in documents.iterdir()) == ["cats.txt"]
    assert main(["csv", str(path)]) == 1
    assert "give --documents DIR" in capsys.readouterr().err


def test_wrong_data_ends_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "squad.json"
    path.write_text('{"data": []}', encoding="utf-8")
    assert main(["squad", str(path)]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "The data holds no question that can be used: give other data."
    ]


def test_a_sample_is_of_both_kinds_in_order_and_the_same_each_time() -> None:
    questions = [Question(str(n), "?", "a", answerable=n % 3 > 0) for n in range(300)]
    collection = Collection({"a": ""}, tuple(questions))
    sample = collection.sample(40, seed=1)
    assert sum(question.answerable for question in sample.questions) == 40
    assert len(sample.questions) == 80
    assert sorted(sample.questions, key=lambda one: int(one.id)) == list(sample.questions)
    assert sample == collection.sample(40, seed=1)
    assert sample != collection.sample(40, seed=2)
    assert collection.sample(None, seed=1) is collection
    assert len(collection.sample(150, seed=1).questions) == 100 + 150


def test_other_documents_are_not_mixed_in(tmp_path: Path) -> None:
    write({"a.txt": "one"}, tmp_path)
    workspace = write({"a.txt": "two\r\n", "b.txt": "x"}, tmp_path)
    assert (workspace.corpus / "a.txt").read_bytes() == b"two\r\n"
    with pytest.raises(UsageError, match=r"'a\.txt'.*give an empty folder"):
        write({"c.txt": "x"}, tmp_path)


def test_a_workspace_is_used_where_it_is(tmp_path: Path) -> None:
    here = write({"a.txt": "one"}, tmp_path / "here")
    assert of_folder(here.root, tmp_path / "there").root == here.root
    with pytest.raises(UsageError, match="--documents"):
        of_folder(tmp_path / "missing", tmp_path / "there")


def test_llama_index_embeds_with_our_model(embedder: Embedder) -> None:
    adapter = embedding(embedder)
    ours = embedder.embed([CATS])[0]
    assert adapter.get_query_embedding(CATS) == pytest.approx(ours.tolist(), abs=1e-5)
    assert adapter.get_text_embedding_batch([CATS, "x"])[0] == pytest.approx(
        ours.tolist(), abs=1e-5
    )


def test_llama_index_finds_its_chunks_in_our_files(embedder: Embedder) -> None:
    cats = " ".join(f"Cat number {number} sleeps on the sofa." for number in range(300))
    documents = {"cats": f"  {cats}\r\n", "dogs": "Dogs bark at the moon."}
    files = {name: FileWords(text) for name, text in documents.items()}
    search = llama_index_ranker(documents, files, embedder)
    best, *others = search("What do dogs bark at?")
    assert (best.document, best.text) == ("dogs", documents["dogs"])
    assert best.places == [range(n, n + 1) for n in range(5)]
    assert {piece.document for piece in others} == {"cats"}
    assert len(others) > 1
    read = {number for piece in others for words in piece.places for number in words}
    assert read == set(range(len(cats.split())))


def test_figures_are_not_taken_over_some_of_the_documents(tmp_path: Path) -> None:
    workspace = write({"cats.txt": CATS}, tmp_path / "made")
    assistant = Assistant(workspace.root)
    (workspace.corpus / "copy.txt").write_text(CATS, encoding="utf-8")
    indexed(assistant)
    assert len(assistant.documents) == 1
    (workspace.corpus / "dogs.txt").write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(UsageError, match=r"1 documents of .* cannot be indexed \(dogs\.txt: "):
        indexed(assistant)
