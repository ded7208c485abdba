"""A question and its reply as the log shows them. From data to escaped HTML, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.messages.phrases import Phrases
from ui.answer_view import ShownAnswer
from ui.chat import reply
from ui.chat.tools import Kept, foot
from ui.icons import icon
from ui.markup import escape

ECHOED = 4_000
"""Characters of a question that are shown again: no answerable question is longer."""


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """One turn of a conversation, at any moment of its life.

    number:      from 1.
    answer:      None while it is looked for, and where there is none.
    problem:     what went wrong and what to do, in one line; "" where nothing did.
    run:         names the run that is answering; "" once it is done.
    kept:        where it is kept; None before, and where it is not.
    """

    number: int
    question: str
    answer: ShownAnswer | None = None
    problem: str = ""
    run: str = ""
    kept: Kept | None = None


def turn(shown: ShownTurn, phrases: Phrases, *, withheld: bool = False, last: bool = False) -> str:
    """The whole turn. withheld: show what no quote holds up, struck through. last: of the log."""
    label = escape(phrases.question_number.format(number=shown.number))
    return (
        f'<section class="turn" id="turn-{shown.number}" data-turn="{shown.number}"'
        f' data-state="{"running" if shown.run else "done"}" aria-label="{label}">'
        f"{_question(shown, phrases)}{_rewritten(shown, phrases)}"
        f"{_reply(shown, phrases, withheld=withheld)}"
        f"{_problem(shown.problem)}{_pending(shown, phrases)}"
        f"{'' if shown.run else _foot(shown, phrases, last=last)}"
        f"{_suggestions(shown) if last else ''}</section>"
    )


def _question(shown: ShownTurn, phrases: Phrases) -> str:
    text = shown.question
    cut = text if len(text) <= ECHOED else text[:200] + " …"
    edit = "" if shown.run else _edit(shown.number, text, phrases)
    return (
        f'<div class="asked"><h2 class="question" id="question-{shown.number}" dir="auto">'
        f"{escape(cut)}</h2>{edit}</div>"
    )


def _foot(shown: ShownTurn, phrases: Phrases, *, last: bool) -> str:
    again = shown.question if len(shown.question) <= ECHOED else ""
    return foot(shown.number, again, shown.answer, shown.kept, phrases, last=last)


def _edit(number: int, text: str, phrases: Phrases) -> str:
    if len(text) > ECHOED:
        return ""
    said = escape(phrases.edit)
    return (
        f'<button type="button" class="tool" data-do="edit" data-number="{number}"'
        f' data-text="{escape(text)}" aria-label="{said}" title="{said}">{icon("edit")}</button>'
    )


def _rewritten(shown: ShownTurn, phrases: Phrases) -> str:
    """What was searched for, where that is not what was asked; it can be changed."""
    answer = shown.answer
    if answer is None or answer.searched.strip() == shown.question.strip():
        return ""
    said = escape(phrases.searched_for.format(question=answer.searched))
    return (
        f'<p class="rewritten" dir="auto">{said} <button type="button" class="link" data-do="edit"'
        f' data-number="{shown.number}" data-text="{escape(answer.searched)}">'
        f"{escape(phrases.change)}</button></p>"
    )


def _reply(shown: ShownTurn, phrases: Phrases, *, withheld: bool) -> str:
    if shown.answer is None:
        return ""
    return reply.reply(shown.number, shown.answer, phrases, withheld=withheld)


def _problem(message: str) -> str:
    if not message:
        return ""
    return f'<p class="problem" role="alert" dir="auto">{escape(message)}</p>'


def _pending(shown: ShownTurn, phrases: Phrases) -> str:
    if not shown.run:
        return ""
    doing = phrases.searching
    stop = ""
    if shown.answer is not None:
        doing = phrases.writing
        if shown.answer.composed and (count := len(shown.answer.composed.sentences)):
            doing = phrases.checking_sentences.format(count=count)
        stop = (
            f'<button type="button" class="button stop" data-do="stop" data-run="{shown.run}">'
            f"{icon('stop')} {escape(phrases.stop)}</button>"
        )
    return f'<div class="pending"><p role="status">{escape(doing)}</p>{stop}</div>'


def _suggestions(shown: ShownTurn) -> str:
    """Where the page puts what to ask next, and where it has that from."""
    if shown.run or shown.kept is None:
        return ""
    source = escape(f"/view/next/{shown.kept.conversation}/{shown.number}")
    return f'<div class="suggestions" data-fetch="{source}"></div>'


def asking(questions: tuple[str, ...]) -> str:
    """Questions that one click asks."""
    return "".join(
        f'<button type="button" class="ask-this" data-do="ask" data-text="{escape(question)}"'
        f' dir="auto">{escape(question)}</button>'
        for question in questions
    )
