"""What the page shows before the first question: what there is to ask about, and how to begin."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages.phrases import Phrases
from assistant.reading.document import Document
from ui.markup import escape
from ui.reader.address import address as reading
from ui.references.published import bibliography

LISTED = 50
"""Documents that are named before the first question."""


def welcome(documents: Sequence[Document], phrases: Phrases, notice: str = "") -> str:
    """The left side: one line, and where the page puts questions to begin with.

    notice: a line before it.
    """
    count = len(documents)
    phrase = phrases.welcome_one if count == 1 else phrases.welcome_many
    said = escape((phrase if count else phrases.welcome_none).format(count=count))
    add = f'<a class="button primary" href="#/documents">{escape(phrases.add_documents)}</a>'
    begin = '<div class="beginnings" data-fetch="/view/first"></div>'
    before = f'<p class="note" dir="auto">{escape(notice)}</p>' if notice else ""
    return f'<div class="welcome">{before}<p>{said}</p>{begin if count else add}</div>'


def document_list(documents: Sequence[Document], phrases: Phrases) -> str:
    """The right side: the documents there are; "" for none."""
    if not documents:
        return ""
    items = "".join(
        f'<li class="card"><h3 class="card-title" dir="auto">'
        f'<a href="{escape(reading(one.name))}">{escape(one.title)}</a></h3>'
        f'{bibliography(one.source)}<p class="card-place"><bdi>{escape(one.name)}</bdi></p></li>'
        for one in documents[:LISTED]
    )
    left = len(documents) - LISTED
    said = escape(phrases.more_documents.format(count=left))
    more = f'<p class="side-note">{said}</p>' if left > 0 else ""
    heading = escape(phrases.documents)
    return (
        f'<section class="sources" aria-label="{heading}"><h2 class="side-heading">{heading}</h2>'
        f'<ul class="documents">{items}</ul>{more}</section>'
    )
