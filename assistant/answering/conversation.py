"""Answer what is said in a talk: one question or several, alone or leaning on what came before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MEDIUM, MESSAGES
from assistant.query.context import follow_up
from assistant.query.leaning import points, signals
from assistant.query.question import questions_of
from assistant.retrieval.conversation_boost import nearby
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer, Citation, Statement, Turn

_ALONE, _NAMED, _POINTING = -0.05, 0.05, 0.25
"""By so much an answer without the talk must be surer than the one with it, where it is doubtful
whether the question leans on it: of most questions, and of those in which a word points back, with
a name that it may stand for, or without one ("Who voted against it?").
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers over one opened index. Safe to use from several threads."""

    searcher: Searcher
    answerer: QuotedAnswerer

    def answer(
        self, message: str, history: Sequence[Turn], documents: Iterable[str] | None = None
    ) -> Answer:
        """Answer a message, each of its questions on its own.

        history:   earlier turns, oldest first.
        documents: file names; only these are asked.

        Raises:
            UsageError: it is empty or too long, or a document is not there.
        """
        names = None if documents is None else list(documents)
        answers = [self._one(part, history, names) for part in questions_of(message)]
        if any(one.found for one in answers):
            return _joined(message, answers)
        return self._one(message, history, names)

    def _one(self, question: str, history: Sequence[Turn], names: list[str] | None) -> Answer:
        placed = follow_up(question, history)
        near = nearby(placed.back, self.searcher)
        answer = self.answerer.answer(question, placed.searched, names, near)
        if placed.doubtful:
            alone = self.answerer.answer(question, placed.question, names)
            margin = _ALONE
            if points(placed.question):
                margin = _NAMED if signals(placed.question)["named"] else _POINTING
            if alone.found and alone.confidence >= answer.confidence + margin:
                return alone
        return answer


def _joined(message: str, answers: Sequence[Answer]) -> Answer:
    """One answer of those that were found; the lead says what answers which question."""
    found = [one for one in answers if one.found]
    citations: dict[tuple[str, int, int], Citation] = {}
    statements: dict[int, Statement] = {}
    leads: list[str] = []
    for one in found:
        for cited in one.citations:
            citations.setdefault(cited.key, replace(cited, marker=len(citations) + 1))
        markers = {cited.marker: citations[cited.key].marker for cited in one.citations}
        new = [replace(said, marker=markers[said.marker]) for said in one.statements]
        for said in new:  # what answers two questions is quoted once, with what decides either
            before = statements.get(said.marker, said)
            decisive = tuple(sorted({*before.decisive, *said.decisive}))
            statements[said.marker] = replace(said, decisive=decisive)
        marks = "".join(f"[{marker}]" for marker in dict.fromkeys(said.marker for said in new))
        told = MESSAGES.part if one.confidence >= MEDIUM else MESSAGES.part_unsure
        leads.append(told.format(question=one.question, marks=marks))
    missing = (one.question for one in answers if not one.found)
    notes = [MESSAGES.part_missing.format(question=question) for question in missing]
    return replace(
        found[0],
        question=message,
        searched=" ".join(one.searched for one in answers),
        lead=" ".join(leads),
        statements=tuple(statements.values()),
        citations=tuple(citations.values()),
        confidence=min(one.confidence for one in found),
        further=(),
        notes=tuple(dict.fromkeys([*notes, *(note for one in found for note in one.notes)])),
    )
