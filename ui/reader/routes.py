"""`GET /view/read/{name}`: a document; `GET /api/quote/{name}`: words of it to be copied, and
where they stand in the file; `GET /api/page/{number}/{name}`: a page as printed;
`GET /api/file/{name}`: the file itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote as url_quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.corpus.files import original
from assistant.errors import UsageError
from assistant.reading.document import Document
from ui.documents.lookup import document_named
from ui.reader.address import place
from ui.reader.document_text import Shelf, section_at
from ui.reader.page import page, where
from ui.references.quotation import quotation
from ui.responses import changing, sending, viewing

if TYPE_CHECKING:
    from assistant.assistant import Assistant

TITLE = "Document"
_WIDTH = 900  # pixels of a page's image where none is asked for
_KEPT = {"Cache-Control": "private, max-age=86400"}  # its address names the file's content


def routes(assistant: Assistant) -> list[Route]:
    """What the reader asks for."""
    shelf = Shelf()

    def show(request: Request) -> str:
        asked = request.query_params
        name, sha256 = request.path_params["name"], asked.get("sha", "")
        read = shelf.get(document_named(assistant, name, sha256))
        return page(read, asked.get("at", ""), asked.get("sha", ""))

    def quoted(request: Request) -> dict[str, str]:
        sha256 = request.query_params.get("sha", "")
        document = document_named(assistant, request.path_params["name"], sha256)
        return _quoted(document, request)

    def image(request: Request) -> Response:
        document = document_named(assistant, request.path_params["name"])
        wanted = request.query_params.get("width", "")
        width = int(wanted) if wanted.isascii() and wanted.isdigit() else _WIDTH
        drawn = assistant.pages.get(document, request.path_params["number"], width)
        return Response(drawn, media_type="image/png", headers=_KEPT)

    def file(request: Request) -> Response:
        document = document_named(assistant, request.path_params["name"])
        name = url_quote(document.name.rpartition("/")[2], safe="")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        data = original(assistant.workspace.corpus, document)
        return Response(data, media_type="application/octet-stream", headers=headers)

    return [
        Route("/view/read/{name:path}", viewing(TITLE, show)),
        Route("/api/quote/{name:path}", changing(quoted)),
        Route("/api/page/{number:int}/{name:path}", sending(image)),
        Route("/api/file/{name:path}", sending(file)),
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
