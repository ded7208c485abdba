"""What a reader chooses is remembered in the browser."""

from __future__ import annotations

from chat_page import ChatPage
from playwright.sync_api import expect


def test_the_theme_is_kept(chat: ChatPage) -> None:
    expect(chat.page.locator("body")).not_to_contain_class("dark")
    chat.go("settings").get_by_label("Dark").check()
    expect(chat.page.locator("body")).to_contain_class("dark")
    chat.page.reload()
    expect(chat.page.locator(".welcome")).to_be_visible()
    expect(chat.page.locator("body")).to_contain_class("dark")


def test_the_size_of_the_text_is_kept(chat: ChatPage) -> None:
    before = size_of_text(chat)
    chat.go("settings").get_by_label("Huge").check()
    assert size_of_text(chat) > before * 1.2
    chat.page.reload()
    expect(chat.page.locator(".welcome")).to_be_visible()
    assert size_of_text(chat) > before * 1.2


def test_as_many_further_passages_are_listed_as_chosen(chat: ChatPage) -> None:
    chat.go("settings").get_by_label("Further passages").fill("2")
    chat.page.keyboard.press("Escape")
    chat.ask("What was the five-year survival rate after aHSCT?")
    expect(chat.page.locator("#side .nearby-passage")).to_have_count(2)


def size_of_text(chat: ChatPage) -> float:
    """Height of a line's letters on the welcome page, in CSS pixels."""
    style = chat.page.locator(".welcome p").first
    return float(style.evaluate("line => parseFloat(getComputedStyle(line).fontSize)"))
