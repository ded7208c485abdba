"""What a document or its name holds is text on the page, whatever it looks like."""

from __future__ import annotations

from chat_page import ChatPage
from playwright.sync_api import expect
from served_page import ServedPage
from uploading import READ_IN, Uploading, a_file, ready, row

RUN = "window.__hacked = 1"
MARKUP = (
    f"<script>{RUN}</script> <img src=x onerror='{RUN}'> <svg onload='{RUN}'><a/></svg> "
    f"<iframe srcdoc='<script>parent.__hacked = 1</script>'></iframe> "
    f"<a href='javascript:{RUN}'>here</a> <img src='https://evil.example/a.png'> "
    "![pixel](https://evil.example/b.png) [free](https://evil.example/) "
    f"</p></div></section><style>body {{ display: none }}</style> ${{{RUN}}} {{{{{RUN}}}}}"
)
ASKED = "How many crowns does the zebra paint cost?"
TEXT = f"# Zebra paint {MARKUP}\n\nThe zebra paint costs 40 crowns {MARKUP} in the shop.\n"
NAME = f"<img src=x onerror='{RUN}'> &amp; ${{{RUN}}} ![x](https:evil.example).md"

OUTWARD = """() => [...document.querySelectorAll("a[href], area[href], form[action]")]
  .map((one) => one.href ?? one.action)
  .filter((address) => new URL(address).origin !== location.origin)
  .filter((address) => !address.startsWith("https://doi.org/10."))"""


def harmless(chat: ChatPage) -> None:
    """No script of the text has run, and no link of it is one."""
    assert chat.page.evaluate("window.__hacked") is None
    assert chat.page.evaluate(OUTWARD) == []
    expect(chat.page.locator("#talk, #view").first).to_be_visible()


def test_markup_in_a_document_is_shown_as_it_stands(chat: ChatPage, uploading: Uploading) -> None:
    # As plain text: of Markdown, its marks and its HTML are not shown.
    ready(uploading(chat, a_file("zebra.txt", TEXT)), "zebra.txt")
    harmless(chat)
    chat.page.keyboard.press("Escape")
    statement = chat.ask(ASKED).locator(".statement", has_text="40 crowns")
    expect(statement).to_contain_text(f"<script>{RUN}</script>")
    card = chat.card_of(statement)
    expect(card.locator("mark").first).to_contain_text("<img src=x onerror=")
    statement.locator(".marker").hover()
    expect(chat.page.locator("#tip")).to_contain_text("<svg onload=")
    harmless(chat)
    card.get_by_role("link", name="In context").click()
    expect(chat.view.locator(".reader-mark").first).to_contain_text("<iframe srcdoc=")
    harmless(chat)


def test_a_hostile_file_name_is_shown_as_it_stands(
    chat: ChatPage, site: ServedPage, uploading: Uploading
) -> None:
    untitled = TEXT.partition("\n\n")[2]  # a heading would be its title
    (site.workspace / "corpus" / NAME).write_text(untitled, "utf-8")
    view = chat.go("documents")
    view.locator(".documents-stale .documents-index").click()
    expect(row(view, NAME).locator(".documents-state")).to_have_text("Ready", timeout=READ_IN)
    expect(row(view, NAME)).to_contain_text(NAME)
    harmless(chat)
    chat.page.keyboard.press("Escape")
    statement = chat.ask(ASKED).locator(".statement", has_text="40 crowns")
    card = chat.card_of(statement)
    expect(card.locator(".card-title")).to_contain_text(NAME)
    harmless(chat)
    card.get_by_role("link", name="In context").click()
    expect(chat.view).to_contain_text(NAME)
    harmless(chat)


def test_an_upload_with_a_hostile_name_is_refused_by_name(
    chat: ChatPage, uploading: Uploading
) -> None:
    view = uploading(chat, a_file(NAME, TEXT))
    refused = view.locator(".documents-upload.bad")
    expect(refused).to_contain_text(NAME)
    expect(refused).to_contain_text("Not added")
    harmless(chat)


def test_a_hostile_question_is_shown_as_it_stands(chat: ChatPage) -> None:
    turn = chat.ask(MARKUP)
    expect(turn.locator(".question")).to_have_text(MARKUP)
    harmless(chat)
    name = chat.go("conversations").locator(".talk[data-current] .talk-name")
    expect(name).to_contain_text("<script>")
    harmless(chat)
