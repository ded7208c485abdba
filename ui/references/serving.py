"""`GET /api/cite/{name}`: the reference of a document, to be copied or downloaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import AssistantError, UsageError
from ui.documents.finding import document_named
from ui.references.formats import as_bibtex, as_ris, as_text, key
from ui.references.reference import Reference, reference
from ui.responses import refusal

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@dataclass(frozen=True, slots=True)
class _Form:
    """suffix: of the downloaded file; "" for what is only copied."""

    write: Callable[[Reference], str]
    media_type: str
    suffix: str = ""


FORMS = {
    "text": _Form(as_text, "text/plain"),
    "bibtex": _Form(as_bibtex, "application/x-bibtex", ".bib"),
    "ris": _Form(as_ris, "application/x-research-info-systems", ".ris"),
}


def routes(assistant: Assistant) -> list[Route]:
    """What the page asks for references."""

    async def cite(request: Request) -> Response:
        try:
            found = await run_in_threadpool(_reference, assistant, request.path_params["name"])
            return _written(found, request.query_params.get("format", "text"))
        except AssistantError as error:
            return refusal(error)

    return [Route("/api/cite/{name:path}", cite)]


def _reference(assistant: Assistant, name: str) -> Reference:
    document = document_named(assistant, name)
    return reference(document.source, document.name)


def _written(found: Reference, wanted: str) -> Response:
    form = FORMS.get(wanted)
    if form is None:
        raise UsageError(f"No such form of a reference: use one of {', '.join(FORMS)}.")
    headers = {"Cache-Control": "no-store"}
    if form.suffix:
        headers["Content-Disposition"] = f'attachment; filename="{key(found)}{form.suffix}"'
    content_type = f"{form.media_type}; charset=utf-8"
    return Response(form.write(found).encode(), headers={**headers, "Content-Type": content_type})
