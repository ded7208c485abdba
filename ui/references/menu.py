"""The menu "Cite", for cards and the reader.

`static/citing.js` does what it says, wherever on the page it is.
"""

from __future__ import annotations

from urllib.parse import quote as url_quote

from ui.markup import escape

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
