"""The labelled questions that weights and confidence are fitted on, by source.

Public data sets (SQuAD 2.0, CLAPNQ, COVID-QA, MTRAG), our training questions whose documents were
not trained on, the tune half of the questions about the
reviews, and the general collections that may be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant import Assistant
from assistant.answering.evidence import Evidence
from assistant.progress import Progress
from assistant.reading.document import Document, Span
from evals.benchmarks import materialising
from evals.benchmarks.collection import Question
from evals.general_gold import collections
from evals.gold_cases import CALIBRATION, Case, fold, load
from evals.metrics.content import found_in
from evals.training.examples import DATA, PAIRS, Data, part

ROOT = Path(__file__).parents[1]
MTRAG = Data("mtrag", "mtrag", ("mtrag-human-subset.json",))
_MOST = 600  # questions of a public data set
_SEED = 7
_HALF = 0.5


class Quoted(Protocol):
    """A place that is quoted: an excerpt, or what an answer cites."""

    @property
    def document(self) -> Document:
        """Whose place it is."""

    @property
    def parts(self) -> tuple[Span, ...]:
        """Where it stands."""

    @property
    def text(self) -> str:
        """What it says."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stands alone.

    right:   whether these quotes hold the answer; never, where there is none.
    answers: whether that sentence answers.
    """

    text: str
    answerable: bool
    right: Callable[[Sequence[Quoted]], bool]
    answers: Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """Questions about the documents of one index."""

    assistant: Assistant
    questions: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class Source:
    """Questions that count as one. parts: opens one index after the other, and closes it again."""

    name: str
    parts: Callable[[], Iterator[Part]]


def sources(data: Path, out: Path, progress: Progress) -> list[Source]:
    """The public sets whose files are in `data`, the reviews and the general collections.

    out: where their workspaces are made, or were made before.
    """

    def public(one: Data) -> Source:
        return Source(one.name, lambda: _of_data(one, data, out, progress))

    there = [
        public(one)
        for one in (*DATA, MTRAG)
        if one is not PAIRS and all((data / name).is_file() for name in one.files)
    ]
    return [
        *there,
        Source(PAIRS.name, lambda: _of_pairs(data, out, progress)),
        Source("reviews", lambda: _of_reviews(out, progress)),
        Source("general", lambda: _of_general(out, progress)),
    ]


def _of_data(data: Data, folder: Path, out: Path, progress: Progress) -> Iterator[Part]:
    collection = data.load(folder).sample(_MOST, _SEED)
    workspace = materialising.write(collection.documents, out / data.name)
    held = [
        one
        for one in collection.questions
        if data is MTRAG or part(data.name, data.article(collection, one)) == "held"
    ]
    yield from _part(workspace.root, [_of_question(one) for one in held], progress)


def _of_pairs(folder: Path, out: Path, progress: Progress) -> Iterator[Part]:
    """Each document alone: what its questions are about is not told in them."""
    collection = PAIRS.load(folder)
    for name, text in collection.documents.items():
        if part(PAIRS.name, text) == "tune":
            workspace = materialising.write({name: text}, out / PAIRS.name / Path(name).stem)
            asked = [_of_question(one) for one in collection.questions if one.cluster == name]
            yield from _part(workspace.root, asked, progress)


def _of_question(question: Question) -> Asked:
    def touched(document: Document, spans: Sequence[Span]) -> bool:
        """Whether half of a span, or of an answer, is in the other."""
        if not question.spans:
            return question.answerable and document.name in question.relevant
        wanted = question.spans.get(document.name, ())
        ranges = [
            (Span(*one), span.end - span.start)
            for span in spans
            for one in document.origin.to_origin(span.start, span.end)
        ]
        return any(
            _shared(span, answer) >= _HALF * min(length, answer.end - answer.start) > 0
            for span, length in ranges
            for answer in wanted
        )

    return Asked(
        question.standalone or question.text,
        question.answerable,
        right=lambda chosen: any(touched(one.document, one.parts) for one in chosen),
        answers=lambda one: touched(one.passage.document, [one.span]),
    )


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _of_reviews(out: Path, progress: Progress) -> Iterator[Part]:
    gold = ROOT / "evals" / "gold"
    cases = [case for case in load(gold) if case.split == "tune"] + load(gold, CALIBRATION)
    yield from _of_cases(ROOT / "corpus", out / "reviews", cases, progress)


def _of_general(out: Path, progress: Progress) -> Iterator[Part]:
    for one in collections(ROOT / "evals" / "gold" / "general"):
        if one.about.split == "tune":
            yield from _of_cases(one.documents, out / one.name, one.cases, progress)


def _of_cases(
    documents: Path, folder: Path, cases: Sequence[Case], progress: Progress
) -> Iterator[Part]:
    workspace = materialising.of_folder(documents, folder)
    asked = [_of_case(case) for case in cases if case.kind != "all"]
    yield from _part(workspace.root, asked, progress)


def _of_case(case: Case) -> Asked:
    def right(chosen: Sequence[Quoted]) -> bool:
        text = "\n".join(one.text for one in chosen)
        return case.answerable and bool(case.facts) and found_in(text, case) == 1.0

    def answers(one: Evidence) -> bool:
        return case.answerable and any(
            _shared(one.span, place) >= _HALF * min(_long(one.span), _long(place))
            for quote in case.quotes
            if quote.document == one.passage.document.name
            for place in fold(one.passage.document.text).find(quote.quote)
        )

    return Asked(case.standalone or case.question, case.answerable, right, answers)


def _long(span: Span) -> int:
    return span.end - span.start


def _part(root: Path, questions: Sequence[Asked], progress: Progress) -> Iterator[Part]:
    assistant = Assistant(root, progress=progress)
    try:
        materialising.indexed(assistant, progress)
        yield Part(assistant, questions)
    finally:
        assistant.close()
