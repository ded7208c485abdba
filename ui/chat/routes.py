"""What the chat needs besides the page: that it is ready, stopping a run, kept receipts."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from ui.chat.ask import Asking
from ui.responses import done


def routes(asking: Asking) -> list[BaseRoute]:
    """GET /api/ready, POST /api/stop/RUN, GET /receipt/CONVERSATION/NUMBER."""

    async def ready(_: Request) -> Response:
        return done({"ready": True})

    async def stop(request: Request) -> Response:
        return done({"stopped": asking.running.stop(request.path_params["run"])})

    async def receipt(request: Request) -> Response:
        conversation, number = request.path_params["conversation"], request.path_params["number"]
        content = await run_in_threadpool(asking.keeping.receipt, conversation, number)
        if content is None:
            return PlainTextResponse("There is no such receipt: ask again.", 404)
        headers = {
            "Content-Disposition": 'attachment; filename="receipt.json"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type="application/json", headers=headers)

    return [
        Route("/api/ready", ready),
        Route("/api/stop/{run}", stop, methods=["POST"]),
        Route("/receipt/{conversation}/{number:int}", receipt),
    ]
