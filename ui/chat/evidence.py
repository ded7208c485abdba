"""The right side of the page: each cited passage on a card, its quote marked.

Markers and cards meet by their data attributes (`data-turn`, `data-marker`), which
`static/evidence.js` reads. Pure functions from data to escaped HTML.
"""

from __future__ import annotations

from assistant.messages import Phrases
from assistant.reading.document import in_words, lines_in_words
from ui import table_row
from ui.answer_view import ShownAnswer, ShownCitation, ShownPassage
from ui.markup import emphasise, escape, headings, icon
from ui.reader.address import address as reading
from ui.references.quotation import bibliography, menu, of_citation


def sources(
    turn: int, answer: ShownAnswer, phrases: Phrases, *, shown: bool, passages: int = 0
) -> str:
    """The cards of one answer; those of an answer that is not `shown` wait, hidden.

    passages: list at most so many further ones that were found, below the cards.
    """
    heading, kind = escape(phrases.sources), "sources"
    if not answer.found:
        heading, kind = escape(phrases.nearest_passages), "sources nearest"
    cards = "".join(_card(turn, citation, phrases) for citation in answer.citations)
    hidden = "" if shown else " hidden"
    return (
        f'<section class="{kind}" data-turn="{turn}"{hidden} aria-label="{heading}">'
        f'<div class="side-top"><h2 class="side-heading">{heading}</h2>{_close(phrases)}</div>'
        f'<p class="side-note" dir="auto">{escape(answer.question)}</p>{cards}'
        f"{_nearby(answer.nearby[:passages], phrases)}</section>"
    )


def _card(turn: int, citation: ShownCitation, phrases: Phrases) -> str:
    marker = citation.marker
    name = f"card-{turn}-{marker}"
    return (
        f'<article class="card" id="{name}" data-turn="{turn}" data-marker="{marker}"'
        f' tabindex="-1" aria-labelledby="{name}-title">'
        f'<h3 class="card-title" id="{name}-title" dir="auto">'
        f'<span class="card-number">{marker}</span> {escape(citation.title)}</h3>'
        f"{bibliography(citation)}{_section(citation.section)}{_passage(citation)}"
        f"{_place(citation, phrases)}"
        f'<div class="card-foot">{_tools(turn, citation, phrases)}</div></article>'
    )


def _tools(turn: int, citation: ShownCitation, phrases: Phrases) -> str:
    address = reading(citation.document, citation.start, citation.end, citation.sha256)
    text = escape(of_citation(citation))
    return (
        f'<a class="card-tool" href="{escape(address)}">{icon("open")}'
        f"{escape(phrases.in_context)}</a>"
        f'<button type="button" class="card-tool" data-copy="{text}">{icon("copy")}'
        f"{escape(phrases.copy_quote)}</button>{menu(citation.document)}"
        f'<button type="button" class="card-tool back" data-turn="{turn}"'
        f' data-marker="{citation.marker}">{escape(phrases.back_to_answer)}</button>'
    )


def _close(phrases: Phrases) -> str:
    """Where the evidence lies over the answers: the way back to them."""
    said = escape(phrases.back_to_answer)
    return (
        f'<button type="button" class="button icon back-all" data-hide-evidence'
        f' aria-label="{said}" title="{said}">{icon("close")}</button>'
    )


def _section(section: str) -> str:
    return f'<p class="card-section" dir="auto">{headings(section)}</p>' if section else ""


def _passage(citation: ShownCitation) -> str:
    before = '<span class="cut">… </span>' if citation.cut_before else ""
    after = '<span class="cut"> …</span>' if citation.cut_after else ""
    if citation.cells:
        cells = table_row.as_list(citation.cells, citation.quote_at)
        return f'<blockquote class="passage">{cells}</blockquote>'
    text = emphasise(citation.passage, [citation.quote_at], "mark")
    return f'<blockquote class="passage" dir="auto">{before}{text}{after}</blockquote>'


def _nearby(passages: tuple[ShownPassage, ...], phrases: Phrases) -> str:
    """Passages that were found too: folded, since they are no part of the answer."""
    if not passages:
        return ""
    items = "".join(
        f'<li class="nearby-passage"><p class="card-section" dir="auto">'
        f'<a href="{escape(reading(one.document, one.start, one.end, one.sha256))}">'
        f"{escape(one.title)}</a>{' · ' if one.section else ''}{headings(one.section)}</p>"
        f'<p class="passage" dir="auto">{escape(one.text)}</p></li>'
        for one in passages
    )
    said = escape(phrases.further_passages.format(count=len(passages)))
    return f'<details class="nearby"><summary>{said}</summary><ul>{items}</ul></details>'


def _place(citation: ShownCitation, phrases: Phrases) -> str:
    """The file, and where in it the quote stands; its lines are what `static/evidence.js` tells."""
    parts = []
    if citation.document != citation.title:  # one without a title has its name for one
        parts.append(f"<bdi>{escape(citation.document)}</bdi>")
    if citation.file is not None:
        words = escape(in_words(citation.file.place, phrases))
        lines = escape(lines_in_words(citation.file.place, phrases))
        parts.append(f'<span class="card-where" data-lines="{lines}">{words}</span>')
    return f'<p class="card-place">{", ".join(parts)}</p>' if parts else ""
