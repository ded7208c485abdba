"""What is known of a document's publication, in one line of HTML."""

from __future__ import annotations

from assistant.reading.document import Source
from ui.answer_view import ShownCitation
from ui.markup import escape
from ui.references.doi import link


def published(source: Source | ShownCitation) -> str:
    """“Authors · year · journal”, as far as they are known; escaped; may be ""."""
    year = "" if source.year is None else str(source.year)
    return " · ".join(escape(part) for part in (source.authors, year, source.journal) if part)


def bibliography(source: Source | ShownCitation) -> str:
    """A card's line with the DOI below; "" where nothing is known."""
    known = published(source)
    lines = [known] if known else []
    if source.doi:
        lines.append(f'<span class="doi">{link(source.doi)}</span>')
    return f'<p class="card-source" dir="auto">{" ".join(lines)}</p>' if lines else ""
