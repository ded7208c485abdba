"""An answer as the log shows it: a language model's checked words where there are some, then the
quotes, each sentence with its marker.
"""

from __future__ import annotations

from assistant.messages.phrases import Phrases
from ui import markers, row
from ui.answer_view import ShownAnswer, ShownStatement
from ui.chat import written
from ui.markup import emphasise, escape, headings


def reply(turn: int, answer: ShownAnswer, phrases: Phrases, *, withheld: bool = False) -> str:
    """The reply that holds an answer, or says that the documents give none.

    withheld: show what a model wrote and no quote holds up, struck through.
    """
    lead = f'<p class="lead" dir="auto">{escape(answer.lead)}</p>' if answer.lead else ""
    statements = "".join(_statement(turn, one, answer, phrases) for one in answer.statements)
    kind = "answer" if answer.found else "answer refusal"
    above = ""
    if answer.composed is not None:
        above = written.text(turn, answer, answer.composed, phrases, withheld=withheld)
    return (
        f'{above}<div class="{kind}">{lead}{statements}{_nearest(turn, answer, phrases)}</div>'
        f"{_notes(answer)}"
    )


def _statement(turn: int, statement: ShownStatement, answer: ShownAnswer, phrases: Phrases) -> str:
    kind, text = "statement", emphasise(statement.text, statement.decisive, "strong")
    if statement.kind == "row":
        kind, text = "statement row", row.as_line(statement.cells, statement.decisive)
    elif statement.kind == "place":
        kind, text = "statement place", _place(answer, statement)
    marker = markers.buttons(turn, answer, (statement.marker,), phrases)
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
    buttons = markers.buttons(turn, answer, left, phrases)
    return f'<p class="nearest">{escape(phrases.nearest_passages)}: {buttons}</p>'


def _notes(answer: ShownAnswer) -> str:
    return "".join(f'<p class="note" dir="auto">{escape(note)}</p>' for note in answer.notes)
