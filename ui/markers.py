"""A marker in an answer: the button that shows its citation's card."""

from __future__ import annotations

from assistant.messages.phrases import Phrases
from ui.answer_view import ShownAnswer, ShownCitation
from ui.markup import escape


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
