"""Make training examples of public questions, with hard negatives from our own search."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from assistant import Assistant
from assistant.answering.confidence import as_read
from assistant.answering.evidence import Evidence, gather, in_context
from assistant.answering.excerpts import excerpt
from assistant.nlp.kinds import kind_of
from assistant.nlp.tokens import stems
from assistant.progress import Progress
from assistant.reading.document import Span
from evals.benchmarks import materialising
from evals.benchmarks.collection import Collection, Question
from evals.benchmarks.conversations import FORMATS
from evals.training import public
from evals.training.pairs import FILES, load_pairs

Part = Literal["train", "tune", "held"]

HELD: Mapping[str, float] = {
    "covid": 0.5,
    "squad": 0.25,
    "clapnq": 0.25,
    "pairs": 0.15,
    "selqa": 0.1,
    "qed": 0.1,
    "conditional": 0.1,
}
"""The share of each data set's articles that is held back for the figures."""

_TUNE = 0.12
"""The share that is neither trained on nor held back: weights are chosen on it."""


def part(data: str, article: str) -> Part:
    """The part of an article.

    data:    name of the data set, of `HELD`.
    article: its title or, if it has none, its text.
    """
    digest = hashlib.sha256(f"{data}\n{article}".encode()).digest()
    place = int.from_bytes(digest[:8]) / 2**64
    if place < HELD[data]:
        return "held"
    return "tune" if place < HELD[data] + _TUNE else "train"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as the cross-encoder reads it. score: our own, in [0, 1], without it."""

    text: str
    score: float
    answers: bool


@dataclass(frozen=True, slots=True)
class Example:
    """candidates: best first by our own score; none answers where the question has no answer."""

    data: str
    part: Part
    question: str
    candidates: tuple[Candidate, ...]

    @property
    def answerable(self) -> bool:
        """Whether one of the candidates answers."""
        return any(one.answers for one in self.candidates)


def write(path: Path, examples: Iterable[Example]) -> None:
    """One JSON line for each."""
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in examples]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def read(path: Path) -> list[Example]:
    """What `write` wrote."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Example(**{**row, "candidates": tuple(Candidate(**one) for one in row["candidates"])})
        for row in rows
    ]


CANDIDATES = 24
"""Sentences of an example, beside those that answer."""

_ENOUGH = 0.5  # of an answer, or of the sentence, for the sentence to count as answering
_MOST = {True: 3_000, False: 3_200}  # answerable or not: of a data set's questions, drawn by hash


@dataclass(frozen=True, slots=True)
class Data:
    """A public data set. by_title: its articles are known by their title, not by their text."""

    name: str
    format: str
    files: tuple[str, ...]
    by_title: bool = False

    def load(self, folder: Path) -> Collection:
        """Read its files; `folder` does not matter to ours."""
        if self is PAIRS:
            return load_pairs(FILES)
        files = [folder / name for name in self.files]
        read = public.FORMATS.get(self.format) or FORMATS[self.format].load
        return read(files)

    def article(self, collection: Collection, question: Question) -> str:
        """What decides the part of a question."""
        return question.cluster if self.by_title else collection.documents[question.cluster]


PAIRS = Data("pairs", "pairs", ())

DATA = (
    Data("covid", "squad", ("covid-qa-dev.json",)),
    Data("squad", "squad", ("squad2-dev-half.json",)),
    Data(
        "clapnq",
        "clapnq",
        ("clapnq-dev-answerable.jsonl", "clapnq-dev-unanswerable.jsonl"),
        by_title=True,
    ),
    Data("selqa", "selqa", ("selqa-ass-dev.json", "selqa-ass-test.json")),
    Data("qed", "qed", ("qed-dev.jsonlines",), by_title=True),
    Data("conditional", "conditional", ("conditionalqa-dev.json", "conditionalqa-train.json")),
    PAIRS,
)


def examples(data: Data, folder: Path, workspaces: Path, progress: Progress) -> Iterator[Example]:
    """All examples of a data set; its documents are indexed in a workspace of their own."""
    collection = data.load(folder)
    workspace = materialising.write(collection.documents, workspaces / data.name)
    assistant = Assistant(workspace.root, progress=progress)
    materialising.indexed(assistant, progress)
    asked = [*_drawn(collection, answerable=True), *_drawn(collection, answerable=False)]
    parts = {one.id: part(data.name, data.article(collection, one)) for one in asked}
    searched = _searched(data, collection, parts)
    for done, question in enumerate(asked, 1):
        found = evidence_for(assistant, question.text, searched[question.id])
        answers = answer_texts(collection, question)
        one = example(data.name, parts[question.id], question, answers, found)
        if one is not None:
            yield one
            if data is PAIRS:
                yield of_excerpts(one, question, found)
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
    return gather(searcher.rank(query, documents), searcher.lexicon, query, kind_of(query.text))


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
    """The example of a question; None if it has an answer that was not found.

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


_EXCERPTS = 12  # sentences whose excerpts are read


def of_excerpts(one: Example, question: Question, found: Sequence[Evidence]) -> Example:
    """The example once more, with what would be quoted around the best sentences, as `confidence`
    reads it, in place of the sentences.
    """
    asked = stems(question.text)
    right = [evidence for evidence in found if _answers(evidence, question)]
    kept: dict[str, Candidate] = {}
    for evidence in (*found[:_EXCERPTS], *right):
        made = excerpt(evidence, asked)
        text = as_read(made)
        answers = any(made.holds(other) for other in right)
        kept.setdefault(text, Candidate(text, round(evidence.score, 5), answers))
    return replace(one, candidates=tuple(kept.values()))


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
