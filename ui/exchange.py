"""One question in the page's conversation: asked, answered and rendered once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.answer import Answer
from assistant.checking.verdict import CheckedSentence
from assistant.composing.events import Checked, Done, Quoted, Written
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
    try:
        yield from _answered(assistant, earlier, question, shelf)
    except AssistantError as error:
        yield Exchange(render.exchange(number, question, render.problem(str(error)), phrases))
    except Exception:
        # The reader is told where to look; the traceback belongs in the terminal's log.
        logger.exception("a question could not be answered")
        unexpected = render.problem(phrases.unexpected)
        yield Exchange(render.exchange(number, question, unexpected, phrases))


def _answered(
    assistant: Assistant, earlier: Sequence[Exchange], question: str, shelf: Shelf | None
) -> Iterator[Exchange]:
    number = len(earlier) + 1
    history = [past.turn for past in earlier if past.turn]
    quoted: Answer | None = None
    sentences: list[CheckedSentence] = []
    with closing(assistant.stream(question, history)) as events:  # type: ignore[type-var]
        for event in events:
            if isinstance(event, Quoted):
                quoted = event.answer
            elif isinstance(event, Checked):
                sentences.append(event.sentence)
                if quoted is not None:
                    yield _exchange(assistant, number, quoted, "", sentences)
            elif isinstance(event, Written) and quoted is not None and not sentences:
                yield _exchange(assistant, number, quoted, "", sentences)
            elif isinstance(event, Done):
                receipt = shelf.put(assistant, event.answer) if shelf else ""
                yield _exchange(assistant, number, event.answer, receipt)


def _exchange(
    assistant: Assistant,
    number: int,
    answer: Answer,
    receipt: str,
    writing: Sequence[CheckedSentence] | None = None,
) -> Exchange:
    phrases = assistant.phrases
    reply = render.reply(number, answer, phrases, receipt, writing)
    return Exchange(
        render.exchange(number, answer.question, reply, phrases),
        Turn(answer.question, answer.text, answer.searched),
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
