"""A question and its reply as the log shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from assistant.messages import MESSAGES
from assistant.nlp.discourse import split_context, with_context
from ui.answer_view import ShownAnswer, ShownText
from ui.references.quotation import as_text
from ui.templating import render

ECHOED = 4_000
"""Characters of a question that are shown again: no answerable question is longer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a turn is kept. rating: the controls to rate it."""

    conversation: str
    receipt: bool = False
    rating: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn of a conversation, at any moment of its life.

    number:      from 1.
    answer:      None while it is looked for, and where there is none.
    problem:     what went wrong and what to do, in one line; "" if nothing did.
    nothing_to_ask: whether the problem is that there are no documents.
    run:         names the run that is answering; "" once it is done.
    kept:        where it is kept; None before that, and if it is not.
    """

    number: int
    question: str
    answer: ShownAnswer | None = None
    problem: str = ""
    nothing_to_ask: bool = False
    run: str = ""
    kept: Kept | None = None

    @property
    def echoed(self) -> str:
        """The question without its context; of one that is too long to be asked, its beginning."""
        if len(self.question) > ECHOED:
            return self.question[:200] + " …"
        return split_context(self.question)[0] or self.question

    @property
    def askable(self) -> str:
        """The question that may be asked again or changed; "" for one that is too long."""
        return self.question if len(self.question) <= ECHOED else ""

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What of the talk before it was searched with it, and the question without that."""
        if self.answer is None:
            return []
        asked, about = split_context(self.question)[0], self.answer.about
        return [(one, _without(asked, [other for other in about if other != one])) for one in about]


def _without(asked: str, about: list[str]) -> str:
    """The question with what is left; with nothing left, it must not lean on the talk again."""
    return with_context(asked, about) if about else MESSAGES.something_else.format(question=asked)


def turn(shown: ShownTurn, *, withheld: bool = False, last: bool = False) -> Markup:
    """The whole turn. withheld: show what no quote supports, struck through. last: of the log."""
    answer = shown.answer
    text = None if answer is None else answer.composed
    return render(
        "turn.html",
        turn=shown,
        withheld=withheld,
        last=last,
        doing=_doing(answer),
        remark="" if text is None else _remark(text),
        steps=[] if answer is None else _steps(answer),
        copied="" if answer is None else as_text(answer),
    )


def _doing(answer: ShownAnswer | None) -> str:
    """What is being done while a turn grows."""
    if answer is None:
        return MESSAGES.searching
    if answer.composed is not None and answer.composed.sentences:
        return MESSAGES.checking_sentences.format(count=len(answer.composed.sentences))
    return MESSAGES.writing


def _remark(text: ShownText) -> str:
    """What to say about a language model's text once it is written; "" for nothing."""
    if text.writing:
        return ""
    if text.fault:
        return text.fault
    if text.stopped:
        return MESSAGES.stopped
    if text.leads:
        return ""
    return MESSAGES.quotes_stay if text.sentences else MESSAGES.found_nothing


def _steps(answer: ShownAnswer) -> list[str]:
    """What was done for an answer and how long each took: searched, quoted, written and checked."""
    took = dict(answer.seconds)
    said = []
    if "search" in took:
        said.append(MESSAGES.step_searched.format(seconds=_duration(took["search"])))
    if "answer" in took and answer.found:
        count = len({one.marker for one in answer.statements})
        phrase = MESSAGES.step_quoted_one if count == 1 else MESSAGES.step_quoted_many
        said.append(phrase.format(count=count, seconds=_duration(took["answer"])))
    text = answer.composed
    if text is not None and not text.writing and "compose" in took and text.sentences:
        kept, count = len(text.held_up), len(text.sentences)
        took_so_long = _duration(took["compose"])
        said.append(MESSAGES.step_checked.format(kept=kept, count=count, seconds=took_so_long))
    if text is not None and text.model and text.sentences:
        said.append(MESSAGES.written_by.format(model=text.model))
    return said


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"


def asking(questions: tuple[str, ...], heading: str = "") -> Markup:
    """Questions that one click asks, below a heading."""
    return render("questions.html", questions=questions, heading=heading)
