"""Everything fits where it stands, however wide the page and however large its text."""

from __future__ import annotations

import pytest
from chat_page import NewPage
from playwright.sync_api import expect
from real_documents import WU
from served_page import ServedPage

SURVIVAL = "What was the five-year survival rate after aHSCT?"
SIZE = "localStorage.setItem('assistant.settings', JSON.stringify({{size: '{}'}}))"
COPYING = ["clipboard-read", "clipboard-write"]
WIDTHS = [320, 390, 600, 720, 900, 1000, 1160, 1280, 1440]

LETTERS = """() => {
  const field = document.querySelector("#reader-query");
  const count = document.querySelector(".reader-count").getBoundingClientRect();
  const bar = document.querySelector(".reader-tools");
  const {paddingLeft, paddingRight, fontSize} = getComputedStyle(field);
  const room = field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return {
    letters: room / (parseFloat(fontSize) / 2),
    counted: count.width > 0 && count.right <= bar.getBoundingClientRect().right,
    over: bar.scrollWidth - bar.clientWidth,
  };
}"""

# Of the top line: what is cut off, and what reaches out of it.
CUT = """() => {
  const top = document.querySelector(".top");
  const {right, bottom} = top.getBoundingClientRect();
  const seen = [...top.querySelectorAll("h1, .heading p, .top-links > *, .top-word")].filter(
    (one) => one.getClientRects().length && getComputedStyle(one).clipPath === "none");
  return seen.filter((one) => {
    const box = one.getBoundingClientRect();
    return one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline"
      || box.right > right + 1 || box.bottom > bottom || box.top < 0;
  }).map((one) => `${one.tagName} ${one.textContent}`);
}"""

# The chosen card below the bar above it: whether that cuts through its title, how far the quote
# begins below it, and how far above the sheet's end.
CARD = """() => {
  const card = document.querySelector(".card.chosen");
  const bar = card.closest(".sources").querySelector(".side-top").getBoundingClientRect();
  const title = card.querySelector(".card-title").getBoundingClientRect();
  const quote = card.querySelector(".passage mark").getBoundingClientRect();
  const side = document.querySelector("#side").getBoundingClientRect();
  return {
    cut: title.top < bar.bottom && title.bottom > bar.bottom,
    below: quote.top - bar.bottom,
    above: side.bottom - quote.top,
  };
}"""

# What can be clicked under the notice.
COVERED = """() => {
  const note = document.querySelector(".copied-note");
  const {left, right, top, bottom} = note.getBoundingClientRect();
  const buttons = ".top a, .top button, .view-bar button, .reader-tools *";
  const boxes = [...document.querySelectorAll(buttons)]
    .filter((one) => one.checkVisibility()).map((one) => [one, one.getBoundingClientRect()]);
  return boxes.filter(([, box]) => box.width && box.left < right && box.right > left
    && box.top < bottom && box.bottom > top).map(([one]) => one.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("size", ["100", "130"])
def test_there_is_room_to_search_in_a_document_once_hits_are_counted(
    new_page: NewPage, site: ServedPage, size: str
) -> None:
    chat = new_page(site, viewport={"width": 1440, "height": 800})
    chat.page.add_init_script(SIZE.format(size))
    chat.open(f"/#/read/{WU}")
    chat.view.locator("#reader-query").fill("e")
    expect(chat.view.locator(".reader-count")).to_contain_text(" of ")
    for width in WIDTHS:
        chat.page.set_viewport_size({"width": width, "height": 800})
        found = chat.page.evaluate(LETTERS)
        assert found["letters"] >= 14, (width, found)
        assert found["counted"], width
        assert found["over"] <= 0, (width, found)


@pytest.mark.parametrize("size", ["90", "100", "112", "130"])
def test_nothing_of_the_top_line_is_cut_off(new_page: NewPage, site: ServedPage, size: str) -> None:
    chat = new_page(site)
    chat.page.add_init_script(SIZE.format(size))
    chat.open()
    for width in (*WIDTHS, 1100, 1120, 1200, 1240, 1340, 1920):
        chat.page.set_viewport_size({"width": width, "height": 800})
        assert chat.page.evaluate(CUT) == [], width


@pytest.mark.parametrize("size", ["100", "130"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 568), (720, 450)])
def test_a_chosen_card_is_not_cut_by_the_bar_above_it(
    new_page: NewPage, site: ServedPage, width: int, height: int, size: str
) -> None:
    chat = new_page(site, viewport={"width": width, "height": height})
    chat.page.add_init_script(SIZE.format(size))
    chat.open()
    chat.ask(SURVIVAL)
    for marker in chat.last.locator(".marker").all():
        marker.evaluate("one => one.click()")
        expect(chat.page.locator(".card.chosen")).to_be_focused()
        found = chat.page.evaluate(CARD)
        assert not found["cut"]
        assert found["below"] >= 0, found
        assert found["above"] >= 40, found
        chat.page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [320, 390, 900, 1160, 1440])
def test_what_is_said_of_copying_covers_no_button(
    new_page: NewPage, site: ServedPage, width: int
) -> None:
    chat = new_page(site, viewport={"width": width, "height": 800}, permissions=COPYING)
    chat.open()
    turn = chat.ask(SURVIVAL)
    turn.get_by_role("button", name="Copy the answer").click()
    expect(chat.page.locator(".copied-note")).to_have_text("Copied")
    assert chat.page.evaluate(COVERED) == []
    chat.open(f"/#/read/{WU}?at=20000-20200")
    chat.view.locator('[data-place="quote"]').click()
    expect(chat.page.locator(".copied-note")).to_have_text("Copied")
    assert chat.page.evaluate(COVERED) == []
