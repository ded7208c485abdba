"""The right side of the page: each cited passage on a card, its quote marked.

Markers and cards meet by their data attributes (`data-turn`, `data-marker`), which
`static/page.js` reads. Pure functions from data to escaped HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.answer import Answer, Citation
from assistant.phrases.english import ENGLISH
from assistant.phrases.phrases import Phrases
from assistant.reading.document import Document, Source
from ui import row
from ui.excerpt import excerpt
from ui.markup import emphasise, escape, headings

LISTED = 50
"""Documents that the page names before the first question."""

# The characters of a modern DOI. One with others is shown, but is not a link.
_DOI = re.compile(r"10\.\d{4,9}/[-._;()/:a-z0-9]+", re.ASCII | re.IGNORECASE)


def source_cards(turn: int, answer: Answer, phrases: Phrases = ENGLISH, *, shown: bool) -> str:
    """The cards of one answer; those of an answer that is not `shown` wait, hidden."""
    heading, kind = escape(phrases.sources), "sources"
    if not answer.found:
        heading, kind = escape(phrases.nearest_passages), "sources nearest"
    cards = "".join(_card(turn, answer, citation, phrases) for citation in answer.citations)
    hidden = "" if shown else " hidden"
    return (
        f'<section class="{kind}" data-turn="{turn}"{hidden} aria-label="{heading}">'
        f'<h2 class="side-heading">{heading}</h2>'
        f'<p class="side-note" dir="auto">{escape(answer.question)}</p>{cards}</section>'
    )


def document_list(documents: Sequence[Document], phrases: Phrases = ENGLISH) -> str:
    """What there is to ask about, before the first question."""
    items = "".join(
        f'<li class="card"><h3 class="card-title" dir="auto">{escape(document.title)}</h3>'
        f"{bibliography(document.source)}{_place(escape(document.name))}</li>"
        for document in documents[:LISTED]
    )
    left = len(documents) - LISTED
    said = escape(phrases.more_documents.format(count=left))
    more = f'<p class="side-note">{said}</p>' if left > 0 else ""
    heading = escape(phrases.documents)
    return (
        f'<section class="sources" aria-label="{heading}"><h2 class="side-heading">{heading}</h2>'
        f'<ul class="documents">{items}</ul>{more}</section>'
    )


def bibliography(source: Source) -> str:
    """Authors, year and journal on one line, the DOI below; "" where none is known."""
    year = "" if source.year is None else str(source.year)
    known = [escape(part) for part in (source.authors, year, source.journal) if part]
    lines = [" · ".join(known)] if known else []
    if source.doi:
        lines.append(f'<span class="doi">{_doi_link(source.doi)}</span>')
    return f'<p class="card-source" dir="auto">{" ".join(lines)}</p>' if lines else ""


def _doi_link(doi: str) -> str:
    """The one kind of link on the page: its address is ours, only the identifier is not."""
    if not _DOI.fullmatch(doi):
        return escape(doi)
    address = escape(f"https://doi.org/{doi}")
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'


def _card(turn: int, answer: Answer, citation: Citation, phrases: Phrases) -> str:
    marker = citation.marker
    name = f"card-{turn}-{marker}"
    where = phrases.characters.format(start=citation.start, end=citation.end)
    return (
        f'<article class="card" id="{name}" data-turn="{turn}" data-marker="{marker}"'
        f' tabindex="-1" aria-labelledby="{name}-title">'
        f'<h3 class="card-title" id="{name}-title" dir="auto">'
        f'<span class="card-number">[{marker}]</span> {escape(citation.document.title)}</h3>'
        f"{bibliography(citation.document.source)}{_section(citation.section)}"
        f"{_passage(answer, citation)}"
        f'<div class="card-foot">{_place(escape(citation.document.name), escape(where))}'
        f'<button type="button" class="back" data-turn="{turn}" data-marker="{marker}">'
        f"{escape(phrases.back_to_answer)}</button></div></article>"
    )


def _section(section: str) -> str:
    return f'<p class="card-section" dir="auto">{headings(section)}</p>' if section else ""


def _passage(answer: Answer, citation: Citation) -> str:
    shown = excerpt(answer, citation)
    before = '<span class="cut">… </span>' if shown.cut_before else ""
    after = '<span class="cut"> …</span>' if shown.cut_after else ""
    cells = row.cells(citation.document, shown.start, shown.start + len(shown.text))
    if cells:
        return f'<blockquote class="passage">{row.as_list(cells, shown.quote)}</blockquote>'
    text = emphasise(shown.text, [shown.quote], "mark")
    return f'<blockquote class="passage" dir="auto">{before}{text}{after}</blockquote>'


def _place(name: str, where: str = "") -> str:
    """Both escaped."""
    return f'<p class="card-place"><bdi>{name}</bdi>{where and ", "}{where}</p>'
