"""What must never happen in the browser, whatever a test does."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, WebError

INSIDE = ("data", "blob", "about")
"""Addresses of these kinds ask nobody for anything."""


class Watched:
    """Notes requests to anybody but `url`, errors in the console or of scripts, and dialogs.

    A breach of the Content-Security-Policy is an error in the console.
    """

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        self.dialogs: list[str] = []
        self._url = url
        context.on("request", self._requested)
        context.on("console", self._told)
        context.on("weberror", self._failed)
        context.on("dialog", self._asked)

    def _requested(self, request: Request) -> None:
        if urlsplit(request.url).scheme in INSIDE or request.url.startswith(f"{self._url}/"):
            return
        self.outside.append(request.url)

    def _told(self, message: ConsoleMessage) -> None:
        if message.type != "error" or _ends_a_stream(message.text):
            return
        if _refuses(message) or _calls_off_nothing(message):
            return
        self.errors.append(f"{message.text} ({message.location['url']})")

    def _failed(self, error: WebError) -> None:
        if not _ends_a_stream(str(error.error)):
            self.errors.append(str(error.error))

    def _asked(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def _ends_a_stream(error: str) -> bool:
    """Whether it is Gradio that calls off a stream: a page was left, or a question stopped."""
    return "AbortError: signal is aborted" in error and "/page/" not in error


def _refuses(message: ConsoleMessage) -> bool:
    """Whether a question was not taken now, which the page has to say itself."""
    refused = any(f"status of {status}" in message.text for status in (429, 503))
    return refused and "/queue/join" in message.location["url"]


def _calls_off_nothing(message: ConsoleMessage) -> bool:
    """Whether Gradio called off a question that had no number yet, as a page was left."""
    address = message.location["url"]
    return "status of 400" in message.text and address.endswith(("/cancel", "/reset"))
