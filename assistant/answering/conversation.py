"""Answer what is said in a talk: one question or several, alone or leaning on what came before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.pipeline import QuotedAnswerer
from assistant.answering.several import joined
from assistant.query.context import follow_up
from assistant.query.parts import parts
from assistant.retrieval.conversation_boost import nearby
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer, Turn


class Conversation:
    """Answers over one opened index. Safe to use from several threads."""

    def __init__(self, searcher: Searcher, answerer: QuotedAnswerer) -> None:
        self._searcher = searcher
        self._answerer = answerer

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
        answers = [self._one(part, history, names) for part in parts(message)]
        if any(one.found for one in answers):
            return joined(message, answers)
        return self._one(message, history, names)

    def _one(self, question: str, history: Sequence[Turn], names: list[str] | None) -> Answer:
        placed = follow_up(question, history)
        near = nearby(placed.back, self._searcher)
        return self._answerer.answer(question, placed.searched, names, near)
