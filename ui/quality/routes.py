"""`GET /view/quality`. What evaluating needs is loaded when the page is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import Route

from ui.cli.evaluation import require_libraries
from ui.responses import viewing

if TYPE_CHECKING:
    from assistant.assistant import Assistant

TITLE = "Quality"


def routes(assistant: Assistant) -> list[Route]:
    """The view of the last evaluation."""

    def show(_: Request) -> str:
        require_libraries()
        from evals.records.folder import Folder
        from ui.quality.overview import overview
        from ui.quality.page import page

        return page(overview(Folder.of(assistant.workspace)))

    return [Route("/view/quality", viewing(TITLE, show))]
