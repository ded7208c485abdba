"""The right side of the page: the cited passages of an answer, each on a card."""

from __future__ import annotations

from markupsafe import Markup

from assistant.reading.places import in_words, lines_in_words
from ui.answer_view import ShownAnswer
from ui.reader.address import address
from ui.references.quotation import bibliography, menu, of_citation
from ui.templating import render


def sources(turn: int, answer: ShownAnswer, *, shown: bool, passages: int = 0) -> Markup:
    """The cards of one answer; those of an answer that is not `shown` wait, hidden.

    passages: list at most so many further ones that were found, below the cards.
    """
    return render(
        "evidence.html",
        turn=turn,
        answer=answer,
        shown=shown,
        passages=answer.nearby[:passages],
        reading=address,
        bibliography=bibliography,
        menu=menu,
        quotation=of_citation,
        in_words=in_words,
        lines_in_words=lines_in_words,
    )
