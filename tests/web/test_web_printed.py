"""A PDF is asked, and its quote is shown boxed on the printed page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from chat_page import ChatPage, NewPage
from fpdf import FPDF
from playwright.sync_api import Locator, expect
from served_page import ServedPage
from uploading import Uploading, a_file, ready

OPENED = "The Lindholm bridge was opened in 1931 and carries the road to Aske."
NARROW = {"width": 400, "height": 800}


def bridge() -> bytes:
    pdf = FPDF(unit="pt", format=(420, 300))
    for words in ("A page about nothing in particular, which comes first.", OPENED):
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        pdf.text(30, 60, words)
    return bytes(pdf.output())


@pytest.fixture
def uploaded(chat: ChatPage, uploading: Uploading) -> ChatPage:
    ready(uploading(chat, a_file("bridge.pdf", bridge())), "bridge.pdf")
    chat.page.keyboard.press("Escape")
    return chat


def inside(box: Locator, paper: Locator) -> bool:
    one, other = box.bounding_box(), paper.bounding_box()
    assert one is not None
    assert other is not None
    return (
        other["x"] < one["x"]
        and other["y"] < one["y"]
        and one["x"] + one["width"] < other["x"] + other["width"]
        and one["y"] + one["height"] < other["y"] + other["height"] / 2
    )


def test_a_quote_is_boxed_on_its_printed_page(uploaded: ChatPage) -> None:
    statement = uploaded.ask("When was the Lindholm bridge opened?").locator(".statement").first
    expect(statement).to_contain_text("1931")
    card = uploaded.card_of(statement)
    expect(card.locator(".card-where")).to_have_text("page 2")
    card.get_by_role("link", name="In context").click()
    view = uploaded.page.locator("#view")
    expect(view.locator(".reader-mark")).to_have_text(OPENED)
    view.get_by_role("button", name="Full width").click()
    sheet = view.locator(".reader-sheet")
    expect(sheet.locator(".reader-sheet-now")).to_have_text("Page 2 of 2")
    expect(sheet.locator(".reader-sheet-paper")).to_have_attribute("data-state", "shown")
    boxes = sheet.locator(".reader-sheet-marks span")
    expect(boxes).to_have_count(1)
    assert inside(boxes, sheet.locator(".reader-sheet-paper"))
    sheet.get_by_role("button", name="Previous page").click()
    expect(sheet.locator(".reader-sheet-now")).to_have_text("Page 1 of 2")
    expect(boxes).to_have_count(0)


def test_where_it_is_narrow_the_quotes_place_on_the_page_stays_above_the_text(
    uploaded: ChatPage, new_page: NewPage, site: ServedPage
) -> None:
    phone = new_page(site, viewport=NARROW)
    phone.open("#/read/bridge.pdf")
    view = phone.page.locator("#view")
    strip = view.locator(".reader-sheet")
    expect(view.locator(".reader-text")).to_be_visible()
    expect(strip).to_be_hidden()
    view.get_by_role("button", name="Show page 2 as printed").click()
    expect(strip.locator(".reader-sheet-now")).to_have_text("Page 2 of 2")
    expect(view.locator(".reader-text")).to_be_visible()
    view.get_by_role("button", name="Page", exact=True).click()
    expect(strip).to_be_hidden()

    sha256 = view.locator(".reader").get_attribute("data-sha256")
    start = view.locator(".reader-paragraph").last.get_attribute("data-start")
    assert start is not None
    end = int(start) + len(OPENED)
    phone.open(f"#/read/bridge.pdf?at={start}-{end}&sha={sha256}")
    expect(strip.locator(".reader-sheet-marks span")).to_be_in_viewport(ratio=1)
    expect(view.locator(".reader-mark")).to_be_in_viewport(ratio=1)


@pytest.fixture
def sources(workspace: Path) -> Iterator[Path]:
    """What is said of the documents, which is as before after the test."""
    path = workspace / "corpus" / "sources.yaml"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def test_what_a_document_is_can_be_said(uploaded: ChatPage, sources: Path) -> None:
    uploaded.go("documents").get_by_role("link", name="bridge.pdf").click()
    view = uploaded.view
    view.get_by_role("button", name="Edit details").click()
    dialog = view.get_by_role("dialog")
    dialog.get_by_label("Year").fill("last year")
    dialog.get_by_label("Title").fill("The Lindholm bridge")
    dialog.get_by_role("button", name="Save").click()
    assert dialog.get_by_label("Year").evaluate("field => !field.checkValidity()")
    dialog.get_by_label("Year").fill("1931")
    dialog.get_by_label("Tags").fill("bridges, roads")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    assert "The Lindholm bridge" in sources.read_text("utf-8")
    listed = uploaded.go("documents").locator(".documents-row", has_text="bridge.pdf")
    expect(listed).to_contain_text(re.compile(r"The Lindholm bridge.*1931", re.DOTALL))
    expect(listed.locator(".documents-tag")).to_have_text(["#bridges", "#roads"])
