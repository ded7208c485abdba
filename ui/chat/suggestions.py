"""Suggested questions, to begin with and after an answer.

The page fetches them after it has shown everything else (`static/chat.js`), because the assistant
tries each question before it is offered, which takes time.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from assistant.errors import AssistantError
from assistant.messages import MESSAGES
from assistant.types import Turn
from ui.chat.turn import asking
from ui.responses import viewing

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.types import Answer

REMEMBERED = 64
"""Answers that may still be followed by suggestions: the last ones of all open pages."""


@dataclass(frozen=True, slots=True)
class _Answered:
    answer: Answer
    history: tuple[Turn, ...]
    documents: tuple[str, ...]


class Suggesting:
    """Suggests questions for all open pages. Safe to use from several threads."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._answered: OrderedDict[tuple[str, int], _Answered] = OrderedDict()

    def remember(
        self,
        conversation: str,
        number: int,
        answer: Answer,
        history: Sequence[Turn],
        documents: tuple[str, ...],
    ) -> None:
        """A turn was answered. documents: only these were asked; () for all."""
        with self._lock:
            self._answered[conversation, number] = _Answered(answer, tuple(history), documents)
            self._answered.move_to_end((conversation, number))
            while len(self._answered) > REMEMBERED:
                self._answered.popitem(last=False)

    def first(self) -> tuple[str, ...]:
        """Questions to begin with; () if there is nothing to ask."""
        try:
            return self._assistant.first_questions()
        except AssistantError:
            return ()

    def next(self, conversation: str, number: int) -> tuple[str, ...]:
        """Questions that follow up on an answer; () for one that is not remembered."""
        with self._lock:
            found = self._answered.get((conversation, number))
        if found is None:
            return ()
        try:
            return self._assistant.next_questions(
                found.answer, found.history, documents=found.documents or None
            )
        except AssistantError:  # the index was replaced or is gone: the answer stands
            return ()


def routes(suggesting: Suggesting) -> list[BaseRoute]:
    """GET /view/first, GET /view/next/CONVERSATION/NUMBER: fragments, empty for no question."""

    def first(_: Request) -> str:
        return _offered(MESSAGES.begin_with, suggesting.first())

    def following(request: Request) -> str:
        given = request.path_params
        return _offered(MESSAGES.ask_next, suggesting.next(given["conversation"], given["number"]))

    return [
        Route("/view/first", viewing(MESSAGES.begin_with, first)),
        Route("/view/next/{conversation}/{number:int}", viewing(MESSAGES.ask_next, following)),
    ]


def _offered(heading: str, questions: tuple[str, ...]) -> str:
    return asking(questions, heading) if questions else ""
