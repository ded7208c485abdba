"""The page as a reader uses it: ask, look at the evidence, open a view."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

STARTED_IN = 60_000
"""Milliseconds at most for what may have to wait until the models are loaded."""


class ChatPage:
    """One open page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, address: str = "/") -> None:
        """Go to an address of the page; return when it can be used."""
        self.page.goto(self.url + address)
        self.page.wait_for_selector(".welcome, .turn", timeout=STARTED_IN)

    @property
    def box(self) -> Locator:
        """Where questions are written."""
        return self.page.locator("#question textarea")

    @property
    def turns(self) -> Locator:
        """Of the conversation, done or not."""
        return self.page.locator(".turn")

    @property
    def last(self) -> Locator:
        """The last turn."""
        return self.page.locator("#live .turn")

    @property
    def view(self) -> Locator:
        """The view beside or over the chat."""
        return self.page.locator("#view")

    def card(self, marker: int = 1, turn: int = 1) -> Locator:
        """The card of a citation."""
        return self.page.locator(f"#card-{turn}-{marker}")

    def card_of(self, statement: Locator) -> Locator:
        """The card that a statement's first marker leads to."""
        name = statement.locator(".marker").first.get_attribute("aria-controls")
        return self.page.locator(f"#{name}")

    def marker(self, marker: int = 1, turn: int = 1) -> Locator:
        """The first marker of a citation."""
        own = f'.marker[data-turn="{turn}"][data-marker="{marker}"]'
        return self.page.locator(f"#talk {own}").first

    def ask(self, question: str) -> Locator:
        """Type a question, press Enter; the turn, once it is answered."""
        self.box.fill(question)
        self.box.press("Enter")
        return self.answered(question)

    def answered(self, question: str) -> Locator:
        """The last turn, once it is the answer to this question."""
        done = self.page.locator('#live .turn[data-state="done"]', has_text=question)
        expect(done.locator(".question")).to_have_text(question, timeout=STARTED_IN)
        return done

    def go(self, view: str) -> Locator:
        """Open a view by its link in the top line."""
        self.page.click(f'[data-view-link="{view}"]')
        self.page.wait_for_selector(f'html[data-view="{view}"] #view h1')
        return self.view


NewPage = Callable[..., ChatPage]
"""Makes a page of a server; what else is given is for the browser's new context."""
