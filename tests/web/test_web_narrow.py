"""A phone, and a page at twice its size: all is there, nothing scrolls sideways."""

from __future__ import annotations

import pytest
from chat_page import ChatPage, NewPage
from playwright.sync_api import expect
from real_documents import SHOKATI
from served_page import ServedPage

SURVIVAL = "What was the five-year survival rate after aHSCT?"
PHONE = {"width": 390, "height": 844}
TWICE = {"width": 720, "height": 450}
"""A screen of 1440 x 900 at 200 %."""

# By how many pixels the page, the view or the log can be scrolled sideways; tables scroll in a
# place of their own.
SIDEWAYS = """() => Object.fromEntries(
  ["html", "body", "#view .view-body", "#talk", "#side"].map((name) => {
    const place = document.querySelector(name);
    return [name, place ? place.scrollWidth - place.clientWidth : 0];
  }).filter(([, by]) => by > 0))"""


@pytest.fixture(params=[PHONE, TWICE], ids=["phone", "200%"])
def narrow(new_page: NewPage, site: ServedPage, request: pytest.FixtureRequest) -> ChatPage:
    page = new_page(site, viewport=request.param)
    page.open()
    return page


def test_nothing_scrolls_sideways_in_the_chat(narrow: ChatPage) -> None:
    assert narrow.page.evaluate(SIDEWAYS) == {}
    narrow.ask(SURVIVAL)
    assert narrow.page.evaluate(SIDEWAYS) == {}
    narrow.ask("Which trials took place in Spain?")
    assert narrow.page.evaluate(SIDEWAYS) == {}
    narrow.ask("What is the capital of France?")
    assert narrow.page.evaluate(SIDEWAYS) == {}


def test_the_question_is_as_wide_as_the_page(narrow: ChatPage) -> None:
    empty = narrow.box.bounding_box()
    narrow.ask(SURVIVAL)
    answered = narrow.box.bounding_box()
    assert empty is not None
    assert answered is not None
    assert empty["width"] == answered["width"]


@pytest.mark.parametrize(
    "view", ["conversations", "documents", "quality", "settings", f"read/{SHOKATI}"]
)
def test_nothing_scrolls_sideways_in_a_view(narrow: ChatPage, view: str) -> None:
    narrow.open(f"/#/{view}")
    expect(narrow.view.locator("h1")).to_be_visible()
    assert narrow.page.evaluate(SIDEWAYS) == {}


def test_the_evidence_is_a_sheet_that_closes(narrow: ChatPage) -> None:
    narrow.ask(SURVIVAL)
    expect(narrow.card(1)).not_to_be_in_viewport()
    narrow.marker(1).click()
    expect(narrow.card(1).locator("mark")).to_be_in_viewport()
    expect(narrow.card(1)).to_be_focused()
    assert narrow.page.evaluate(SIDEWAYS) == {}
    narrow.card(1).get_by_role("button", name="Back to the answer").click()
    expect(narrow.card(1)).not_to_be_in_viewport()
    expect(narrow.marker(1)).to_be_focused()
    narrow.marker(1).click()
    expect(narrow.card(1)).to_be_in_viewport()
    narrow.page.keyboard.press("Escape")
    expect(narrow.card(1)).not_to_be_in_viewport()


def test_a_view_opens_over_the_chat_and_closes(narrow: ChatPage) -> None:
    view = narrow.go("documents")
    expect(view.get_by_text(SHOKATI)).to_be_visible()
    view.get_by_role("button", name="Close").click()
    expect(view).to_be_hidden()
    expect(narrow.box).to_be_in_viewport()


def test_the_reader_closes_too(narrow: ChatPage) -> None:
    narrow.open(f"/#/read/{SHOKATI}?at=20000-20200")
    expect(narrow.view.locator(".reader-mark").first).to_be_in_viewport()
    narrow.view.get_by_role("button", name="Close").click()
    expect(narrow.view).to_be_hidden()
