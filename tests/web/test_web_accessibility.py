"""axe finds nothing serious on the page, in any view, light, dark or on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from chat_page import ChatPage, NewPage
from playwright.sync_api import expect
from real_documents import SHOKATI
from served_page import ServedPage

LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
}
GRAVE = ("serious", "critical")


def findings(chat: ChatPage) -> list[str]:
    """What axe finds on the page as it is now, each with the first element that it is about."""
    response = Axe().run(chat.page).response
    assert response["passes"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} ({one['nodes'][0]['failureSummary'][:200]})"
        for one in response["violations"]
        if one["impact"] in GRAVE
    ]


@pytest.fixture(params=LOOKS)
def look(new_page: NewPage, site: ServedPage, request: pytest.FixtureRequest) -> ChatPage:
    page = new_page(site, **LOOKS[request.param])
    page.open()
    return page


def test_the_conversation(look: ChatPage) -> None:
    found = {"empty": findings(look)}
    look.ask("What was the five-year survival rate after aHSCT?")
    found["answer"] = findings(look)
    look.marker(1).click()
    found["evidence"] = findings(look)
    look.page.keyboard.press("Escape")
    look.ask("Which trials took place in Spain?")
    found["rows"] = findings(look)
    look.ask("What is the capital of France?")
    found["refusal"] = findings(look)
    assert {moment: what for moment, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "view", ["conversations", "documents", "quality", "settings", f"read/{SHOKATI}?at=2000-2200"]
)
def test_a_view(look: ChatPage, view: str) -> None:
    look.open(f"/#/{view}")
    expect(look.view.locator("h1")).to_be_visible()
    assert findings(look) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_beside_the_chat(new_page: NewPage, site: ServedPage, scheme: str) -> None:
    chat = new_page(site, color_scheme=scheme)
    chat.page.add_init_script("localStorage.setItem('assistant.pinned', 'true')")
    chat.open()
    chat.ask("What was the five-year survival rate after aHSCT?")
    expect(chat.page.locator("#pinned .talk[data-current]")).to_be_visible()
    assert findings(chat) == []
