"""A marker in an answer: the button that shows its citation's card."""

from __future__ import annotations

from assistant.answering.answer import Citation
from assistant.phrases.phrases import Phrases
from ui.markup import escape


def button(turn: int, citation: Citation, phrases: Phrases) -> str:
    """The marker of one citation, with where it leads as its name."""
    title = citation.document.title
    where = phrases.source_label.format(marker=citation.marker, title=title)
    if citation.section:
        where += f", {citation.section}"
    return (
        f'<button type="button" class="marker" data-turn="{turn}" data-marker="{citation.marker}"'
        f' aria-controls="card-{turn}-{citation.marker}" aria-label="{escape(where)}"'
        f' title="{escape(where)}">[{citation.marker}]</button>'
    )
