"""A quote with where it stands, as text to be pasted elsewhere."""

from __future__ import annotations

from assistant.printable import one_line
from assistant.reading.document import Source
from ui.references.doi import identifier
from ui.shown import ShownCitation


def quotation(quote: str, source: Source, name: str, section: str, start: int, end: int) -> str:
    """“quote” (Authors, Year, Title, Journal, DOI; section; characters start–end).

    What is unknown is left out; the file's name stands for an unknown title.
    """
    year = "" if source.year is None else str(source.year)
    title = one_line(source.title) or one_line(name)
    doi = identifier(source.doi)
    known = [one_line(source.authors), year, title, one_line(source.journal), doi and f"doi:{doi}"]
    published = ", ".join(part for part in known if part)
    headings = one_line(section).replace(" > ", " › ")
    places = [published, headings, f"characters {start}–{end}"]
    return f"“{one_line(quote)}” ({'; '.join(place for place in places if place)})"


def of_citation(citation: ShownCitation) -> str:
    """The same of a citation as the page shows it: no document is needed for it."""
    source = Source(citation.title, citation.authors, citation.year, citation.journal, citation.doi)
    return quotation(
        citation.quote, source, citation.document, citation.section, citation.start, citation.end
    )
