"""Asking, and going from the answer to the words it rests on."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote

from chat_page import ChatPage
from playwright.sync_api import expect
from real_documents import document

SURVIVAL = "What was the five-year survival rate after aHSCT?"


def test_a_question_is_answered_by_marked_quotes(chat: ChatPage) -> None:
    statement = chat.ask(SURVIVAL).locator(".statement", has_text="98.8%")
    quote = chat.card_of(statement).locator("mark").first
    expect(quote).to_contain_text("98.8%")
    expect(quote).to_be_in_viewport()
    expect(statement).to_contain_text(quote.inner_text())


def test_a_marker_shows_its_quote_then_its_card(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    quote = chat.card(1).locator("mark").first.inner_text()
    chat.marker(1).hover()
    expect(chat.page.locator("#tip .tip-quote")).to_have_text(quote)
    lines = chat.card(1).locator(".card-where").inner_text().partition(" (")[0]
    assert lines.startswith("line")
    expect(chat.page.locator("#tip .tip-source")).to_have_text(re.compile(f", {lines}$"))
    chat.marker(1).click()
    expect(chat.page.locator(".card.chosen")).to_have_id("card-1-1")
    expect(chat.card(1)).to_be_in_viewport()
    expect(chat.card(1)).to_be_focused()


def test_in_context_marks_exactly_the_quoted_characters(chat: ChatPage) -> None:
    statement = chat.ask(SURVIVAL).locator(".statement", has_text="98.8%")
    chat.card_of(statement).get_by_role("link", name="In context").click()
    mark = chat.view.locator(".reader-mark")
    expect(mark.first).to_be_in_viewport()
    name, query = chat.page.url.split("#/read/")[1].split("?")
    start, end = map(int, parse_qs(query)["at"][0].split("-"))
    quoted = document(unquote(name)).text[start:end]
    assert "98.8%" in quoted
    assert "".join(mark.all_text_contents()) == quoted


def test_places_are_told_as_those_of_the_file(chat: ChatPage) -> None:
    statement = chat.ask(SURVIVAL).locator(".statement", has_text="98.8%")
    card = chat.card_of(statement)
    card.get_by_role("link", name="In context").click()
    expect(chat.view.locator(".reader-mark").first).to_be_in_viewport()
    name, query = chat.page.url.split("#/read/")[1].split("?")
    start, end = map(int, parse_qs(query)["at"][0].split("-"))
    read = document(unquote(name))
    quoted, where = str(read.place(start, end)), chat.view.locator(".reader-where")
    assert f"characters {start:,}" not in quoted
    expect(card.locator(".card-where")).to_have_text(quoted)
    expect(where).to_have_text(re.compile(f"^Marked: .*, {re.escape(quoted)}$"))
    expect(chat.view.locator(".reader-hash")).to_have_attribute("title", read.file.sha256)
    paragraph = chat.view.locator(".reader-paragraph").nth(3)
    paragraph.evaluate("one => getSelection().selectAllChildren(one)")
    first = int(paragraph.get_attribute("data-start") or "")
    selected = str(read.place(first, first + len(paragraph.text_content() or "")))
    expect(where).to_have_text(re.compile(f"^Selected: .*, {re.escape(selected)}$"))
    chat.page.evaluate("getSelection().removeAllRanges()")
    expect(where).to_have_text(re.compile(f"^Marked: .*, {re.escape(quoted)}$"))


def test_back_and_forward_go_through_the_views(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    chat.card(1).get_by_role("link", name="In context").click()
    expect(chat.view.locator(".reader-mark").first).to_be_visible()
    chat.page.go_back()
    expect(chat.view).to_be_hidden()
    expect(chat.turns).to_have_count(1)
    chat.page.go_forward()
    expect(chat.view.locator(".reader-mark").first).to_be_visible()
