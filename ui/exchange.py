"""One question in the page's conversation: asked, answered and rendered once."""

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
from assistant.errors import AssistantError
from assistant.phrases.english import ENGLISH
from assistant.phrases.phrases import Phrases
from assistant.printable import printable
from ui import cards, render

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from ui.shelf import Shelf

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its reply, as HTML.

    turn:  what later questions refer to; None where there was no answer.
    cards: the two forms of the answer's cards, hidden and shown; "" where there are none.
    """

    html: str
    turn: Turn | None = None
    hidden_cards: str = ""
    shown_cards: str = ""


def ask(
    assistant: Assistant,
    earlier: Sequence[Exchange],
    question: str,
    shelf: Shelf | None = None,
) -> Iterator[Exchange]:
    """The next exchange, as it grows: its quotes at once, a language model's words as they are
    checked. Whatever goes wrong becomes a line in it, never an exception.

    shelf: where the answer's receipt is kept for downloading; None for no receipt.
    """
    number, phrases = len(earlier) + 1, assistant.phrases
    question = printable(question)
    quotes = ""
    try:
        history = [past.turn for past in earlier if past.turn]
        with closing(assistant.stream(question, history)) as events:  # type: ignore[type-var]
            for answer, writing, done in _states(events):
                # Should anything go wrong from here on, the quotes stay.
                quotes = render.reply(number, replace(answer, composed=None), phrases)
                receipt = shelf.put(assistant, answer) if shelf and done else ""
                yield _exchange(assistant, number, answer, receipt, writing)
    except AssistantError as error:
        yield Exchange(render.exchange(number, question, render.problem(str(error)), phrases))
    except Exception:
        # The reader is told where to look; the traceback belongs in the terminal's log.
        logger.exception("a question could not be answered")
        yield Exchange(
            render.exchange(number, question, quotes + render.problem(phrases.unexpected), phrases)
        )


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


def _exchange(
    assistant: Assistant,
    number: int,
    answer: Answer,
    receipt: str,
    writing: Sequence[CheckedSentence] | None = None,
) -> Exchange:
    phrases = assistant.phrases
    withheld = assistant.settings.show_withheld
    reply = render.reply(number, answer, phrases, receipt, writing, withheld=withheld)
    return Exchange(
        render.exchange(number, answer.question, reply, phrases),
        # Its quotes: what a follow-up points at stands in them, not in a model's words.
        Turn(answer.question, answer.quoted, answer.searched),
        cards.source_cards(number, answer, phrases, shown=False),
        cards.source_cards(number, answer, phrases, shown=True),
    )


def log(
    exchanges: Sequence[Exchange], pending: str | None = None, phrases: Phrases = ENGLISH
) -> str:
    """The conversation so far, and `pending`, the question that is being looked up."""
    shown = [past.html for past in exchanges]
    if pending is not None:
        looked_up = render.searching(phrases)
        shown.append(render.exchange(len(shown) + 1, pending, looked_up, phrases))
    return render.conversation(shown)


def side(exchanges: Sequence[Exchange]) -> str:
    """The cards of every answer, only those of the last one that has some shown."""
    with_cards = [past for past in exchanges if past.hidden_cards]
    hidden = [past.hidden_cards for past in with_cards[:-1]]
    return "".join([*hidden, *(past.shown_cards for past in with_cards[-1:])])
