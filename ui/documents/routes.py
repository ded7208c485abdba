"""The requests about documents: the view, uploads, removal, and how far indexing is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import AssistantError
from ui.documents import uploads, view
from ui.documents.indexer import Indexer, as_json
from ui.documents.lookup import document_named
from ui.responses import changing, done, refusal, taking, viewing

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.assistant import Assistant


def mount(app: FastAPI, assistant: Assistant, indexer: Indexer | None = None) -> Indexer:
    """Add the routes to the page's application, and end the indexing with it."""
    indexer = indexer or Indexer(assistant)
    app.router.routes.extend(routes(assistant, indexer))
    app.router.lifespan_context = _ending(app.router.lifespan_context, indexer)
    return indexer


def routes(assistant: Assistant, indexer: Indexer) -> list[Route]:
    """The view, the list's changes, and how far indexing is."""

    def show(_: Request) -> str:
        return view.page(assistant.holdings(), indexer.status)

    def remove(request: Request) -> object:
        assistant.remove(request.query_params.get("name", ""))
        indexer.request()
        return {}

    def status(_: Request) -> object:
        return as_json(indexer.status)

    def index(_: Request) -> object:
        indexer.request()
        return as_json(indexer.status)

    def details(request: Request, body: dict[str, Any]) -> object:
        name = document_named(assistant, request.path_params["name"]).name
        assistant.describe(name, {str(key): str(value) for key, value in body.items()})
        indexer.request()
        return {}

    return [
        Route("/api/details/{name:path}", taking(details), methods=["POST"]),
        Route("/view/documents", viewing(view.TITLE, show)),
        Route("/api/documents", partial(_upload, assistant, indexer), methods=["POST"]),
        Route("/api/documents", changing(remove), methods=["DELETE"]),
        Route("/api/indexing", changing(status)),
        Route("/api/indexing", changing(index), methods=["POST"]),
    ]


async def _upload(assistant: Assistant, indexer: Indexer, request: Request) -> Response:
    try:
        form = await uploads.receive(request)
        try:
            made = await uploads.take_in(assistant, form)
        finally:
            await form.close()
    except AssistantError as error:
        return refusal(error)
    if any(not one.reason for one in made):
        indexer.request()
    return done({"files": [one.to_json() for one in made]})


def _ending(
    before: Callable[[Any], AbstractAsyncContextManager[Any]], indexer: Indexer
) -> Callable[[Any], AbstractAsyncContextManager[Any]]:
    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[Any]:  # noqa: ANN401 - any application
        async with before(app) as state:
            yield state
        await run_in_threadpool(indexer.stop)

    return lifespan
