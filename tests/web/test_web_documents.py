"""Documents are added, asked and removed on the page."""

from __future__ import annotations

from chat_page import STARTED_IN, ChatPage
from playwright.sync_api import expect
from real_documents import WU
from uploading import READ_IN, Uploading, a_file, ready, row

TEA = "Green tea is brewed at 80 degrees for two minutes.\n"
BREWED = "At how many degrees is green tea brewed?"


def test_an_uploaded_document_is_asked_and_after_its_removal_is_not(
    chat: ChatPage, uploading: Uploading
) -> None:
    view = uploading(chat, a_file("tea.txt", TEA))
    ready(view, "tea.txt")
    chat.page.keyboard.press("Escape")
    statement = chat.ask(BREWED).locator(".statement").first
    expect(statement).to_contain_text("brewed at 80 degrees")
    expect(chat.card_of(statement).locator("mark")).to_have_text(TEA.strip())

    view = chat.go("documents")
    row(view, "tea.txt").get_by_role("button", name="Remove").click()
    view.get_by_role("dialog").get_by_role("button", name="Delete the file").click()
    expect(row(view, "tea.txt")).to_have_count(0, timeout=READ_IN)
    expect(view.locator(".documents-indexing")).to_be_hidden(timeout=READ_IN)
    chat.page.keyboard.press("Escape")
    chat.page.get_by_role("button", name="New conversation").click()
    expect(chat.page.locator(".welcome")).to_be_visible(timeout=STARTED_IN)
    expect(chat.ask(BREWED).locator(".answer.refusal")).to_be_visible()


def test_a_bad_file_does_not_keep_a_good_one_out(chat: ChatPage, uploading: Uploading) -> None:
    view = uploading(
        chat,
        a_file("picture.png", b"\x89PNG"),
        a_file("not-text.txt", b"\xff\xfe\x00\x00\x01\x02\x00"),
        a_file("tea.txt", TEA),
    )
    expect(view.locator(".documents-upload.bad")).to_have_count(2)
    expect(view.locator(".documents-upload.bad").first).to_contain_text("picture.png")
    expect(view.locator(".documents-upload.bad").last).to_contain_text("Not added")
    ready(view, "tea.txt")


def test_only_chosen_documents_are_asked(chat: ChatPage) -> None:
    view = chat.go("documents")
    row(view, WU).get_by_role("checkbox").check()
    expect(view.locator(".documents-scope")).to_contain_text("Asking 1 of 2 documents.")
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator("#asking-some")).to_contain_text("Asking 1 of 2 documents")
    chat.ask("What are the risks of stem cells?")
    places = chat.page.locator("#side .card-place").all_inner_texts()
    assert places
    assert all(WU in place for place in places)
    chat.page.get_by_role("button", name="Ask all").click()
    expect(chat.page.locator("#asking-some")).to_have_count(0)


def test_what_is_asked_is_chosen_by_what_documents_are(
    chat: ChatPage, uploading: Uploading
) -> None:
    view = uploading(chat, a_file("tea.md", TEA), a_file("coffee.md", "Coffee is hot.\n"))
    ready(view, "tea.md")
    ready(view, "coffee.md")
    asked, chip = view.locator(".documents-asked"), chat.page.locator("#asking-some")
    view.get_by_label("Type").select_option("md")
    expect(asked).to_have_text("Asking 2 of 4 documents.")
    expect(chip).to_contain_text("Asking 2 of 4 documents")
    expect(row(view, WU)).to_be_hidden()
    row(view, "coffee.md").get_by_role("checkbox").uncheck()
    expect(asked).to_have_text("Asking 1 of 4 documents.")
    view.get_by_label("From year").fill("2100")
    view.get_by_label("From year").press("Enter")
    expect(asked).to_contain_text("No document matches. All 4 documents are asked.")
    view.locator(".documents-scope").get_by_role("button", name="Ask all").click()
    expect(asked).to_contain_text("All 4 documents are asked.")
    expect(chip).to_have_count(0)
    expect(row(view, WU)).to_be_visible()
    expect(view.get_by_label("Type")).to_have_value("")


def test_a_refusal_of_some_documents_says_so_and_asks_all(
    chat: ChatPage, uploading: Uploading
) -> None:
    view = uploading(chat, a_file("tea.txt", TEA))
    ready(view, "tea.txt")
    row(view, WU).get_by_role("checkbox").check()
    chat.page.keyboard.press("Escape")
    refused = chat.ask(BREWED)
    expect(refused.locator(".answer.refusal")).to_contain_text("other documents were not asked")
    refused.get_by_role("button", name="Ask all documents").click()
    expect(chat.last.locator(".statement").first).to_contain_text("brewed at 80 degrees")
    expect(chat.page.locator("#asking-some")).to_have_count(0)
    expect(chat.page.locator(".turn")).to_have_count(1)
