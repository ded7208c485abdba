"""The menu "Cite" and the button that copies a quote, for cards and the reader.

`static/citing.js` does what they say, wherever on the page they are.
"""

from __future__ import annotations

from urllib.parse import quote as url_quote

from ui.markup import escape
from ui.references.quotation import of_citation
from ui.shown import ShownCitation

CITE = "Cite"
COPIES = (("text", "Copy as text"), ("bibtex", "Copy BibTeX"), ("ris", "Copy RIS"))
DOWNLOADS = (("bibtex", "Download BibTeX"), ("ris", "Download RIS"))
COPY_QUOTE = "Copy quote with reference"


def address(name: str, form: str) -> str:
    """Where a document's reference is answered. form: "text", "bibtex" or "ris"."""
    return f"/api/cite/{url_quote(name, safe='', errors='replace')}?format={form}"


def menu(name: str) -> str:
    """HTML: a menu to copy or download the reference of the document with this name."""
    copies = "".join(
        f'<li><button type="button" class="cite-copy" data-cite="{escape(address(name, form))}">'
        f"{words}</button></li>"
        for form, words in COPIES
    )
    downloads = "".join(
        f'<li><a class="cite-download" href="{escape(address(name, form))}" download>{words}</a>'
        "</li>"
        for form, words in DOWNLOADS
    )
    return (
        f'<details class="cite"><summary class="button">{CITE}</summary>'
        f'<ul class="cite-list">{copies}{downloads}</ul></details>'
    )


def quote_button(citation: ShownCitation) -> str:
    """HTML: a button that copies a citation's quote with its reference."""
    text = escape(of_citation(citation))
    return f'<button type="button" class="button" data-copy-quote="{text}">{COPY_QUOTE}</button>'
