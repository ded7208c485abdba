"""The left side of the page: questions and their answers, each sentence with its marker.

Pure functions from data to escaped HTML. No text of a document, a question or a file name is
read as markup of any kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer, Citation, Statement
from assistant.checking.verdict import CheckedSentence
from assistant.phrases.english import ENGLISH
from assistant.phrases.phrases import Phrases
from assistant.reading.document import Document
from ui import composition, markers, row
from ui.markup import emphasise, escape, headings

ECHOED = 4_000
"""Characters of a question that are shown again: no answerable question is longer."""

HIGH, MEDIUM = 0.75, 0.5
"""The least confidence that these words stand for."""


def conversation(exchanges: Sequence[str]) -> str:
    """The whole log, from `exchange` strings; a screen reader speaks what is added."""
    return f'<div class="log" role="log" aria-live="polite">{"".join(exchanges)}</div>'


def exchange(turn: int, question: str, reply: str, phrases: Phrases = ENGLISH) -> str:
    """One question, numbered from 1, and the reply below it (HTML of this module)."""
    label = escape(phrases.question_number.format(number=turn))
    cut = question if len(question) <= ECHOED else question[:200] + " …"
    return (
        f'<section class="turn" data-turn="{turn}" aria-label="{label}">'
        f'<h2 class="question" dir="auto">{escape(cut)}</h2>{reply}</section>'
    )


def searching(phrases: Phrases = ENGLISH) -> str:
    """The reply while the answer is being looked for."""
    return f'<p class="pending" role="status">{escape(phrases.searching)}</p>'


def problem(message: str) -> str:
    """The reply where there is no answer because something is wrong: what, and what to do."""
    return f'<p class="problem" role="alert" dir="auto">{escape(message)}</p>'


def reply(
    turn: int,
    answer: Answer,
    phrases: Phrases = ENGLISH,
    receipt: str = "",
    writing: Sequence[CheckedSentence] | None = None,
    *,
    withheld: bool = False,
) -> str:
    """The reply that holds an answer, or says that the documents give none.

    receipt: the address of its receipt; "" where it has none.
    writing: what a language model has written so far; None once it is done, or where none writes.
    withheld: show what of it no quote holds up, struck through.
    """
    by_marker = {citation.marker: citation for citation in answer.citations}
    lead = f'<p class="lead" dir="auto">{escape(answer.lead)}</p>' if answer.lead else ""
    statements = "".join(
        _statement(turn, statement, by_marker.get(statement.marker), phrases, found=answer.found)
        for statement in answer.statements
    )
    kind = "answer" if answer.found else "answer refusal"
    return (
        f"{composition.composed(turn, answer, phrases, writing, withheld=withheld)}"
        f'<div class="{kind}">{lead}{statements}{_nearest(turn, answer, phrases)}</div>'
        f"{_notes(answer)}{_meta(answer, phrases)}{_searched(answer, phrases)}"
        f"{_receipt(receipt, phrases)}"
    )


def welcome(documents: Sequence[Document], phrases: Phrases = ENGLISH) -> str:
    """What stands in the log before the first question."""
    count = len(documents)
    phrase = phrases.welcome_one if count == 1 else phrases.welcome_many
    said = (phrase if count else phrases.welcome_none).format(count=count)
    return f'<div class="welcome"><p>{escape(said)}</p></div>'


def confidence_in_words(confidence: float, phrases: Phrases = ENGLISH) -> str:
    """The words for a confidence in [0, 1]: high, medium or low."""
    if confidence >= HIGH:
        return phrases.high_confidence
    return phrases.medium_confidence if confidence >= MEDIUM else phrases.low_confidence


def _statement(
    turn: int, statement: Statement, citation: Citation | None, phrases: Phrases, *, found: bool
) -> str:
    kind, text = "statement", emphasise(statement.text, statement.decisive, "strong")
    marker = f"[{statement.marker}]"
    if citation:
        marker = markers.button(turn, citation, phrases)
        cells = row.cells(citation.document, citation.start, citation.end)
        if cells and statement.text == citation.quote:
            kind, text = "statement row", row.as_line(cells, statement.decisive)
        elif not found and statement.text.startswith(citation.document.title):
            kind, text = "statement place", _place(citation)
    return f'<p class="{kind}" dir="auto">{text}&nbsp;{marker}</p>'


def _place(citation: Citation) -> str:
    """A passage that a refusal names: its document's title, and the headings above it."""
    title = f'<span class="name">{escape(citation.document.title)}</span>'
    return f'{title} <span class="headings">{headings(citation.section)}</span>'


def _nearest(turn: int, answer: Answer, phrases: Phrases) -> str:
    """For a refusal: the passages that no statement of it points at yet."""
    named = {statement.marker for statement in answer.statements}
    left = [citation for citation in answer.citations if citation.marker not in named]
    if answer.found or not left:
        return ""
    buttons = " ".join(markers.button(turn, citation, phrases) for citation in left)
    return f'<p class="nearest">{escape(phrases.nearest_passages)}: {buttons}</p>'


def _notes(answer: Answer) -> str:
    return "".join(f'<p class="note" dir="auto">{escape(note)}</p>' for note in answer.notes)


def _meta(answer: Answer, phrases: Phrases) -> str:
    if not answer.found:
        return ""
    words = escape(confidence_in_words(answer.confidence, phrases))
    figure = escape(phrases.confidence_figure.format(confidence=answer.confidence))
    took = escape(phrases.seconds.format(seconds=answer.timings.total))
    return f'<p class="meta"><span title="{figure}">{words}</span> · {took}</p>'


def _searched(answer: Answer, phrases: Phrases) -> str:
    if answer.searched.strip() == answer.question.strip():
        return ""
    said = phrases.searched_for.format(question=answer.searched)
    return f'<p class="meta" dir="auto">{escape(said)}</p>'


def _receipt(address: str, phrases: Phrases) -> str:
    if not address:
        return ""
    said = escape(phrases.receipt)
    return f'<p class="meta"><a href="{escape(address)}" download="receipt.json">{said}</a></p>'
