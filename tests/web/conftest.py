"""One browser and one server for all these tests, a fresh browser context for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import MISSING, chromium, launched
from chat_page import ChatPage, NewPage
from playwright.sync_api import Browser, expect
from served_page import ServedPage, faked
from uploading import Uploading
from watched import Watched

from assistant import Assistant

WIDE = {"width": 1440, "height": 900}
PATIENCE = 20_000
"""Milliseconds that an expected thing may take on a busy machine; nothing waits for it to pass."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE)
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def workspace(reviews: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the two reviews and their index. A test that changes it changes it back."""
    root = tmp_path_factory.mktemp("web") / "workspace"
    shutil.copytree(reviews.workspace.root, root)
    return root


@pytest.fixture(scope="session")
def site(browser: object, workspace: Path) -> Iterator[ServedPage]:
    """The page, as the command serves it."""
    with ServedPage(workspace) as site:
        yield site


@pytest.fixture(scope="session")
def fake_site(browser: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedPage]:
    """The page over an assistant of a few sentences. A test that ends it starts it again."""
    root = tmp_path_factory.mktemp("fake") / "workspace"
    (root / "corpus").mkdir(parents=True)
    (root / "corpus" / "tea.txt").write_text("Green tea is brewed at 80 degrees.\n", "utf-8")
    with ServedPage(root, program=faked("fake_assistant", "FakeAssistant")) as site:
        yield site


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
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
        assert one.dialogs == []


@pytest.fixture
def chat(new_page: NewPage, site: ServedPage) -> ChatPage:
    """The page, open, nothing asked."""
    page = new_page(site)
    page.open()
    return page


@pytest.fixture
def uploading(site: ServedPage) -> Iterator[Uploading]:
    """Adds documents; they are gone after the test."""
    yield (uploading := Uploading(site))
    uploading.undo()
