"""The requests about kept conversations."""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import AssistantError, UnknownConversation, UsageError
from assistant.history.conversation import Rating
from assistant.history.history import Archive
from ui.export.content import disposition, file_name
from ui.history import view
from ui.history.view import from_text
from ui.kept_answers import Documents
from ui.responses import changing, refusal, taking, viewing

LISTED = 50
"""Conversations on one page of the list."""

_ONE = "/api/conversations/{id}"
_RATING = _ONE + "/turns/{number:int}/rating"


def routes(archive: Archive, documents: Documents) -> list[Route]:
    """The list at `/view/conversations`; what names, changes, rates, exports a conversation.

    documents: those that can be asked now.
    """
    talks = _Talks(archive, documents)
    return [
        Route("/view/conversations", viewing(view.TITLE, talks.show)),
        Route(_ONE, changing(talks.name)),
        Route(_ONE, taking(talks.rename), methods=["PATCH"]),
        Route(_ONE, changing(talks.delete), methods=["DELETE"]),
        Route(_ONE + "/export", talks.export),
        Route(_RATING, taking(talks.rate), methods=["POST"]),
        Route(_RATING, changing(talks.unrate), methods=["DELETE"]),
    ]


class _Talks:
    def __init__(self, archive: Archive, documents: Documents) -> None:
        self._archive = archive
        self._documents = documents

    def show(self, request: Request) -> str:
        search = request.query_params.get("search", "")
        before = from_text(request.query_params.get("before", ""))
        listed = self._archive.listed(search, LISTED + 1, before)
        notices = self._archive.notices()
        return view.page(listed[:LISTED], search, more=len(listed) > LISTED, notices=notices)

    def name(self, request: Request) -> object:
        """The conversation's name for the title of the browser's tab; "" if it is not kept."""
        found = self._archive.conversation(request.path_params["id"])
        return {"name": "" if found is None else found.name}

    def rename(self, request: Request, body: dict[str, Any]) -> object:
        name = body.get("name")
        if not isinstance(name, str):
            raise UsageError("The request names no name: give one.")
        return {"name": self._archive.rename(request.path_params["id"], name)}

    def delete(self, request: Request) -> object:
        self._archive.delete(request.path_params["id"])
        return None

    def rate(self, request: Request, body: dict[str, Any]) -> object:
        good, reason, comment = (body.get(key, "") for key in ("good", "reason", "comment"))
        if not (isinstance(good, bool) and isinstance(reason, str) and isinstance(comment, str)):
            raise UsageError("The request is no rating: send good, reason and comment.")
        rating = Rating(good, reason, comment)  # type: ignore[arg-type]  # it checks them itself
        kept = self._archive.rate(request.path_params["id"], request.path_params["number"], rating)
        return {"id": kept.id}

    def unrate(self, request: Request) -> object:
        self._archive.unrate(request.path_params["id"], request.path_params["number"])
        return None

    async def export(self, request: Request) -> Response:
        kind = request.query_params.get("format", "markdown")
        try:
            return await run_in_threadpool(self._exported, request.path_params["id"], kind)
        except AssistantError as error:
            return refusal(error)

    def _exported(self, id_: str, kind: str) -> Response:
        if kind not in ("markdown", "json", "pdf"):
            raise UsageError("There is no such format: use markdown, json or pdf.")
        conversation = self._archive.conversation(id_)
        if conversation is None:
            raise UnknownConversation("This conversation no longer exists.")
        if kind == "markdown":
            from ui.export.markdown import markdown

            suffix, media = "md", "text/markdown"
            content = markdown(conversation, self._documents).encode()
        elif kind == "json":
            from ui.export.json_export import as_json

            suffix, media = "json", "application/json"
            content = as_json(conversation, self._documents).encode()
        else:
            from ui.export.pdf import pdf

            suffix, media = "pdf", "application/pdf"
            content = pdf(conversation, self._documents)
        headers = {
            "Content-Disposition": disposition(file_name(conversation.name, suffix)),
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=media, headers=headers)
