"""Titles of texts that name themselves in a heading only."""

from __future__ import annotations

import pytest

from assistant.reading.document import Source
from assistant.reading.reader import read_bytes
from assistant.reading.text.plain import read_plain


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        (
            "a.md",
            "# Pruning apples\n\nCut in March.\n\n## Tools\n\nA saw.\n",
            "Pruning apples",
        ),
        ("a.md", "## Only this level\n\nText.\n\n### Deeper\n\nMore.\n", "Only this level"),
        ("a.md", "# Day 1\n\nText.\n\n# Day 2\n\nMore.\n", ""),
        ("a.md", "---\ntitle: Said so\n---\n\n# Another\n\nText.\n", "Said so"),
        ("a.md", "# Alone\n", ""),
        (
            "a.txt",
            "Rules of the pool\n\nNobody dives.\n\nShowers are free.\n",
            "Rules of the pool",
        ),
        ("a.txt", "Minutes, 12 March 2024\n\nPresent: A. Moreau\n", "Minutes, 12 March 2024"),
        ("a.txt", "Dear Jonas,\n\nthe pumps come on Thursday.\n", ""),
        ("a.txt", "1. Scope\n\nThis is it.\n", ""),
        ("a.txt", "Q: May I swim?\nA: No.\n", ""),
        ("a.txt", "The pool closes at nine.\n\nShowers are free.\n", ""),
    ],
)
def test_the_title_of_a_text(name: str, text: str, title: str) -> None:
    document = read_bytes(name, text.encode(), Source())
    assert document.source.title == title
    assert document.title == (title or name)
    assert document.guessed == (("title",) if title else ())


def test_a_title_that_was_given_stays() -> None:
    document = read_bytes("a.md", b"# One\n\nText.\n", Source(title="Other"))
    assert (document.title, document.guessed) == ("Other", ())


PROSE = "Snow that falls without wind lies evenly. With more it is moved along the ground.\n"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("below", ["Maria Okonkwo", "by Maria Okonkwo"])
def test_one_name_below_a_title_is_its_author(between: str, below: str) -> None:
    found = read_plain(f"The Shape of Snowdrifts{between}{below}\n\n{PROSE}")
    assert (found.source.title, found.source.authors) == (
        "The Shape of Snowdrifts",
        "Maria Okonkwo",
    )
    assert [block.kind for block in found.blocks] == ["heading", "paragraph", "paragraph"]
    assert found.blocks[-1].section == ("The Shape of Snowdrifts",)


@pytest.mark.parametrize("below", ["Safety Instructions", "Getting Started", "Deep Snow"])
def test_a_second_title_is_no_author(below: str) -> None:
    found = read_plain(
        f"The Shape of Snowdrifts\n\n{below}\n\n{PROSE} Of deep snow we know little."
    )
    assert found.source.authors == ""


@pytest.mark.parametrize("closing", ["Warm regards", "Best wishes", "With best wishes"])
def test_the_close_of_a_letter_is_no_heading(closing: str) -> None:
    text = (
        "From: Beatrix Lund <b.lund@choir.example>\nTo: choir-all\nSubject: Choir trip\n\n"
        "Dear all,\n\nwe want to go on a trip again. Ghent or Ljubljana?\n"
        f"My idea is the long weekend in May.\n\n{closing}\nBeatrix\n--\n"
        "Beatrix Lund, chair\n\n------------------\nFrom: Rolf\nTo: choir-all\n\n"
        "I'm for Ghent! My back won't have twelve hours by coach.\nRolf (2nd bass)\n"
    )
    document = read_bytes("a.txt", text.encode(), Source())
    assert {one.section for one in document.blocks} == {()}
