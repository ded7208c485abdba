"""The reader's view: the document's head, its tools, its contents and its text."""

from __future__ import annotations

from markupsafe import Markup

from assistant.corpus.metadata import FIELDS
from assistant.printable import printable
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
        fields=[_field(document, name) for name in FIELDS],
        guessed=", ".join(
            _LABELS[name] if name == "doi" else _LABELS[name].lower()
            for name in document.guessed
            if name in _LABELS
        ),
        large=len(document.text) > LARGE,
    )


_LABELS = {
    "title": "Title",
    "authors": "Authors",
    "year": "Year",
    "journal": "Journal",
    "doi": "DOI",
    "licence": "Licence",
    "tags": "Tags, with commas between them",
}


def _field(document: Document, name: str) -> dict[str, str]:
    """A field that a person can fill in."""
    value = getattr(document.source, name)
    said = ", ".join(value) if isinstance(value, tuple) else str(value or "")
    shown = printable(said)
    return {"name": name, "label": _LABELS[name], "value": shown}


def where(document: Document, at: tuple[int, int] | None) -> str:
    """Where `document.text[start:end]` stands in the file, in words; "" if that is not known."""
    place = None if at is None else document.place(*at)
    return "" if place is None else in_words(place)
