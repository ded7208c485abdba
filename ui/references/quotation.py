"""A quote or an answer with its references, to be pasted elsewhere; the menu "Cite"."""

from __future__ import annotations

from urllib.parse import quote as url_quote

from markupsafe import Markup

from assistant.printable import one_line
from assistant.reading.document import Source
from assistant.reading.places import FilePlace, in_words
from ui.answer_view import ShownAnswer, ShownCitation
from ui.references.reference import address as doi_address
from ui.references.reference import identifier
from ui.templating import render_macro

FORMS = ("text", "bibtex", "ris")


def address(name: str, form: str) -> str:
    """Where a document's reference is answered. form: one of `FORMS`."""
    return f"/api/cite/{url_quote(name, safe='', errors='replace')}?format={form}"


def menu(name: str) -> Markup:
    """A menu to copy or download the reference of the document with this name."""
    return _shown("menu", addresses={form: address(name, form) for form in FORMS})


def link(doi: str) -> Markup:
    """A link to a well-formed DOI, else what was given."""
    return _shown("doi", given=doi, address=doi_address(doi))


def published(source: Source | ShownCitation) -> str:
    """“Authors · year · journal”, as far as they are known; may be ""."""
    year = "" if source.year is None else str(source.year)
    return " · ".join(part for part in (source.authors, year, source.journal) if part)


def bibliography(source: Source | ShownCitation) -> Markup:
    """A card's line with the DOI below; "" if nothing is known."""
    doi = doi_address(source.doi)
    return _shown("bibliography", published=published(source), given=source.doi, address=doi)


def _shown(macro: str, **values: object) -> Markup:
    return render_macro("references.html", macro, **values)


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
    place = None if citation.file is None else citation.file.place
    return quotation(citation.quote, citation.source, citation.document, citation.section, place)


def as_text(answer: ShownAnswer) -> str:
    """The question, the answer with its markers, and each quote with where it stands."""
    lines = [answer.question, ""]
    text = answer.composed
    if text is not None and text.leads:
        said = [
            one.text + "".join(f" [{marker}]" for marker in one.markers) for one in text.held_up
        ]
        lines += [" ".join(said), ""] if said else []
    lines += [answer.quoted, ""]
    lines += [f"[{one.marker}] {of_citation(one)}" for one in answer.citations]
    return "\n".join(lines).strip() + "\n"
