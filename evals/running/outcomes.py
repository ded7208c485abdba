"""Ask one case and collect what its metrics need."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant import Answer, Assistant, Turn
from assistant.chunking.chunks import Passage
from assistant.reading.document import Document
from assistant.types import Composition
from evals.gold_cases import Case, Folded, Quote, Split, fold
from evals.metrics.citations import is_exact
from evals.metrics.outcome import Metric, Outcome, Place
from evals.records.record import Cited, Composed, GoldPlace, Line, Piece, Written


class Answers(Protocol):
    """What is measured: an `Assistant`, or one made worse on purpose."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question."""


@dataclass(frozen=True, slots=True)
class Answering:
    """An assistant that always answers in one way, whatever its settings say."""

    assistant: Assistant
    answers: Literal["quoted", "composed"]

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question."""
        return self.assistant.ask(question, history, answers=self.answers)


class Texts:
    """Where gold quotes stand in the indexed documents."""

    def __init__(self, documents: Iterable[Document], passages: Sequence[Passage]) -> None:
        self._folded: dict[str, Folded] = {one.name: fold(one.text) for one in documents}
        self._passages = passages

    def places(self, quotes: Iterable[Quote]) -> tuple[tuple[Place, ...], tuple[str, ...]]:
        """Everywhere that quotes stand, and the quotes that stand nowhere."""
        found: list[Place] = []
        lost: list[str] = []
        for quote in quotes:
            text = self._folded.get(quote.document)
            spans = text.find(quote.quote) if text else ()
            found += [Place(quote.document, span.start, span.end) for span in spans]
            if not spans:
                lost.append(quote.quote)
        return tuple(found), tuple(lost)

    def overlapping(self, places: Sequence[Place]) -> tuple[Passage, ...]:
        """The passages that share a character with any of the places."""
        return tuple(
            passage
            for passage in self._passages
            if any(
                place.overlap(passage.document.name, passage.start, passage.end) for place in places
            )
        )


def outcome(assistant: Answers, case: Case, texts: Texts) -> Outcome:
    """Ask a case; a follow-up is asked a second time, in full and without its history."""
    history = [Turn(turn.question, turn.answer) for turn in case.history]
    started = time.perf_counter()
    answer = assistant.ask(case.question, history)
    seconds = time.perf_counter() - started
    gold, lost = texts.places(case.quotes)
    items, lost_items = texts.places(case.items)
    return Outcome(
        case=case,
        answer=answer,
        gold=gold,
        items=items,
        lost=lost + lost_items,
        passages=texts.overlapping(gold),
        seconds=seconds,
        in_full=assistant.ask(case.standalone) if case.standalone else None,
    )


def line_of(outcome: Outcome, split: Split, metrics: Sequence[Metric]) -> Line:
    """Score an outcome by every metric that applies."""
    case, answer = outcome.case, outcome.answer
    scores: dict[str, float | None] = {}
    unjudged: dict[str, str] = {}
    for metric in metrics:
        score = metric.scorer(outcome)
        if score is None:
            continue
        scores[metric.name] = None if score.value is None else round(score.value, 6)
        if score.value is None:
            unjudged[metric.name] = score.reason
    return Line(
        id=case.id,
        digest=case.digest,
        kind=case.kind,
        why=case.why,
        split=split,
        section=case.section,
        difficulty=case.difficulty,
        answerable=case.answerable,
        question=case.question,
        history=tuple((turn.question, turn.answer) for turn in case.history),
        standalone=case.standalone,
        reference=case.reference,
        facts=case.facts,
        gold=_gold(outcome),
        searched=answer.searched,
        found=answer.found,
        confidence=answer.confidence,
        lead=answer.lead,
        pieces=tuple(
            Piece(text=one.text, marker=one.marker, decisive=one.decisive)
            for one in answer.statements
        ),
        citations=tuple(
            Cited(
                marker=one.marker,
                document=one.document.name,
                start=one.start,
                end=one.end,
                quote=one.quote,
                section=one.section,
                exact=is_exact(one),
            )
            for one in answer.citations
        ),
        composed=_composed(answer.composed),
        scores=scores,
        unjudged=unjudged,
        search_seconds=round(answer.timings.search, 6),
        seconds=round(outcome.seconds, 6),
    )


def _composed(composed: Composition | None) -> Composed | None:
    if composed is None:
        return None
    return Composed(
        model=composed.model,
        leads=composed.leads,
        fault=composed.fault,
        sentences=tuple(
            Written(
                text=one.text, verdict=one.verdict.value, reason=one.reason, markers=one.markers
            )
            for one in composed.sentences
        ),
    )


def _gold(outcome: Outcome) -> tuple[GoldPlace, ...]:
    documents = {one.document.name: one.document.text for one in outcome.passages}
    found = [
        GoldPlace(
            document=place.document,
            start=place.start,
            end=place.end,
            quote=documents[place.document][place.start : place.end],
        )
        for place in outcome.gold
    ]
    lost = [
        GoldPlace(document=quote.document, start=-1, end=-1, quote=quote.quote)
        for quote in outcome.case.quotes
        if quote.quote in outcome.lost
    ]
    return (*found, *lost)
