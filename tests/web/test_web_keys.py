"""The page by keyboard alone: everything is reached, the focus is seen and never lost."""

from __future__ import annotations

import pytest
from chat_page import ChatPage
from playwright.sync_api import expect

CELLS = "Which cells are used to treat MS?"  # two quotes

# What has the focus, and whether a reader sees that it has: an outline, or a ring or border that
# is not there without the focus.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return {name: "", seen: false};
  const look = () => [element, element.parentElement, element.closest("label, .form, .block")]
    .filter(Boolean).map((one) => {
      const {outlineStyle, outlineWidth, boxShadow, borderColor} = getComputedStyle(one);
      return [outlineStyle !== "none" && outlineWidth, boxShadow, borderColor].join();
    }).join("|");
  const box = element.getBoundingClientRect();
  const focused = look();
  element.blur();
  const without = look();
  element.focus({preventScroll: true});
  return {
    name: [element.getAttribute("aria-label"), element.title, element.textContent.trim(),
      element.labels?.[0]?.textContent].join(" "),
    seen: box.width > 0 && box.height > 0 && focused !== without,
    tag: element.outerHTML.slice(0, 120),
  };
}"""


def walk(chat: ChatPage, steps: int) -> list[str]:
    """Press Tab so often; the names of what had the focus, each of which was seen to have it."""
    names = []
    for _ in range(steps):
        chat.page.keyboard.press("Tab")
        found = chat.page.evaluate(FOCUSED)
        assert found["seen"], found
        names.append(found["name"])
    return names


def test_a_question_is_asked_and_its_quote_read_without_a_mouse(chat: ChatPage) -> None:
    expect(chat.box).to_be_focused()
    chat.page.keyboard.type(CELLS)
    chat.page.keyboard.press("Enter")
    chat.answered(CELLS)
    expect(chat.box).to_be_focused()
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("Tab")
    chat.page.keyboard.press("j")
    expect(chat.page.locator(".card.chosen")).to_have_id("card-1-1")
    expect(chat.card(1)).to_be_focused()
    chat.page.keyboard.press("j")
    expect(chat.card(2)).to_be_focused()
    chat.page.keyboard.press("k")
    expect(chat.card(1)).to_be_focused()
    chat.page.keyboard.press("Tab")
    expect(chat.card(1).get_by_role("link").first).to_be_focused()


def test_the_reader_is_opened_and_left_again_where_one_was(chat: ChatPage) -> None:
    chat.ask(CELLS)
    link = chat.card(1).get_by_role("link", name="In context")
    link.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.view.locator(".reader-mark").first).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.view).to_be_hidden()
    expect(link).to_be_focused()


def test_tab_reaches_everything_and_shows_where_it_is(chat: ChatPage) -> None:
    chat.ask(CELLS)
    chat.page.locator(".top-link").first.focus()
    names = walk(chat, 24)
    for wanted in (
        "Documents",
        "New conversation",
        "Copy the answer",
        "Your question",
        "In context",
    ):
        assert any(wanted in name for name in names), (wanted, names)


def test_a_slash_leads_back_to_the_question(chat: ChatPage) -> None:
    chat.go("documents")
    chat.page.keyboard.press("/")
    expect(chat.view).to_be_hidden()
    expect(chat.box).to_be_focused()
    expect(chat.box).to_have_value("")


def test_a_question_mark_lists_the_keys(chat: ChatPage) -> None:
    chat.page.locator(".top .new").focus()
    chat.page.keyboard.press("?")
    expect(chat.page.get_by_role("dialog", name="Keys")).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(chat.page.locator(".top .new")).to_be_focused()


def test_letters_open_the_views(chat: ChatPage) -> None:
    chat.page.locator(".top .new").focus()
    chat.page.keyboard.press("d")
    expect(chat.view.locator("h1")).to_have_text("Documents")
    expect(chat.view.locator("h1")).to_be_focused()
    chat.page.keyboard.press("c")
    expect(chat.view.locator("h1")).to_have_text("Conversations")
    chat.page.keyboard.press("Escape")
    expect(chat.view).to_be_hidden()


def test_a_question_mark_in_a_question_is_a_question_mark(chat: ChatPage) -> None:
    chat.box.focus()
    chat.page.keyboard.type("jk?/cdn")
    expect(chat.box).to_have_value("jk?/cdn")
    expect(chat.view).to_be_hidden()


def test_escape_leaves_the_question_and_the_keys_work(chat: ChatPage) -> None:
    chat.ask(CELLS)
    chat.box.press_sequentially("unfinished")
    chat.page.keyboard.press("Escape")
    expect(chat.box).not_to_be_focused()
    expect(chat.box).to_have_value("unfinished")
    chat.page.keyboard.press("j")
    expect(chat.card(1)).to_be_focused()
    chat.page.keyboard.press("?")
    keys = chat.page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("leave the box")
    expect(keys).to_contain_text("press Esc first")
    chat.page.keyboard.press("d")  # a dialog's keys are its own
    expect(chat.view).to_be_hidden()
    chat.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    chat.page.keyboard.press("/")
    expect(chat.box).to_be_focused()
    expect(chat.box).to_have_value("unfinished")


# A field of each kind, put where the page's own are.
FIELD = """(html) => {
  document.querySelector("#field")?.remove();
  const made = document.createElement("div");
  made.id = "field";
  made.innerHTML = html;
  document.querySelector("#talk").append(made);
  made.querySelector("*").focus();
}"""


@pytest.mark.parametrize(
    "html",
    [
        "<input>",
        "<input type=search>",
        "<input type=checkbox>",
        "<textarea></textarea>",
        "<select><option>jar<option>cup<option>dish</select>",
        "<p contenteditable>x</p>",
        "<p contenteditable=plaintext-only tabindex=0>x</p>",
        "<p role=textbox tabindex=0>x</p>",
    ],
)
def test_no_key_fires_in_any_field(chat: ChatPage, html: str) -> None:
    chat.page.evaluate(FIELD, html)
    field = chat.page.locator("#field > *")
    expect(field).to_be_focused()
    for key in ("j", "k", "c", "d", "n", "?", "/"):
        chat.page.keyboard.press(key)
    expect(field).to_be_focused()
    expect(chat.view).to_be_hidden()
    expect(chat.page.get_by_role("dialog", name="Keys")).to_be_hidden()
    chat.page.keyboard.press("Escape")
    expect(field).not_to_be_focused()
    chat.page.keyboard.press("?")
    expect(chat.page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_keys_with_a_modifier_are_the_browsers(chat: ChatPage) -> None:
    chat.page.locator(".top .new").focus()
    for key in ("Control+d", "Alt+d", "Meta+d"):
        chat.page.keyboard.press(key)
    expect(chat.view).to_be_hidden()


def test_letters_in_the_fields_of_a_view_are_letters(chat: ChatPage) -> None:
    chat.go("conversations")
    chat.page.locator("#talks-search").press_sequentially("jk?/cdn")
    expect(chat.page.locator("#talks-search")).to_have_value("jk?/cdn")
    expect(chat.view.locator("h1")).to_have_text("Conversations")
    chat.page.keyboard.press("Escape")
    expect(chat.view).to_be_hidden()


def test_an_arrow_brings_earlier_questions_back(chat: ChatPage) -> None:
    chat.ask(CELLS)
    chat.ask("Which trials took place in Jordan?")
    for key, question in (
        ("ArrowUp", "Which trials took place in Jordan?"),
        ("ArrowUp", CELLS),
        ("ArrowUp", CELLS),
        ("ArrowDown", "Which trials took place in Jordan?"),
        ("ArrowDown", ""),
    ):
        chat.box.press(key)
        expect(chat.box).to_have_value(question)
    chat.page.locator(".top .new").click()
    expect(chat.page.locator(".welcome")).to_be_visible()
    chat.box.press("ArrowUp")
    expect(chat.box).to_have_value("Which trials took place in Jordan?")
    chat.box.press("Enter")
    chat.answered("Which trials took place in Jordan?")


def test_an_arrow_in_what_is_written_moves_in_it(chat: ChatPage) -> None:
    chat.ask(CELLS)
    chat.box.press_sequentially("one")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("two")
    chat.box.press("ArrowUp")
    expect(chat.box).to_have_value("one\ntwo")
    assert chat.box.evaluate("box => box.selectionStart") == 3
    chat.box.press("ArrowDown")
    expect(chat.box).to_have_value("one\ntwo")
