"""A language model's words on the page: after the quotes, checked, stopped when asked to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import ChatPage, NewPage
from playwright.sync_api import expect
from served_page import ServedPage
from stub_endpoint import DONE, HEAD, Connection, StubEndpoint, piece

SURVIVAL = "What was the five-year survival rate after aHSCT?"
SUPPORTED = "The five-year survival rate was 98.8%."
ANOTHER = "All were treated with non-myeloablative aHSCT."
PARTLY = "The efficacy of aHSCT was 98.8%."
WITHHELD = "The capital of France is Paris."


class Script:
    """What the model writes: before it is let go nothing, then all; `endless`, and more."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.endless = False

    def __call__(self, connection: Connection) -> None:
        connection.send(HEAD)
        self.go.wait()
        for sentence in (SUPPORTED, ANOTHER, PARTLY, WITHHELD):
            connection.send(piece(f"{sentence} "))
        if self.endless:
            connection.hang()
        else:
            connection.send(DONE)


@pytest.fixture(scope="module")
def scripts() -> Iterator[list[Script]]:
    """The script in force is the last one."""
    yield (made := [Script()])
    for script in made:
        script.go.set()


@pytest.fixture(scope="module")
def composing_site(browser: object, workspace: Path, scripts: list[Script]) -> Iterator[ServedPage]:
    stub = StubEndpoint(lambda connection: scripts[-1](connection))
    settings = {
        "ASSISTANT_LANGUAGE_MODEL": "endpoint",
        "ASSISTANT_ENDPOINT_URL": stub.url,
        "ASSISTANT_ENDPOINT_MODEL": "scripted",
        "ASSISTANT_ENDPOINT_TIMEOUT": "120",
    }
    with ServedPage(workspace, **settings) as site:
        yield site
    scripts[-1].go.set()
    stub.close()


@pytest.fixture
def script(scripts: list[Script]) -> Script:
    scripts.append(Script())
    return scripts[-1]


@pytest.fixture
def composing(new_page: NewPage, composing_site: ServedPage, script: Script) -> ChatPage:
    page = new_page(composing_site)
    page.open()
    return page


def begin(chat: ChatPage) -> None:
    chat.box.fill(SURVIVAL)
    chat.box.press("Enter")


def test_the_quotes_come_before_the_models_words(composing: ChatPage, script: Script) -> None:
    begin(composing)
    running = composing.page.locator('#live .turn[data-state="running"]')
    expect(running.locator(".answer")).to_contain_text("98.8%", timeout=60_000)
    expect(composing.last.locator(".composed")).to_have_count(0)
    script.go.set()
    turn = composing.answered(SURVIVAL)
    expect(turn.locator(".composed")).to_contain_text(SUPPORTED)
    expect(turn.locator(".answer")).to_contain_text("98.8%")


def test_every_sentence_says_what_holds_it_up(composing: ChatPage, script: Script) -> None:
    script.go.set()
    turn = composing.ask(SURVIVAL)
    supported = turn.locator(".sentence", has_text=SUPPORTED)
    expect(composing.card_of(supported).locator("mark")).to_contain_text("98.8%")
    partly = turn.locator(".sentence", has_text=PARTLY).locator(".verdict")
    partly.hover()
    expect(composing.page.locator("#tip")).to_contain_text("may not follow")
    expect(turn.locator(".composed")).not_to_contain_text("Paris")
    turn.get_by_text("1 sentence is hidden").click()
    expect(turn.locator(".withheld")).to_contain_text("“France” is not in the quote")
    expect(turn).not_to_contain_text(WITHHELD)


def test_withheld_sentences_are_shown_struck_through_when_asked_for(
    composing: ChatPage, script: Script
) -> None:
    script.go.set()
    composing.go("settings").get_by_label("Show withheld sentences").check()
    composing.page.keyboard.press("Escape")
    turn = composing.ask(SURVIVAL)
    expect(turn.locator(".withheld s")).to_have_text(WITHHELD)


def test_writing_is_stopped_and_what_was_written_stays(composing: ChatPage, script: Script) -> None:
    script.endless = True
    script.go.set()
    begin(composing)
    expect(composing.last.locator(".composed")).to_contain_text(SUPPORTED, timeout=60_000)
    composing.last.get_by_role("button", name="Stop").click()
    turn = composing.answered(SURVIVAL)
    expect(turn.locator(".remark")).to_have_text("Stopped.")
    expect(turn.locator(".composed")).to_contain_text(SUPPORTED)
    expect(turn.locator(".answer")).to_contain_text("98.8%")


def test_escape_stops_the_writing_too(composing: ChatPage, script: Script) -> None:
    script.endless = True
    script.go.set()
    begin(composing)
    expect(composing.last.locator(".composed")).to_contain_text(SUPPORTED, timeout=60_000)
    composing.page.keyboard.press("Escape")
    expect(composing.answered(SURVIVAL).locator(".remark")).to_have_text("Stopped.")


def test_a_question_sent_while_the_model_writes_is_asked_next(
    composing: ChatPage, script: Script
) -> None:
    begin(composing)
    expect(composing.last.locator(".answer")).to_contain_text("98.8%", timeout=60_000)
    composing.box.fill("Which trials took place in Jordan?")
    composing.box.press("Enter")
    script.go.set()
    composing.answered("Which trials took place in Jordan?")
    expect(composing.turns).to_have_count(2)


def test_quotes_alone_are_chosen_and_remembered(composing: ChatPage) -> None:
    composing.go("settings").get_by_label("Quotes", exact=False).nth(0).check()
    composing.page.keyboard.press("Escape")
    turn = composing.ask(SURVIVAL)
    expect(turn.locator(".composition")).to_have_count(0)
    composing.page.reload()
    view = composing.go("settings")
    expect(view.locator('[name="answers"][value="quoted"]')).to_be_checked()


def test_a_page_loaded_again_while_an_answer_is_written_comes_back_to_it(
    composing: ChatPage, script: Script
) -> None:
    script.endless = True
    script.go.set()
    begin(composing)
    expect(composing.last.locator(".composed")).to_contain_text(SUPPORTED, timeout=60_000)
    assert "?c=" in composing.page.url
    composing.page.reload()
    turn = composing.answered(SURVIVAL)
    expect(composing.turns).to_have_count(1)
    expect(turn.locator(".answer")).to_contain_text("98.8%")
    expect(turn.locator(".composed")).to_contain_text(SUPPORTED)
    address = composing.page.url
    begin(composing)
    expect(composing.turns).to_have_count(2)
    running = composing.page.locator('#live .turn[data-state="running"]')
    expect(running.locator(".composed")).to_contain_text(SUPPORTED, timeout=60_000)
    composing.page.reload()
    expect(composing.turns).to_have_count(2)
    expect(composing.answered(SURVIVAL).locator(".composed")).to_contain_text(SUPPORTED)
    assert composing.page.url == address


def test_a_page_loaded_again_before_the_model_says_a_word_comes_back_to_it(
    composing: ChatPage, script: Script
) -> None:
    begin(composing)
    expect(composing.last.locator(".answer")).to_contain_text("98.8%", timeout=60_000)
    composing.page.reload()
    expect(composing.answered(SURVIVAL).locator(".answer")).to_contain_text("98.8%")
    expect(composing.turns).to_have_count(1)
