"""A question that the server does not take now: the page says so, and when to ask again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import ChatPage, NewPage
from playwright.sync_api import Locator, Route, expect
from served_page import ServedPage

FIRST, SECOND = "What side effects does aHSCT have?", "Which trials took place in Spain?"
WAIT = re.compile(r"try again in (\d+) (s|min)\.$")


@pytest.fixture(scope="module")
def limited(browser: object, workspace: Path) -> Iterator[ServedPage]:
    with ServedPage(workspace, ASSISTANT_QUESTIONS_PER_MINUTE="1") as site:
        yield site


def seconds(text: str) -> int:
    """How long to wait: a whole minute is told as one."""
    found = WAIT.search(text)
    assert found
    return int(found[1]) * {"s": 1, "min": 60}[found[2]]


def refused(chat: ChatPage, line: str) -> Locator:
    """The line that says so and until when, seen and read aloud; the box can be used."""
    said = chat.page.locator("#trouble [aria-hidden]")
    expect(said).to_contain_text(line)
    expect(said).to_contain_text(WAIT)
    expect(said).to_be_in_viewport()
    expect(chat.page.locator("#trouble [role=alert]")).to_contain_text(WAIT)
    expect(chat.box).to_be_editable()
    return said


def test_too_many_questions_are_answered_with_how_long_to_wait(
    new_page: NewPage, limited: ServedPage
) -> None:
    chat = new_page(limited)
    chat.page.clock.install()
    chat.open()
    chat.ask(FIRST)
    chat.box.fill(SECOND)
    chat.box.press("Enter")
    said = refused(chat, "At most 1 questions a minute are answered")
    expect(chat.box).to_have_value(SECOND)
    expect(chat.turns).to_have_count(1)
    told = said.inner_text()
    chat.page.clock.run_for(10_000)
    expect(said).not_to_have_text(told)
    assert seconds(said.inner_text()) < seconds(told)
    chat.page.clock.run_for(60_000)
    expect(said).to_be_hidden()


@pytest.mark.parametrize("status", [429, 503])
def test_the_page_goes_on_after_a_refusal(chat: ChatPage, status: int) -> None:
    chat.ask(FIRST)
    detail = '{"detail": "Many questions are waiting: ask again in 7 s."}'
    headers = {"Retry-After": "7", "Content-Type": "application/json"}

    def refuse(route: Route) -> None:
        route.fulfill(status=status, headers=headers, body=detail)

    chat.page.route("**/queue/join*", refuse)
    chat.last.locator('[data-do="edit"]').first.click()
    chat.box.fill(SECOND)
    chat.box.press("Enter")
    refused(chat, "Many questions are waiting")
    expect(chat.page.locator(".turn.replaced")).to_have_count(1)  # it is edited still
    chat.last.locator('[data-do="retry"]').click()
    refused(chat, "Many questions are waiting")
    chat.page.unroute("**/queue/join*")
    chat.box.press("Enter")
    chat.answered(SECOND)
    expect(chat.page.locator("#trouble")).to_be_hidden()
