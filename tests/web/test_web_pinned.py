"""The list of conversations beside the chat, and what the browser's tab is called."""

from __future__ import annotations

import re

from chat_page import ChatPage, NewPage
from playwright.sync_api import Locator, expect
from real_documents import SHOKATI
from served_page import ServedPage

SURVIVAL = "What was the five-year survival rate after aHSCT?"
JORDAN = "Which trials took place in Jordan?"
PIN = "Keep this list open beside the chat"


def pinned(chat: ChatPage) -> Locator:
    """Pin the list; it."""
    chat.go("conversations").page.get_by_role("button", name=PIN).click()
    expect(chat.view).to_be_hidden()
    panel = chat.page.locator("#pinned")
    expect(panel.locator("#talks-search")).to_be_focused()
    return panel


def test_the_list_stays_beside_the_chat_and_follows_it(chat: ChatPage) -> None:
    panel = pinned(chat)
    chat.ask(SURVIVAL)
    expect(panel.locator(".talk[data-current]")).to_contain_text(SURVIVAL)
    chat.page.locator(".top .new").click()
    expect(chat.page.locator(".welcome")).to_be_visible()
    expect(panel.locator(".talk[data-current]")).to_have_count(0)
    chat.ask(JORDAN)
    expect(panel.locator(".talk[data-current]")).to_contain_text(JORDAN)
    panel.locator(".talk-open", has_text=SURVIVAL).first.click()
    chat.answered(SURVIVAL)
    expect(panel.locator(".talk[data-current]")).to_contain_text(SURVIVAL)
    panel.locator("#talks-search").fill("words of no conversation")
    expect(panel.locator(".empty")).to_contain_text("No conversation has these words")
    assert "#" not in chat.page.url


def test_it_is_there_again_and_goes_when_it_is_unpinned(chat: ChatPage) -> None:
    pinned(chat)
    chat.page.reload()
    panel = chat.page.locator("#pinned")
    expect(panel.locator("h1")).to_have_text("Conversations")
    chat.page.locator(".top .new").focus()
    chat.page.keyboard.press("c")
    expect(panel.locator("#talks-search")).to_be_focused()
    expect(chat.view).to_be_hidden()
    panel.get_by_role("button", name="Close this list").click()
    expect(panel).to_have_count(0)
    chat.page.reload()
    expect(chat.page.locator(".welcome")).to_be_visible()
    expect(panel).to_have_count(0)


def test_it_covers_nothing_and_gives_way_where_there_is_no_room(
    new_page: NewPage, site: ServedPage
) -> None:
    chat = new_page(site, viewport={"width": 1280, "height": 800})
    chat.open()
    panel = pinned(chat)
    edge = panel.evaluate("panel => panel.getBoundingClientRect().right")
    for part in (".top", "#left", "#question"):
        left = chat.page.locator(part).first.evaluate("one => one.getBoundingClientRect().left")
        assert left >= edge
    chat.page.set_viewport_size({"width": 1000, "height": 800})
    expect(panel).to_have_count(0)
    chat.go("conversations")
    expect(chat.page.get_by_role("button", name=PIN)).to_be_hidden()


def test_the_tab_is_called_after_what_it_shows(chat: ChatPage) -> None:
    expect(chat.page).to_have_title("Document assistant")
    chat.ask(SURVIVAL)
    expect(chat.page).to_have_title(f"{SURVIVAL} – Document assistant")
    item = chat.go("conversations").locator(".talk[data-current]")
    expect(chat.page).to_have_title(f"Conversations – {SURVIVAL} – Document assistant")
    item.get_by_role("button", name="Rename").click()
    item.get_by_role("textbox").fill("Überleben")
    item.get_by_role("button", name="Save").click()
    expect(chat.page).to_have_title("Conversations – Überleben – Document assistant")
    chat.open(f"{chat.page.url.removeprefix(chat.url).split('#')[0]}#/read/{SHOKATI}")
    chat.page.reload()
    expect(chat.page).to_have_title(re.compile("^A focus on allogeneic .* – Überleben – Document"))
    chat.page.keyboard.press("Escape")
    expect(chat.page).to_have_title("Überleben – Document assistant")
    chat.page.locator(".top .new").click()
    expect(chat.page).to_have_title("Document assistant")
