"""Text that a page holds and nobody sees, in HTML and in the HTML inside Markdown."""

from __future__ import annotations

import pytest
from made_files import blocks

from assistant.reading.markdown.reader import read_markdown
from assistant.reading.web.html_page import read_html

UNSEEN = (
    "opacity:0",
    "opacity: 0.0;",
    "position:absolute; left:-9999px",
    "position: fixed; top: -200vh",
    "text-indent:-999em",
    "font-size:0",
    "color:#fff; background:#ffffff",
    "background-color: WHITE; color: rgb(255, 255, 255)",
    "color: rgba(0,0,0,0)",
    "color:transparent",
    "position:absolute;clip:rect(0 0 0 0)",
)
SEEN = (
    "opacity:0.5",
    "opacity:1",
    "left:-10px",
    "margin-left:-480px",
    "color:#fff;background:#000",
    "color:red",
    "background:#fff",
    "border-color:#fff;background:#fff",
    "color:rgba(0,0,0,0.5)",
    "font-size:0.9em",
)


@pytest.mark.parametrize("style", UNSEEN)
def test_what_is_styled_to_be_unseen_is_left_out(style: str) -> None:
    page = f'<html><body><p>Take 5 mg.</p><p style="{style}">Take 50 mg.</p></body></html>'
    assert read_html(page.encode()).text == "Take 5 mg."
    assert read_markdown(f'Take 5 mg.<span style="{style}"> Not 50.</span>').text == "Take 5 mg."


@pytest.mark.parametrize("style", SEEN)
def test_what_is_seen_stays(style: str) -> None:
    page = f'<html><body><p style="{style}">Take 5 mg.</p></body></html>'
    assert read_html(page.encode()).text == "Take 5 mg."
    assert read_markdown(f'Take <span style="{style}">5 mg.</span>').text == "Take 5 mg."


def test_a_page_that_a_script_shows_later_is_read() -> None:
    body = "".join(f"<p>Sentence {number}.</p>" for number in range(60))
    found = read_html(f'<html><body><div style="opacity:0">{body}</div></body></html>'.encode())
    assert len(found.blocks) == 60


@pytest.mark.parametrize(
    "tag", ["template", "script", "style", "div hidden", 'section style="display:none"']
)
def test_what_markdown_hides_goes_on_over_empty_lines(tag: str) -> None:
    end = tag.split()[0]
    found = read_markdown(
        f"Before.\n\n<{tag}>\nFirst.\n\n# A heading\n\nSecond *one*.\n\n- item\n\n"
        f"| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n\n</{end}>\n\nAfter.\n"
    )
    assert blocks(found) == [("paragraph", "Before."), ("paragraph", "After.")]


def test_a_hidden_part_of_markdown_without_end_hides_no_more_than_its_block() -> None:
    found = read_markdown("Before.\n\n<div hidden>\nFirst.\n\nSecond.\n")
    assert [text for _, text in blocks(found)] == ["Before.", "Second."]


@pytest.mark.parametrize(
    ("around", "inner", "seen"),
    [
        ('style="background:#fff"', 'style="color: white"', False),
        ('bgcolor="#FFFFFF"', 'style="color:#fff"', False),
        ('style="background:#fff"', 'style="color:white" class="dark"', True),
        ('style="background:#000"', 'style="color:white"', True),
        ("", 'style="color:white"', True),
    ],
)
def test_the_colour_of_what_is_around_it(around: str, inner: str, seen: bool) -> None:
    page = f"<html><body><p>Take 5 mg.</p><div {around}><p {inner}>Not 50.</p></div></body></html>"
    assert ("Not 50." in read_html(page.encode()).text) is seen
