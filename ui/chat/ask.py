"""A question of the page: asked, shown as its answer grows, and kept before it is shown as done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.errors import ArchiveUnusable, AssistantError, IndexMissing
from assistant.generation.events import Checked, Done, Event, Quoted
from assistant.messages import MESSAGES
from assistant.printable import printable
from assistant.reading.document import Document
from assistant.types import Answer, CheckedSentence, Turn
from ui.answer_view import ShownAnswer, shown
from ui.chat import conversation
from ui.chat.conversation import Context, View
from ui.chat.queue import Run, Running
from ui.chat.recording import Keeping
from ui.chat.suggestions import Suggesting
from ui.chat.turn import ShownTurn

if TYPE_CHECKING:
    from assistant.assistant import Assistant

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asking:
    """Asks one assistant for all open pages, and keeps what was said."""

    assistant: Assistant
    keeping: Keeping
    running: Running
    suggesting: Suggesting

    def ask(self, question: str, given: Context, session: str = "") -> Iterator[View]:
        """The page's parts as the answer grows.

        The quotes come at once, then a language model's words as they are checked. Whatever goes
        wrong is a line in the turn, never an exception.

        session: of the page that asks; when it is closed, the writing stops, and what there is
                 of the answer is kept.
        """
        given, earlier = self._earlier(given)
        before, begins = given, not given.conversation
        if begins:
            # From here on, so that a page that is loaded again now comes back to it.
            given = given.model_copy(update={"conversation": self.keeping.new_name()})
        number = earlier[-1].number + 1 if earlier else 1
        history = conversation.history(earlier)
        with ExitStack() as held:
            run = held.enter_context(self.running.run(session, given.conversation))
            latest = ShownTurn(number, printable(question), run=run.id)
            answer: Answer | None = None
            growing = self._grow(latest, history, given, run)
            held.callback(growing.close)

            def finish() -> ShownTurn:
                nonlocal latest, answer
                for step in growing:
                    latest, answer = step
                return self.keeping.keep(latest, answer, earlier, given, begins=begins)

            try:
                yield self._view((*earlier, latest), given, whole=True)
                for step in growing:
                    latest, answer = step
                    if latest.run:
                        yield self._view((*earlier, latest), given)
            except GeneratorExit:
                run.stop.set()
                # Elsewhere: this may be the thread that serves all pages.
                threading.Thread(target=_finish, args=(held.pop_all(), finish)).start()
                raise
            latest = finish()
        if latest.kept is None:
            given = before
        if latest.kept is not None and answer is not None:
            name = latest.kept.conversation
            given = given.model_copy(update={"conversation": name})
            self.suggesting.remember(name, latest.number, answer, history, given.documents)
            # As it is kept: another page may have asked in it meanwhile.
            earlier = tuple(one for one in self._kept(name) if one.number < latest.number)
        yield self._view((*earlier, latest), given, whole=True)

    def show(self, given: Context) -> View | None:
        """A kept conversation, as it was left; None if there is none.

        Raises:
            ArchiveUnusable: It cannot be read.
        """
        self.running.settle(given.conversation)
        turns = self.keeping.turns(given.conversation)
        return self._view(turns, given, whole=True) if turns else None

    def _earlier(self, given: Context) -> tuple[Context, tuple[ShownTurn, ...]]:
        """What comes before a question; and with what it is asked."""
        names = {document.name for document in self.documents}
        known = tuple(name for name in given.documents if name in names)
        given = given.model_copy(update={"documents": known})
        try:
            turns = self.keeping.turns(given.conversation)
        except ArchiveUnusable as error:
            logger.warning("%s", error)
            return given.model_copy(update={"conversation": "", "editing": 0}), ()
        return given, turns[: given.editing - 1] if given.editing else turns

    def _kept(self, name: str) -> tuple[ShownTurn, ...]:
        try:
            return self.keeping.turns(name)
        except ArchiveUnusable:
            return ()

    @property
    def documents(self) -> Sequence[Document]:
        """The documents there are to ask; none while there is no index that can be opened."""
        try:
            return self.assistant.documents
        except AssistantError:
            return ()

    def _view(self, turns: Sequence[ShownTurn], given: Context, *, whole: bool = False) -> View:
        """whole: what is above the last turn has changed too."""
        if given.withheld is None:
            shows = self.assistant.settings.show_withheld
            given = given.model_copy(update={"withheld": shows})
        notice = self.keeping.notice(given.conversation)
        side = conversation.side(turns, given)
        return View(
            log=conversation.log(turns, given) if whole else None,
            live=conversation.live(turns, given, notice),
            # With a first question, the list of documents stays until there is evidence.
            side=side if side or given.editing else None,
        )

    def _grow(
        self, turn: ShownTurn, history: Sequence[Turn], given: Context, run: Run
    ) -> Generator[tuple[ShownTurn, Answer | None]]:
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
                model=given.model if given.model in writers else next(iter(writers), None),
                stop=run.stop,
            )
            with closing(events):  # type: ignore[type-var]
                for answer, writing, done in _states(events):
                    last = shown(answer, writing)
                    yield replace(turn, answer=last, run="" if done else run.id), answer
        except IndexMissing:
            said = MESSAGES.nothing_to_ask
            failed = replace(turn, answer=_quotes(last), problem=said, run="")
            yield replace(failed, nothing_to_ask=True), None
        except AssistantError as error:
            yield replace(turn, answer=_quotes(last), problem=str(error), run=""), None
        except Exception:
            # The reader is told where to look; the traceback belongs in the terminal's log.
            logger.exception("a question could not be answered")
            said = MESSAGES.unexpected
            yield replace(turn, answer=_quotes(last), problem=said, run=""), None


def _finish(held: ExitStack, finish: Callable[[], object]) -> None:
    with held:
        finish()


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
