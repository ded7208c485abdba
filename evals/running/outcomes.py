"""Ask one case and gather what its metrics look at."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from assistant import Answer, Assistant, Turn
from assistant.chunking.passage import Passage
from assistant.reading.document import Document
from evals.cases.case import Case, Quote
from evals.cases.comparing import Folded, fold
from evals.metrics.outcome import Outcome, Place


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
