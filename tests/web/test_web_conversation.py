"""A conversation: follow-ups, refusals, suggestions, and taking things back."""

from __future__ import annotations

from chat_page import ChatPage, NewPage
from playwright.sync_api import expect
from real_documents import WU
from served_page import ServedPage

JORDAN = "Which trials took place in Jordan?"
SURVIVAL = "What was the five-year survival rate after aHSCT?"
NOT_THERE = "What is the capital of France?"


def test_a_follow_up_says_what_it_leans_on(chat: ChatPage) -> None:
    chat.ask(JORDAN)
    turn = chat.ask("And in Spain?")
    expect(turn.locator(".about")).to_contain_text("trials")
    expect(turn.locator(".statement")).to_have_count(6)


def test_what_it_leans_on_can_be_left_out(chat: ChatPage) -> None:
    chat.ask(JORDAN)
    chat.ask("And in Spain?").locator(".about button").click()
    expect(chat.last.locator(".about")).to_have_count(0)
    expect(chat.turns).to_have_count(2)


def test_a_refusal_names_the_nearest_passages(chat: ChatPage) -> None:
    turn = chat.ask(NOT_THERE)
    expect(turn.locator(".answer.refusal")).to_contain_text("I found nothing in")
    nearest = chat.page.get_by_role("region", name="Nearest passages")
    expect(nearest.locator(".card").first).to_be_in_viewport()
    turn.locator(".marker").first.click()
    expect(nearest.locator(".card.chosen")).to_be_focused()


def test_a_first_question_is_asked_by_one_click(chat: ChatPage) -> None:
    first = chat.page.locator(".welcome .ask-this").first
    question = first.inner_text()
    first.click()
    expect(chat.answered(question).locator(".answer .statement").first).to_be_visible()


def test_a_suggestion_is_asked_by_one_click(chat: ChatPage) -> None:
    suggestion = chat.ask(SURVIVAL).locator(".suggestions .ask-this").first
    question = suggestion.inner_text()
    suggestion.click()
    chat.answered(question)
    expect(chat.turns).to_have_count(2)


def test_asking_again_takes_the_place_of_the_answer(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    chat.last.evaluate("turn => turn.setAttribute('data-before', '')")
    chat.last.get_by_role("button", name="Ask again").click()
    expect(chat.page.locator('#live .turn[data-state="done"]:not([data-before])')).to_be_visible()
    chat.answered(SURVIVAL)
    expect(chat.turns).to_have_count(1)


def test_an_edited_question_replaces_what_follows(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    chat.ask(JORDAN)
    chat.page.locator("#turn-1").get_by_role("button", name="Edit this question").click()
    expect(chat.page.locator(".turn.replaced")).to_have_count(2)
    expect(chat.box).to_have_value(SURVIVAL)
    chat.ask(NOT_THERE)
    expect(chat.turns).to_have_count(1)


def test_escape_leaves_a_question_as_it_was(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    chat.last.get_by_role("button", name="Edit this question").click()
    expect(chat.page.locator(".turn.replaced")).to_have_count(1)
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator(".turn.replaced")).to_have_count(0)
    expect(chat.turns).to_have_count(1)


def test_questions_are_taken_back_one_by_one(chat: ChatPage) -> None:
    chat.ask(SURVIVAL)
    chat.ask(JORDAN)
    chat.last.get_by_role("button", name="Remove this question").click()
    expect(chat.last.locator(".question")).to_have_text(SURVIVAL)
    expect(chat.turns).to_have_count(1)
    chat.last.get_by_role("button", name="Remove this question").click()
    expect(chat.page.locator(".welcome")).to_be_visible()


def test_a_copied_answer_names_its_sources(new_page: NewPage, site: ServedPage) -> None:
    chat = new_page(site, permissions=["clipboard-read", "clipboard-write"])
    chat.open()
    chat.ask(SURVIVAL).get_by_role("button", name="Copy the answer").click()
    expect(chat.page.locator(".copied-note")).to_have_text("Copied")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert "98.8%" in copied
    assert "Stem cell therapies: a new era" in copied
    assert f"{WU}, lines " in copied
    assert "5-year survival rate of 98.8%" in copied
