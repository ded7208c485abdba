"""Adding documents on the page."""

from __future__ import annotations

from urllib.parse import quote

import httpx
from chat_page import ChatPage
from playwright.sync_api import FilePayload, Locator, expect
from served_page import ServedPage

READ_IN = 120_000
"""Milliseconds at most until a new document can be asked."""


def a_file(name: str, content: str | bytes) -> FilePayload:
    """A file to upload."""
    content = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def row(view: Locator, name: str) -> Locator:
    """A document's line in the view of all."""
    return view.locator(f'.documents-row[data-name="{quote(name, safe="")}"]')


def ready(view: Locator, name: str) -> None:
    """Wait until a document can be asked."""
    expect(row(view, name).locator(".documents-state")).to_have_text("Ready", timeout=READ_IN)


class Uploading:
    """Chooses files on the page; what they added can be removed again."""

    def __init__(self, site: ServedPage) -> None:
        self._site = site
        self._before = self._names()

    def __call__(self, chat: ChatPage, *files: FilePayload) -> Locator:
        """Choose these; the view."""
        view = chat.go("documents")
        view.locator("#documents-files").set_input_files(files)
        return view

    def undo(self) -> None:
        """Remove what is new, and wait until it is out of the index."""
        with httpx.Client(base_url=self._site.url, trust_env=False, timeout=60) as client:
            for name in self._names() - self._before:
                client.delete("/api/documents", params={"name": name}).raise_for_status()
            while client.get("/api/indexing").json()["working"]:
                pass

    def _names(self) -> set[str]:
        corpus = self._site.workspace / "corpus"
        return {path.name for path in corpus.iterdir() if path.suffix != ".yaml"}
