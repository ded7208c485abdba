"""The page is there before the server is ready."""

from __future__ import annotations

from chat_page import STARTED_IN, ChatPage, NewPage
from playwright.sync_api import expect
from served_page import ServedPage

SURVIVAL = "What was the five-year survival rate after aHSCT?"


def test_a_question_typed_while_the_page_starts_is_asked(
    new_page: NewPage, site: ServedPage
) -> None:
    site.stop()
    site.begin()
    chat: ChatPage = new_page(site)
    chat.page.goto(site.url)
    chat.page.fill("#early", SURVIVAL)
    chat.page.press("#early", "Enter")
    turn = chat.answered(SURVIVAL)
    expect(turn).to_contain_text("98.8%")
    expect(turn.locator(".suggestions")).to_be_visible(timeout=STARTED_IN)
    expect(chat.turns).to_have_count(1)
