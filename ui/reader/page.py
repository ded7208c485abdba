"""The reader's view: the document's head, its tools, its contents and its text."""

from __future__ import annotations

from markupsafe import Markup

from assistant.reading.document import Document
from assistant.reading.places import in_words
from ui.reader.address import place
from ui.reader.document_text import Prepared
from ui.reader.sheets import sheets
from ui.references.quotation import link, menu, published
from ui.templating import render

LARGE = 300_000
"""Characters from which on the browser lays out only the sections that are in view."""


def page(read: Prepared, at: str = "", sha256: str = "") -> Markup:
    """The view of a document; `at` and `sha256` as in its address, see `ui.reader.address`."""
    document = read.document
    asked = place(document, at, sha256)
    return render(
        "reader.html",
        document=document,
        known=published(document.source),
        doi=link(document.source.doi),
        menu=menu(document.name),
        words=read.words,
        contents=read.contents,
        text=read.body(asked.at),
        at="" if asked.at is None else "{}-{}".format(*asked.at),
        where=where(document, asked.at),
        problem=asked.problem,
        sheets=sheets(document, asked.at),
        large=len(document.text) > LARGE,
    )


def where(document: Document, at: tuple[int, int] | None) -> str:
    """Where `document.text[start:end]` stands in the file, in words; "" where that is not known."""
    place = None if at is None else document.place(*at)
    return "" if place is None else in_words(place)
