"""The page is there before the server is ready, and says how far that is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import STARTED_IN, ChatPage, NewPage
from playwright.sync_api import expect
from served_page import ServedPage, faked
from stepping_assistant import INDEXED, SCRIPT
from uploading import row

SURVIVAL = "What was the five-year survival rate after aHSCT?"


def test_a_question_typed_while_the_page_starts_is_asked(
    new_page: NewPage, site: ServedPage
) -> None:
    site.stop()
    site.begin()
    chat: ChatPage = new_page(site)
    chat.page.goto(site.url)
    chat.page.fill("#early", SURVIVAL)
    chat.page.press("#early", "Enter")
    turn = chat.answered(SURVIVAL)
    expect(turn).to_contain_text("98.8%")
    expect(turn.locator(".suggestions")).to_be_visible(timeout=STARTED_IN)
    expect(chat.turns).to_have_count(1)


class Unread:
    """A page whose documents are still to be read, in the steps that a test writes down."""

    def __init__(self, root: Path) -> None:
        (root / "corpus").mkdir(parents=True)
        (root / "corpus" / "tea.txt").write_text("Green tea is brewed.\n", "utf-8")
        self.site = ServedPage(root, program=faked("stepping_assistant", "SteppingAssistant"))
        self.root = root
        self._script = root / SCRIPT

    def goes_on(self, line: str) -> None:
        with self._script.open("a", encoding="utf-8") as script:
            script.write(f"{line}\n")


# Asked for before the page, so that it ends after it: a page whose server is gone logs errors.
@pytest.fixture
def prepared(browser: object, tmp_path: Path) -> Iterator[Unread]:
    made = Unread(tmp_path / "workspace")
    yield made
    made.site.stop()


@pytest.fixture
def unread(prepared: Unread) -> Unread:
    prepared.site.begin()
    return prepared


def test_the_first_reading_of_the_documents_is_watched(unread: Unread, new_page: NewPage) -> None:
    unread.goes_on("3 20 Reading")
    chat = new_page(unread.site)
    chat.page.goto(unread.site.url)
    says, bar = chat.page.locator(".starting-says"), chat.page.get_by_role("progressbar")
    now = chat.page.locator('.starting-steps [aria-current="step"]')
    expect(says).to_contain_text("Reading the documents: 3 of 20")
    expect(now).to_have_text("Read the documents")
    unread.goes_on("45000000 90000000 Fetching all-MiniLM-L6-v2 from the hub")
    expect(says).to_contain_text("Fetching the search model: 45 of 90 MB")
    expect(bar).to_have_attribute("aria-valuenow", "50")
    unread.goes_on("120 600 Embedding")
    expect(says).to_contain_text("Working through the sentences: 120 of 600")
    unread.goes_on("240 600 Embedding")
    expect(says).to_contain_text("Working through the sentences: 240 of 600")
    expect(says).to_contain_text("left")
    expect(now).to_have_text("Work through the sentences")
    chat.page.fill("#early", "What was the survival?")
    chat.page.press("#early", "Enter")
    said = "Your question will be asked when they are ready"
    expect(chat.page.locator("#starting-status")).to_contain_text(said)
    unread.goes_on("end")
    expect(chat.answered("What was the survival?")).to_contain_text("92%")
    assert "2 documents, 4 sentences" in unread.site.said


def test_a_failed_reading_says_what_to_do_and_is_tried_again(
    unread: Unread, new_page: NewPage
) -> None:
    why = "Model all-MiniLM-L6-v2 cannot be had: connect to the network and try again."
    unread.goes_on(f"fail {why}")
    chat = new_page(unread.site)
    chat.page.goto(unread.site.url)
    told = chat.page.get_by_role("alert")
    expect(told).to_contain_text(why)
    chat.page.fill("#early", "What was the")
    told.get_by_role("button", name="Try again").click()
    unread.goes_on("1 2 Checking")
    expect(told).to_be_hidden()
    expect(chat.page.locator(".starting-says")).to_contain_text("Checking the index: 50 %")
    chat.page.locator("#early").press_sequentially(" survival?")
    unread.goes_on("end")
    expect(chat.box).to_have_value("What was the survival?", timeout=STARTED_IN)
    assert f"The documents could not be read: {why}" in unread.site.said


def test_an_index_from_before_is_asked_while_the_documents_are_read(
    prepared: Unread, new_page: NewPage
) -> None:
    unread = prepared
    (unread.root / INDEXED).touch()
    unread.goes_on("120 600 Embedding")
    unread.site.start()
    chat = new_page(unread.site)
    chat.open()
    note = chat.page.locator("#reading")
    expect(note).to_contain_text("Working through the sentences: 120 of 600")
    expect(note).to_contain_text("Answers do not know the newest documents yet.")
    expect(chat.ask("What was the survival?")).to_contain_text("92%")
    unread.goes_on("fail The disk is full: make room, then try again.")
    expect(note).to_have_text(
        "The documents could not be read: The disk is full: make room, then try again."
    )
    note.get_by_role("link").click()
    expect(row(chat.view, "tea.txt")).to_be_visible()
    chat.view.get_by_role("button", name="Try again").click()
    unread.goes_on("end")
    expect(note).to_have_count(0)
    assert "could not be read: The disk is full" in unread.site.said
