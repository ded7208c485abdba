"""Titles of texts that name themselves in a heading only."""

from __future__ import annotations

import pytest

from assistant.reading.document import Source
from assistant.reading.reader import read_bytes


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
