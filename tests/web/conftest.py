"""One browser and one server for all these tests, a fresh browser context for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat_page import ChatPage
from served_page import ServedPage
from watched import Watched

from assistant import Assistant

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

WIDE = {"width": 1440, "height": 900}
PATIENCE = 20_000
"""Milliseconds that an expected thing may take on a busy machine; nothing waits for it to pass."""


def chromium() -> str | None:
    """The browser: Debian's, or the one that $CHROMIUM names."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    path = chromium()
    if path is None:
        pytest.skip("there is no Chromium: install the package chromium, or set CHROMIUM")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    playwright.expect.set_options(timeout=PATIENCE)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def workspace_like(reviews: Assistant, root: Path) -> Path:
    """A copy of the workspace, to be changed."""
    shutil.copytree(reviews.workspace.root, root)
    return root


@pytest.fixture(scope="session")
def site(
    browser: object, reviews: Assistant, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedPage]:
    """Served from a copy of the two reviews. A test that changes it changes it back."""
    root = workspace_like(reviews, tmp_path_factory.mktemp("web") / "workspace")
    with ServedPage(root) as site:
        yield site


NewPage = Callable[..., ChatPage]


@pytest.fixture
def new_page(browser: playwright.Browser) -> Iterator[NewPage]:
    """Makes a page of a server, in a browser that has seen nothing yet.

    Wherever a page of a test asks anybody but its server, or logs an error, the test fails.
    """
    watched: list[Watched] = []

    def make(site: ServedPage, **options: object) -> ChatPage:
        context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options})
        context.set_default_timeout(PATIENCE)
        watched.append(Watched(context, site.url))
        return ChatPage(context.new_page(), site.url)

    yield make
    for context in browser.contexts:
        context.close()
    for one in watched:
        assert one.outside == []
        assert one.errors == []


@pytest.fixture
def chat(new_page: NewPage, site: ServedPage) -> ChatPage:
    """The page, open, nothing asked."""
    page = new_page(site)
    page.open()
    return page
