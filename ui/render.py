"""The left side of the page: questions and their answers, each sentence with its marker.

Pure functions from data to escaped HTML. No text of a document, a question or a file name is
read as markup of any kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answer import Answer, Citation, Statement
from assistant.reading.document import Document
from ui import row
from ui.markup import emphasise, escape, headings

ECHOED = 4_000
"""Characters of a question that are shown again: no answerable question is longer."""

CONFIDENCE = ((0.75, "High"), (0.5, "Medium"), (float("-inf"), "Low"))
"""The least confidence that each word stands for, highest first."""


def conversation(exchanges: Sequence[str]) -> str:
    """The whole log, from `exchange` strings; a screen reader speaks what is added."""
    return f'<div class="log" role="log" aria-live="polite">{"".join(exchanges)}</div>'


def exchange(turn: int, question: str, reply: str) -> str:
    """One question, numbered from 1, and the reply below it (HTML of this module)."""
    cut = question if len(question) <= ECHOED else question[:200] + " …"
    return (
        f'<section class="turn" data-turn="{turn}" aria-label="Question {turn}">'
        f'<h2 class="question" dir="auto">{escape(cut)}</h2>{reply}</section>'
    )


def searching() -> str:
    """The reply while the answer is being looked for."""
    return '<p class="pending" role="status">Searching…</p>'


def problem(message: str) -> str:
    """The reply where there is no answer because something is wrong: what, and what to do."""
    return f'<p class="problem" role="alert" dir="auto">{escape(message)}</p>'


def reply(turn: int, answer: Answer) -> str:
    """The reply that holds an answer, or says that the documents give none."""
    by_marker = {citation.marker: citation for citation in answer.citations}
    lead = f'<p class="lead" dir="auto">{escape(answer.lead)}</p>' if answer.lead else ""
    statements = "".join(
        _statement(turn, statement, by_marker.get(statement.marker), found=answer.found)
        for statement in answer.statements
    )
    kind = "answer" if answer.found else "answer refusal"
    return (
        f'<div class="{kind}">{lead}{statements}{_nearest(turn, answer)}</div>'
        f"{_meta(answer)}{_searched(answer)}"
    )


def welcome(documents: Sequence[Document]) -> str:
    """What stands in the log before the first question."""
    count = len(documents)
    what = "the document" if count == 1 else f"the {count:,} documents"
    if not count:
        return (
            '<div class="welcome"><p>There are no documents here yet. Put some into the '
            "workspace’s corpus/ folder and run <code>assistant index</code>.</p></div>"
        )
    return (
        f'<div class="welcome"><p>Ask about {what} here. Every sentence of an answer is an '
        "exact quote: its number shows where it stands.</p></div>"
    )


def confidence_in_words(confidence: float) -> str:
    """The word for a confidence in [0, 1]: High, Medium or Low."""
    return next(word for least, word in CONFIDENCE if confidence >= least)


def _statement(turn: int, statement: Statement, citation: Citation | None, *, found: bool) -> str:
    kind, text = "statement", emphasise(statement.text, statement.decisive, "strong")
    marker = f"[{statement.marker}]"
    if citation:
        marker = _marker(turn, citation)
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


def _marker(turn: int, citation: Citation) -> str:
    where = f"Source {citation.marker}: {citation.document.title}"
    if citation.section:
        where += f", {citation.section}"
    return (
        f'<button type="button" class="marker" data-turn="{turn}" data-marker="{citation.marker}"'
        f' aria-controls="card-{turn}-{citation.marker}" aria-label="{escape(where)}"'
        f' title="{escape(where)}">[{citation.marker}]</button>'
    )


def _nearest(turn: int, answer: Answer) -> str:
    """For a refusal: the passages that no statement of it points at yet."""
    named = {statement.marker for statement in answer.statements}
    left = [citation for citation in answer.citations if citation.marker not in named]
    if answer.found or not left:
        return ""
    markers = " ".join(_marker(turn, citation) for citation in left)
    return f'<p class="nearest">Nearest passages: {markers}</p>'


def _meta(answer: Answer) -> str:
    if not answer.found:
        return ""
    words = f"{confidence_in_words(answer.confidence)} confidence"
    return (
        f'<p class="meta"><span title="{answer.confidence:.2f} of 1">{words}</span>'
        f" · {answer.timings.total:.2f} s</p>"
    )


def _searched(answer: Answer) -> str:
    if answer.searched.strip() == answer.question.strip():
        return ""
    return f'<p class="meta" dir="auto">Searched for: {escape(answer.searched)}</p>'
