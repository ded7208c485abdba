"""What stays in reach while the rest scrolls covers it: no text shows above or below it."""

from __future__ import annotations

import pytest
from chat_page import ChatPage, NewPage
from playwright.sync_api import expect
from real_documents import WU
from served_page import ServedPage

SURVIVAL = "What was the five-year survival rate after aHSCT?"
NARROW = {"width": 390, "height": 844}
LOOKS = {
    "wide": {},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": NARROW},
    "very narrow": {"viewport": {"width": 320, "height": 640}},
}
HUGE = "localStorage.setItem('assistant.settings', JSON.stringify({size: '130'}))"

# Of the points of a frame outside of what sticks to one of its edges: where its text shows.
SHOWS = """([frame, bar, edge, text]) => {
  const all = document.querySelector(frame).getBoundingClientRect();
  const stuck = document.querySelector(bar).getBoundingClientRect();
  const round = 10; // its corners
  const [from, to] = edge === "top" ? [all.top, stuck.bottom] : [stuck.top + round, all.bottom];
  const found = [];
  for (let y = Math.max(from, 0) + 1; y < Math.min(to, innerHeight) - 1; y += 1) {
    for (let x = all.left + 2; x < all.right - 16; x += 8) {
      if (document.elementFromPoint(x, y)?.closest(text)) found.push([x, y]);
    }
  }
  return found;
}"""


def shows(chat: ChatPage, frame: str, bar: str, edge: str, text: str) -> object:
    return chat.page.evaluate(SHOWS, [frame, bar, edge, text])


@pytest.fixture(params=LOOKS)
def look(new_page: NewPage, site: ServedPage, request: pytest.FixtureRequest) -> ChatPage:
    return new_page(site, **LOOKS[request.param])


@pytest.mark.parametrize("huge", [False, True])
def test_the_readers_bars_cover_the_text(look: ChatPage, *, huge: bool) -> None:
    if huge:
        look.page.add_init_script(HUGE)
    look.open(f"/#/read/{WU}?at=20000-20200")
    expect(look.view.locator(".reader-mark").first).to_be_in_viewport()
    assert shows(look, "#view", ".reader-tools", "top", ".reader-text") == []
    assert shows(look, "#view", ".reader-place", "bottom", ".reader-text") == []
    look.page.evaluate("document.querySelector('.view-body').scrollTop += 333")
    assert shows(look, "#view", ".reader-tools", "top", ".reader-text") == []
    contents = look.view.locator(".reader-box")
    if not contents.is_visible():
        look.view.locator(".reader-toggle").click()
    expect(contents).to_be_visible()
    covered = look.page.evaluate(
        "document.querySelector('.reader-box').getBoundingClientRect().top"
        " - document.querySelector('.reader-tools').getBoundingClientRect().bottom"
    )
    assert covered >= -1


def test_the_question_covers_what_scrolls_below_it(look: ChatPage) -> None:
    look.open()
    look.ask(SURVIVAL)
    look.ask("Which trials took place in Jordan?")
    frame = "body" if (look.page.viewport_size or {})["width"] < 896 else "#left"
    look.page.evaluate(
        "for (const one of [document.scrollingElement, document.querySelector('#talk')])"
        " one.scrollTop = 90"
    )
    assert shows(look, frame, "#left .form", "bottom", ".turn") == []


def test_the_evidences_head_covers_its_cards(new_page: NewPage, site: ServedPage) -> None:
    chat = new_page(site, viewport=NARROW)
    chat.open()
    chat.ask(SURVIVAL)
    chat.marker(1).click()
    expect(chat.card(1)).to_be_focused()
    chat.page.evaluate("document.querySelector('#side').scrollTop = 200")
    assert shows(chat, "#side", "#side .side-top", "top", ".card") == []
