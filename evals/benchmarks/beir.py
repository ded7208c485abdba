"""Read a BEIR folder: `corpus.jsonl`, `queries.jsonl` and `qrels/*.tsv`.

Of several judgement files `test.tsv` is taken. Source of the format: Thakur et al. 2021, "BEIR: A
Heterogeneous Benchmark for Zero-shot Evaluation of Information Retrieval Models".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from assistant.errors import UsageError
from evals.benchmarks.checked import Row, read_lines, read_text, wrong
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.texts import file_name, titled


class _Document(Row):
    id: str = Field(alias="_id")
    title: str = ""
    text: str


class _Query(Row):
    id: str = Field(alias="_id")
    text: str


def load(paths: Sequence[Path]) -> Collection:
    """Read one folder. Questions without a judgement are left out.

    Raises:
        UsageError: it is no such folder, or a line of its files is not as it should be.
    """
    if len(paths) != 1 or not paths[0].is_dir():
        raise UsageError(
            f"BEIR data is one folder with corpus.jsonl, queries.jsonl and qrels/ in it, not "
            f"{', '.join(map(str, paths))}: give that folder."
        )
    folder = paths[0]
    documents = {
        file_name(row.id): titled(row.title, row.text)
        for _, row in read_lines(folder / "corpus.jsonl", _Document)
    }
    relevant = _judgements(_chosen(folder), documents)
    questions = [
        Question(row.id, row.text, row.id, relevant=relevant[row.id])
        for _, row in read_lines(folder / "queries.jsonl", _Query)
        if row.id in relevant
    ]
    return Collection(documents, tuple(questions))


def _chosen(folder: Path) -> Path:
    files = sorted((folder / "qrels").glob("*.tsv"))
    if test := [file for file in files if file.stem == "test"]:
        return test[0]
    if len(files) != 1:
        raise UsageError(
            f"{folder / 'qrels'} has {len(files)} .tsv files and none is test.tsv: "
            "leave the one to be used."
        )
    return files[0]


def _judgements(path: Path, documents: dict[str, str]) -> dict[str, dict[str, int]]:
    """By question, the grades of its relevant documents. The first line is a heading."""
    relevant: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(read_text(path).splitlines()[1:], 2):
        try:
            question, key, grade = line.split("\t")
            score = int(grade)
        except ValueError as error:
            reason = "is not a question's id, a document's id and a whole number, between tabs"
            raise wrong(path, f"line {number}", reason) from error
        if file_name(key) not in documents:
            raise wrong(path, f"line {number}", f"corpus.jsonl has no document {key!r}")
        if score > 0:
            relevant[question][file_name(key)] = score
    return dict(relevant)
