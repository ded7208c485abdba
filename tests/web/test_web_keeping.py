"""Conversations outlive the page and the server; they are found, exported and rated."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from chat_page import ChatPage
from pdf_text import text_of
from playwright.sync_api import Locator, expect
from served_page import ServedPage

SURVIVAL = "What was the five-year survival rate after aHSCT?"
QUOTED = "98.8%"


def kept(chat: ChatPage) -> str:
    """The address, below the page's, of the conversation that is open."""
    chat.page.wait_for_url("**/?c=*")
    return chat.page.url.removeprefix(chat.url)


def listed(chat: ChatPage) -> Locator:
    """The open conversation's line in the list of all."""
    return chat.go("conversations").locator(".talk[data-current]")


def test_a_conversation_is_there_after_a_reload(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    kept(chat)
    chat.page.reload()
    expect(chat.answered(SURVIVAL)).to_contain_text(QUOTED)
    chat.marker().click()
    expect(chat.card()).to_be_focused()


def test_a_link_to_a_conversation_outlives_the_server(chat: ChatPage, site: ServedPage) -> None:
    chat.ask(SURVIVAL)
    address = kept(chat)
    chat.page.goto("about:blank")
    site.stop()
    site.start()
    chat.open(address)
    expect(chat.answered(SURVIVAL)).to_contain_text(QUOTED)


def test_a_conversation_is_renamed_found_and_deleted(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    address = kept(chat)
    item = listed(chat)
    item.get_by_role("button", name="Rename").click()
    item.get_by_role("textbox").fill("Überleben nach fünf Jahren")
    item.get_by_role("button", name="Save").click()
    expect(item.locator(".talk-name")).to_have_text("Überleben nach fünf Jahren")

    chat.page.fill("#talks-search", "uberleben")
    expect(chat.view.locator(".talk")).to_have_count(1)
    expect(item.locator(".talk-name")).to_have_text("Überleben nach fünf Jahren")

    item.get_by_role("button", name="Delete").click()
    item.get_by_role("button", name="Delete", exact=True).click()
    expect(chat.view.locator(".talk")).to_have_count(0)
    chat.open(address)
    expect(chat.page.locator(".welcome")).to_contain_text("no longer exists")


def as_text(path: Path) -> str:
    return path.read_text("utf-8")


def as_json(path: Path) -> str:
    return json.dumps(json.loads(as_text(path)))


def as_pdf(path: Path) -> str:
    return text_of(path.read_bytes())


@pytest.mark.parametrize(
    ("name", "suffix", "read"),
    [("Markdown", ".md", as_text), ("JSON", ".json", as_json), ("PDF", ".pdf", as_pdf)],
)
def test_a_conversation_is_exported_with_its_quotes(
    chat: ChatPage, tmp_path: Path, name: str, suffix: str, read: Callable[[Path], str]
) -> None:
    chat.ask(SURVIVAL)
    kept(chat)
    item = listed(chat)
    item.locator(".talk-menu summary").click()
    with chat.page.expect_download() as download:
        item.get_by_role("link", name=name).click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert path.suffix == suffix
    assert QUOTED in read(path)


def test_a_bad_answer_is_kept_as_a_candidate_for_the_gold_set(
    chat: ChatPage, site: ServedPage
) -> None:
    question = "Which cells were given to the patients?"
    turn = chat.ask(question)
    turn.get_by_role("button", name="Bad answer").click()
    turn.get_by_text("A passage is missing").click()
    turn.get_by_role("textbox").fill("Table 1 is not looked at.")
    turn.get_by_role("button", name="Send").click()
    expect(turn.locator(".rating-said")).to_have_text("Thank you, noted.")
    expect(turn.get_by_role("button", name="Bad answer")).to_be_focused()
    said = site.command("eval", "candidates", "list")
    assert question in said
    assert "Table 1 is not looked at." in said
