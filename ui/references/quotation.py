"""A quote with where it stands, as text to be pasted elsewhere."""

from __future__ import annotations

from assistant.printable import one_line
from assistant.reading.document import Source
from assistant.reading.place import FilePlace, in_words
from ui.answer_view import ShownCitation
from ui.references.doi import identifier


def quotation(quote: str, source: Source, name: str, section: str, place: FilePlace | None) -> str:
    """“quote” (Authors, Year, Title, Journal, DOI; section; file, lines (characters)).

    What is unknown is left out; a title that is the file's name is not repeated.
    """
    year = "" if source.year is None else str(source.year)
    title, file = one_line(source.title), one_line(name)
    title = "" if title == file else title
    doi = identifier(source.doi)
    known = [one_line(source.authors), year, title, one_line(source.journal), doi and f"doi:{doi}"]
    published = ", ".join(part for part in known if part)
    headings = one_line(section).replace(" > ", " › ")
    where = file if place is None else f"{file}, {in_words(place)}"
    places = [published, headings, where]
    return f"“{one_line(quote)}” ({'; '.join(place for place in places if place)})"


def of_citation(citation: ShownCitation) -> str:
    """The same of a citation as the page shows it: no document is needed for it."""
    source = Source(citation.title, citation.authors, citation.year, citation.journal, citation.doi)
    place = None if citation.file is None else citation.file.place
    return quotation(citation.quote, source, citation.document, citation.section, place)
