"""`GET /view/read/{name}`: a document; `GET /api/quote/{name}`: words of it to be copied, and
where they stand in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import Route

from assistant.errors import UsageError
from assistant.reading.document import Document
from ui.documents.finding import document_named
from ui.reader.address import place
from ui.reader.document_text import Shelf, section_at
from ui.reader.page import page, where
from ui.references.quotation import quotation
from ui.responses import changing, viewing

if TYPE_CHECKING:
    from assistant.assistant import Assistant

TITLE = "Document"


def routes(assistant: Assistant) -> list[Route]:
    """What the reader asks for."""
    shelf = Shelf()

    def show(request: Request) -> str:
        asked = request.query_params
        read = shelf.get(document_named(assistant, request.path_params["name"]))
        return page(read, asked.get("at", ""), asked.get("sha", ""))

    def quoted(request: Request) -> dict[str, str]:
        return _quoted(document_named(assistant, request.path_params["name"]), request)

    return [
        Route("/view/read/{name:path}", viewing(TITLE, show)),
        Route("/api/quote/{name:path}", changing(quoted)),
    ]


def _quoted(document: Document, request: Request) -> dict[str, str]:
    """The words at a place with their reference, and where in the file that is."""
    asked = place(document, request.query_params.get("at", ""), request.query_params.get("sha", ""))
    if asked.at is None:
        raise UsageError(asked.problem or "Mark the words to copy first.")
    start, end = asked.at
    section = " > ".join(section_at(document, start))
    text = document.text[start:end]
    stands = document.place(start, end)
    return {
        "text": quotation(text, document.source, document.name, section, stands),
        "where": where(document, asked.at),
    }
