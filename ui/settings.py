"""The view "Settings": what a reader chooses, remembered in the browser (`static/settings.js`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from ui.chat.conversation import MOST_PASSAGES
from ui.responses import viewing
from ui.templating import render

if TYPE_CHECKING:
    from assistant.assistant import Assistant

TITLE = "Settings"


def routes(assistant: Assistant) -> list[BaseRoute]:
    """GET /view/settings."""

    def show(_: Request) -> str:
        return settings(assistant.writers, assistant.settings.show_withheld)

    return [Route("/view/settings", viewing(TITLE, show))]


def settings(writers: tuple[str, ...], shows_withheld: bool) -> Markup:
    """The form. writers: the language models that are at hand, the one that is set up first."""
    return render(
        "settings.html",
        title=TITLE,
        writers=writers,
        shows_withheld=shows_withheld,
        most_passages=MOST_PASSAGES,
    )
