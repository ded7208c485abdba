"""Public datasets of conversations, and all formats by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from evals.benchmarks import datasets
from evals.benchmarks.collection import (
    Collection,
    Question,
    Row,
    file_name,
    read_json,
    read_lines,
    storable,
    wrong,
)

_BETWEEN = "<::>"  # a conversation's id and the turn's number
_SPEAKER = "|user|:"  # before a rewritten question
_CHAT = "CONVERSATIONAL"  # thanks and greetings, which should be neither answered nor refused


class _Document(Row):
    document_id: str
    text: str


class _Said(Row):
    speaker: Literal["user", "agent"]
    text: str


class _Context(Row):
    document_id: str


class _Relevance(Row):
    system: tuple[int, ...] = ()


class _Annotations(Row):
    context_relevance: _Relevance = _Relevance()


class _Task(Row):
    task_id: str
    input: tuple[_Said, ...]
    contexts: tuple[_Context, ...] = ()
    annotations: _Annotations = _Annotations()
    answerability: tuple[str, ...] = Field(default=(), alias="Answerability")


class _File(Row):
    documents: tuple[_Document, ...]
    tasks: tuple[_Task, ...]


class _Rewritten(Row):
    id: str = Field(alias="_id")
    text: str


def load_mtrag(paths: Sequence[Path]) -> Collection:
    """Read files.

    Raises:
        UsageError: one cannot be read, or is not in the format.
    """
    rewritten = {
        row.id: row.text.removeprefix(_SPEAKER).strip()
        for path in paths
        if path.suffix == ".jsonl"
        for _, row in read_lines(path, _Rewritten)
    }
    documents: dict[str, str] = {}
    questions: list[Question] = []
    chat = 0
    for path in paths:
        if path.suffix == ".jsonl":
            continue
        file = read_json(path, _File)
        documents |= {file_name(one.document_id): storable(one.text) for one in file.documents}
        for number, task in enumerate(file.tasks):
            if _CHAT in task.answerability:
                chat += 1
            else:
                place = (path, f"tasks.{number}")
                questions.append(_question(task, documents, rewritten.get(task.task_id, ""), place))
    notes = (f"turns that ask nothing, left out: {chat}",) if chat else ()
    return Collection(documents, tuple(questions), notes)


def _question(
    task: _Task, documents: dict[str, str], standalone: str, place: tuple[Path, str]
) -> Question:
    if not task.input or task.input[-1].speaker != "user":
        raise wrong(*place, "the last to speak is not the user")
    chosen = task.annotations.context_relevance.system
    if any(not 0 <= number < len(task.contexts) for number in chosen):
        raise wrong(*place, "context_relevance names a context that is not there")
    names = [file_name(task.contexts[number].document_id) for number in chosen]
    if unknown := [name for name in names if name not in documents]:
        raise wrong(*place, f"there is no document {unknown[0]!r}")
    history: list[tuple[str, str]] = []
    for said in task.input[:-1]:
        if said.speaker == "user":
            history.append((said.text, ""))
        elif history:
            history[-1] = (history[-1][0], f"{history[-1][1]} {said.text}".strip())
    return Question(
        task.task_id,
        task.input[-1].text,
        task.task_id.partition(_BETWEEN)[0],
        answerable="UNANSWERABLE" not in task.answerability,
        history=tuple(history),
        relevant=dict.fromkeys(names, 1),
        standalone=standalone,
    )


@dataclass(frozen=True, slots=True)
class Format:
    """A format. paths: what to give, for `--help`."""

    name: str
    paths: str
    load: Callable[[Sequence[Path]], Collection]


FORMATS = {
    form.name: form
    for form in (
        Format("squad", "SQuAD 1.1 or 2.0, .json", datasets.load_squad),
        Format("beir", "a folder: corpus.jsonl, queries.jsonl, qrels/*.tsv", datasets.load_beir),
        Format("mtrag", "MTRAG's human evaluation, .json; rewritten questions, .jsonl", load_mtrag),
        Format("clapnq", "CLAPNQ, .jsonl, several for one corpus", datasets.load_clapnq),
        Format("csv", "columns question and answer; with --documents", datasets.load_question_list),
    )
}
