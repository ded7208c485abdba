"""Pictures of the page for its documentation: `python tests/web/screenshots.py [FOLDER]`.

Each is a moment of the real page over this checkout's corpus: answer, reader, phone-dark and
documents, as PNG files.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from browsing import launched
from chat_page import ChatPage
from playwright.sync_api import Browser, expect
from served_page import ServedPage

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "screenshots"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
JORDAN = "Which trials took place in Jordan?"
RISKS = "What are the most vital dangers of MSCs?"


def main() -> None:
    """Make them all."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, launched() as browser:
        workspace = Path(made) / "workspace"
        for part in ("corpus", "index"):
            shutil.copytree(ROOT / part, workspace / part)
        with ServedPage(workspace) as site:
            page(browser, site).ask(JORDAN)  # the first question waits for the models
            phone = page(browser, site, viewport=PHONE, color_scheme="dark")
            phone.ask(RISKS)
            picture(phone, folder / "phone-dark.png")
            wide = page(browser, site, viewport=WIDE)
            answer(wide)
            picture(wide, folder / "answer.png")
            reader(wide)
            picture(wide, folder / "reader.png")
            wide.page.keyboard.press("Escape")
            wide.go("documents")
            picture(wide, folder / "documents.png")


def page(browser: Browser, site: ServedPage, **options: object) -> ChatPage:
    """The page in a browser of its own."""
    context = browser.new_context(reduced_motion="reduce", locale="en", **options)
    opened = ChatPage(context.new_page(), site.url)
    opened.open()
    return opened


def answer(chat: ChatPage) -> None:
    """An answer with the card of one of its rows chosen."""
    statement = chat.ask(JORDAN).locator(".statement", has_text="NCT03326505")
    statement.locator(".marker").click()
    expect(chat.page.locator(".card.chosen mark").first).to_be_visible()
    expect(chat.page.locator(".suggestions")).to_be_visible()


def reader(chat: ChatPage) -> None:
    """The quote where it stands."""
    chat.page.locator(".card.chosen").get_by_role("link", name="In context").click()
    expect(chat.view.locator(".reader-mark").first).to_be_in_viewport()


def picture(chat: ChatPage, path: Path) -> None:
    """What the window shows, the mouse out of the way."""
    chat.page.mouse.move(0, 0)
    chat.page.evaluate("document.fonts.ready")
    chat.page.screenshot(path=path, animations="disabled", caret="hide")


if __name__ == "__main__":
    main()
