"""Turn public questions into examples: our own search finds the sentences that are hard to tell
from the one that answers.

A question is searched in its own article, or for CLAPNQ, whose articles are single passages, in
those of the same part: a sentence of another article may well answer, and nobody marked it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import Assistant
from assistant.answering.answer_type import wanted
from assistant.answering.in_context import in_context
from assistant.answering.scoring import Evidence, gather
from assistant.progress import Progress
from assistant.reading.document import Span
from evals.benchmarks import materialising
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.formats import FORMATS
from evals.training.example import Candidate, Example
from evals.training.split import Part, part

CANDIDATES = 24
"""Sentences of an example, beside those that answer."""

_ENOUGH = 0.5  # of an answer, or of the sentence, for the sentence to count as answering
_MOST = {True: 3_000, False: 1_000}  # answerable or not: of a data set's questions, drawn by hash


@dataclass(frozen=True, slots=True)
class Data:
    """A public data set. by_title: its articles are known by their title, not by their text."""

    name: str
    format: str
    files: tuple[str, ...]
    by_title: bool = False

    def load(self, folder: Path) -> Collection:
        """Read its files."""
        return FORMATS[self.format].load([folder / name for name in self.files])

    def article(self, collection: Collection, question: Question) -> str:
        """What decides the part of a question."""
        return question.cluster if self.by_title else collection.documents[question.cluster]


DATA = (
    Data("covid", "squad", ("covid-qa-dev.json",)),
    Data("squad", "squad", ("squad2-dev-half.json",)),
    Data(
        "clapnq",
        "clapnq",
        ("clapnq-dev-answerable.jsonl", "clapnq-dev-unanswerable.jsonl"),
        by_title=True,
    ),
)


def examples(data: Data, folder: Path, workspaces: Path, progress: Progress) -> Iterator[Example]:
    """All examples of a data set; its documents are indexed in a workspace of their own."""
    collection = data.load(folder)
    workspace = materialising.write(collection.documents, workspaces / data.name)
    assistant = Assistant(workspace.root, progress=progress)
    assistant.index(progress)
    asked = [*_drawn(collection, answerable=True), *_drawn(collection, answerable=False)]
    parts = {one.id: part(data.name, data.article(collection, one)) for one in asked}
    searched = _searched(data, collection, parts)
    for done, question in enumerate(asked, 1):
        found = evidence_for(assistant, question.text, searched[question.id])
        answers = answer_texts(collection, question)
        one = example(data.name, parts[question.id], question, answers, found)
        if one is not None:
            yield one
        progress(f"Searching {data.name}", done, len(asked))
    assistant.close()


def _drawn(collection: Collection, answerable: bool) -> list[Question]:
    found = [one for one in collection.questions if one.answerable is answerable]
    return sorted(found, key=lambda one: hashlib.sha256(one.id.encode()).digest())[
        : _MOST[answerable]
    ]


def _searched(data: Data, collection: Collection, parts: dict[str, Part]) -> dict[str, list[str]]:
    """By question, the documents that it is searched in."""
    questions = {one.id: one for one in collection.questions if one.id in parts}
    if not data.by_title:
        return {key: [one.cluster] for key, one in questions.items()}
    names = defaultdict(list)
    for name, text in collection.documents.items():
        names[part(data.name, text.partition("\n\n")[0])].append(name)
    return {key: names[parts[key]] for key in questions}


def evidence_for(assistant: Assistant, question: str, documents: list[str]) -> list[Evidence]:
    """Sentences as answering ranks them, best first."""
    searcher = assistant.searcher
    query = searcher.query(question)
    return gather(searcher.rank(query, documents), searcher.lexicon, query, wanted(query.text))


def answer_texts(collection: Collection, question: Question) -> list[str]:
    """The answers of a question, folded."""
    return [
        _folded(collection.documents[name][span.start : span.end])
        for name, spans in question.spans.items()
        for span in spans
    ]


def example(
    data: str,
    which: Part,
    question: Question,
    answers: Sequence[str],
    found: Sequence[Evidence],
) -> Example | None:
    """The example of a question; None where it has an answer that was not found.

    answers: in words, folded; a sentence elsewhere that holds one may answer too.
    """
    kept: list[Candidate] = []
    others = 0
    for evidence in found:
        right = _answers(evidence, question)
        if right or (others < CANDIDATES and not _may_answer(evidence, question, answers)):
            others += not right
            text = in_context(evidence.passage, evidence.span)
            kept.append(Candidate(text, round(evidence.score, 5), right))
    if not kept or question.answerable != any(one.answers for one in kept):
        return None
    return Example(data, which, question.text, tuple(kept))


def _answers(evidence: Evidence, question: Question) -> bool:
    """Whether the sentence holds half of an answer, or half of it is part of one."""
    document = evidence.passage.document
    spans = question.spans.get(document.name, ())
    ranges = document.origin.to_origin(evidence.span.start, evidence.span.end)
    return any(
        2 * shared >= min(span.end - span.start, evidence.span.end - evidence.span.start)
        for span in spans
        if (shared := sum(_shared(span, start, end) for start, end in ranges))
    )


def _may_answer(evidence: Evidence, question: Question, answers: Sequence[str]) -> bool:
    """Whether it touches an answer, or says the same words elsewhere: no use as a wrong one."""
    document = evidence.passage.document
    ranges = document.origin.to_origin(evidence.span.start, evidence.span.end)
    spans = question.spans.get(document.name, ())
    if any(_shared(span, start, end) for span in spans for start, end in ranges):
        return True
    text = _folded(evidence.text)
    return any(answer in text for answer in answers)


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _shared(span: Span, start: int, end: int) -> int:
    return max(0, min(span.end, end) - max(span.start, start))
