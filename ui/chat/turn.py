"""A question and its reply as the log shows them. From data to escaped HTML, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.messages import Phrases
from ui import table_row
from ui.answer_view import ShownAnswer, ShownCitation, ShownSentence, ShownStatement, ShownText
from ui.chat.tools import Kept, foot
from ui.markup import emphasise, escape, headings, icon


def button(turn: int, citation: ShownCitation, phrases: Phrases) -> str:
    """The marker of one citation, with where it leads as its name."""
    where = phrases.source_label.format(marker=citation.marker, title=citation.title)
    if citation.section:
        where += f", {citation.section}"
    return (
        f'<button type="button" class="marker" data-turn="{turn}" data-marker="{citation.marker}"'
        f' aria-controls="card-{turn}-{citation.marker}" aria-label="{escape(where)}">'
        f"{citation.marker}</button>"
    )


def buttons(turn: int, answer: ShownAnswer, numbers: tuple[int, ...], phrases: Phrases) -> str:
    """The markers of those of these numbers that there are citations for."""
    found = [answer.citation(number) for number in numbers]
    return "".join(f"&#8288;{button(turn, one, phrases)}" for one in found if one is not None)


def text(
    turn: int, answer: ShownAnswer, given: ShownText, phrases: Phrases, *, withheld: bool = False
) -> str:
    """The composed part of a reply. withheld: show, struck through, what no quote holds up."""
    shown = given.held_up if given.leads else ()
    sentences = " ".join(_sentence(turn, one, answer, phrases) for one in shown)
    parts = [f'<p class="composed" dir="auto">{sentences}</p>'] if shown else []
    if not given.writing:
        parts.append(_kept_back(given.sentences, phrases, shown=withheld))
        if given.fault:
            parts.append(_remark(given.fault))
        elif given.stopped:
            parts.append(_remark(phrases.stopped))
        elif not given.leads:
            parts.append(_remark(phrases.quotes_stay if given.sentences else phrases.found_nothing))
    if shown:
        parts.append(f'<h3 class="small-heading">{escape(phrases.quotes_heading)}</h3>')
    return f'<div class="composition">{"".join(parts)}</div>'


def _sentence(turn: int, sentence: ShownSentence, answer: ShownAnswer, phrases: Phrases) -> str:
    mark = ""
    if sentence.verdict == "partly":
        why = escape(phrases.partly.format(reason=sentence.reason))
        mark = (
            f'<button type="button" class="verdict" data-tip="{why}" aria-label="{why}">'
            f"{icon('partly')}</button>"
        )
    found = buttons(turn, answer, sentence.markers, phrases)
    said = f'<span class="{sentence.verdict}">{escape(sentence.text)}</span>'
    return f'<span class="sentence">{said}{mark}{found}</span>'


def _kept_back(sentences: Sequence[ShownSentence], phrases: Phrases, *, shown: bool) -> str:
    """How many sentences are withheld; opened, why each is, and where asked for what it says."""
    held = [one for one in sentences if one.verdict == "unsupported"]
    if not held:
        return ""
    count = phrases.withheld_one if len(held) == 1 else phrases.withheld_many
    items = "".join(
        f'<li dir="auto">{f"<s>{escape(one.text)}</s> " if shown else ""}'
        f"{escape(phrases.withheld.format(reason=one.reason))}</li>"
        for one in held
    )
    return (
        f'<details class="withheld"{" open" if shown else ""}>'
        f"<summary>{escape(count.format(count=len(held)))}</summary><ul>{items}</ul></details>"
    )


def _remark(said: str) -> str:
    return f'<p class="remark" dir="auto">{escape(said)}</p>'


def reply(turn: int, answer: ShownAnswer, phrases: Phrases, *, withheld: bool = False) -> str:
    """The reply that holds an answer, or says that the documents give none.

    withheld: show what a model wrote and no quote holds up, struck through.
    """
    lead = f'<p class="lead" dir="auto">{escape(answer.lead)}</p>' if answer.lead else ""
    statements = "".join(_statement(turn, one, answer, phrases) for one in answer.statements)
    kind = "answer" if answer.found else "answer refusal"
    above = ""
    if answer.composed is not None:
        above = text(turn, answer, answer.composed, phrases, withheld=withheld)
    return (
        f'{above}<div class="{kind}">{lead}{statements}{_nearest(turn, answer, phrases)}</div>'
        f"{_notes(answer)}"
    )


def _statement(turn: int, statement: ShownStatement, answer: ShownAnswer, phrases: Phrases) -> str:
    kind, text = "statement", emphasise(statement.text, statement.decisive, "strong")
    if statement.kind == "row":
        kind, text = "statement row", table_row.as_line(statement.cells, statement.decisive)
    elif statement.kind == "place":
        kind, text = "statement place", _place(answer, statement)
    marker = buttons(turn, answer, (statement.marker,), phrases)
    return f'<p class="{kind}" dir="auto">{text}{marker}</p>'


def _place(answer: ShownAnswer, statement: ShownStatement) -> str:
    """A passage that a refusal names: its document's title, and the headings above it."""
    cited = answer.citation(statement.marker)
    if cited is None:
        return escape(statement.text)
    title = f'<span class="name">{escape(cited.title)}</span>'
    return f'{title} <span class="headings">{headings(cited.section)}</span>'


def _nearest(turn: int, answer: ShownAnswer, phrases: Phrases) -> str:
    """For a refusal: the passages that no statement of it points at yet."""
    named = {statement.marker for statement in answer.statements}
    left = tuple(one.marker for one in answer.citations if one.marker not in named)
    if answer.found or not left:
        return ""
    shown = buttons(turn, answer, left, phrases)
    return f'<p class="nearest">{escape(phrases.nearest_passages)}: {shown}</p>'


def _notes(answer: ShownAnswer) -> str:
    return "".join(f'<p class="note" dir="auto">{escape(note)}</p>' for note in answer.notes)


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
    return reply(shown.number, shown.answer, phrases, withheld=withheld)


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
