"""A question of the page: asked, shown as its answer grows, and kept before it is shown as done."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer
from assistant.checking.verdict import CheckedSentence
from assistant.composing.events import Checked, Done, Event, Quoted
from assistant.conversation.turn import Turn
from assistant.errors import AssistantError, IndexMissing
from assistant.printable import printable
from ui.chat import conversation
from ui.chat.context import Context
from ui.chat.conversation import View
from ui.chat.keeping import Keeping
from ui.chat.running import Run, Running
from ui.chat.turn import ShownTurn
from ui.shown import ShownAnswer, shown

if TYPE_CHECKING:
    from assistant.assistant import Assistant

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asking:
    """Asks one assistant for all open pages, and keeps what was said."""

    assistant: Assistant
    keeping: Keeping
    running: Running

    def ask(self, question: str, given: Context) -> Iterator[View]:
        """The page's parts as the answer grows.

        The quotes come at once, then a language model's words as they are checked, then what
        else could be asked. Whatever goes wrong is a line in the turn, never an exception.
        """
        earlier = self.keeping.turns(given.conversation)
        if given.editing:
            earlier = earlier[: given.editing - 1]
        number = earlier[-1].number + 1 if earlier else 1
        with self.running.run() as run:
            latest = ShownTurn(number, printable(question), run=run.id)
            yield self._view((*earlier, latest), given, whole=True)
            answer: Answer | None = None
            growing = self._grow(latest, conversation.history(earlier), given, run)
            with closing(growing):  # type: ignore[type-var]
                for step in growing:
                    latest, answer = step
                    if latest.run:
                        yield self._view((*earlier, latest), given)
        latest = self.keeping.keep(latest, answer, given)
        if latest.kept is not None:
            given = given.model_copy(update={"conversation": latest.kept.conversation})
        turns = (*earlier, latest)
        yield self._view(turns, given, whole=True)
        if suggestions := self._suggestions(answer, turns, given):
            yield self._view((*earlier, replace(latest, suggestions=suggestions)), given)

    def show(self, given: Context) -> View:
        """A kept conversation, as it was left."""
        return self._view(self.keeping.turns(given.conversation), given, whole=True)

    def _view(self, turns: Sequence[ShownTurn], given: Context, *, whole: bool = False) -> View:
        """whole: what is above the last turn has changed too."""
        if given.withheld is None:
            shows = self.assistant.settings.show_withheld
            given = given.model_copy(update={"withheld": shows})
        phrases = self.assistant.phrases
        return View(
            log=conversation.log(turns, given, phrases) if whole else None,
            live=conversation.live(turns, given, phrases, self.keeping.notice(phrases)),
            side=conversation.side(turns, given, phrases) or None,
        )

    def _grow(
        self, turn: ShownTurn, history: Sequence[Turn], given: Context, run: Run
    ) -> Iterator[tuple[ShownTurn, Answer | None]]:
        """The turn as its answer grows, at last without its run."""
        last: ShownAnswer | None = None
        try:
            # What a browser remembers may be gone: a model is never fetched for a question.
            writers = self.assistant.writers
            events = self.assistant.stream(
                turn.question,
                history,
                given.documents or None,
                answers=(given.answers or None) if writers else None,
                model=given.model if given.model in writers else None,
                stop=run.stop,
            )
            with closing(events):  # type: ignore[type-var]
                for answer, writing, done in _states(events):
                    last = shown(answer, writing)
                    yield replace(turn, answer=last, run="" if done else run.id), answer
        except IndexMissing:
            said = self.assistant.phrases.nothing_to_ask
            yield replace(turn, answer=_quotes(last), problem=said, run=""), None
        except AssistantError as error:
            yield replace(turn, answer=_quotes(last), problem=str(error), run=""), None
        except Exception:
            # The reader is told where to look; the traceback belongs in the terminal's log.
            logger.exception("a question could not be answered")
            said = self.assistant.phrases.unexpected
            yield replace(turn, answer=_quotes(last), problem=said, run=""), None

    def _suggestions(
        self, answer: Answer | None, turns: Sequence[ShownTurn], given: Context
    ) -> tuple[str, ...]:
        if answer is None:
            return ()
        try:
            return self.assistant.next_questions(
                answer,
                conversation.history(turns[:-1]),
                documents=given.documents or None,
            )
        except AssistantError:  # the index was replaced or is gone: the answer stands
            return ()


def _quotes(answer: ShownAnswer | None) -> ShownAnswer | None:
    """What stays of an answer when a model's words could not be finished."""
    return None if answer is None else replace(answer, composed=None)


def _states(
    events: Iterator[Event],
) -> Iterator[tuple[Answer, list[CheckedSentence] | None, bool]]:
    """The answer as it grows: with what a model has written so far, or None; whether it is done."""
    quoted: Answer | None = None
    sentences: list[CheckedSentence] = []
    for event in events:
        if isinstance(event, Quoted) and event.composing:
            quoted = event.answer
            yield quoted, [], False
        elif isinstance(event, Checked) and quoted is not None:
            sentences = [*sentences, event.sentence]
            quoted = replace(quoted, citations=(*quoted.citations, *event.citations))
            yield quoted, sentences, False
        elif isinstance(event, Done):
            yield event.answer, None, True
