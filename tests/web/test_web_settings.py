"""What a reader chooses is remembered in the browser."""

from __future__ import annotations

from chat_page import ChatPage
from playwright.sync_api import expect

SIZE = "line => parseFloat(getComputedStyle(line).fontSize)"
LARGER = f"(before => ({SIZE})(document.querySelector('.welcome p')) > 1.2 * before)"


def test_the_theme_is_kept(chat: ChatPage) -> None:
    expect(chat.page.locator("body")).not_to_contain_class("dark")
    chat.go("settings").get_by_label("Dark").check()
    expect(chat.page.locator("body")).to_contain_class("dark")
    chat.page.reload()
    expect(chat.page.locator(".welcome")).to_be_visible()
    expect(chat.page.locator("body")).to_contain_class("dark")


def test_the_size_of_the_text_is_kept(chat: ChatPage) -> None:
    line = chat.page.locator(".welcome p").first
    before = line.evaluate(SIZE)
    chat.go("settings").get_by_label("Huge").check()
    chat.page.wait_for_function(f"{LARGER}({before})")
    chat.page.reload()
    expect(line).to_be_visible()
    chat.page.wait_for_function(f"{LARGER}({before})")


def test_as_many_further_passages_are_listed_as_chosen(chat: ChatPage) -> None:
    chat.go("settings").get_by_label("Further passages").fill("2")
    chat.page.keyboard.press("Escape")
    chat.ask("What was the five-year survival rate after aHSCT?")
    expect(chat.page.locator("#side .nearby-passage")).to_have_count(2)
