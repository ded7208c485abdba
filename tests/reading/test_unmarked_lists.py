"""Lists without marks, and the days of a programme, in typed text."""

from __future__ import annotations

import pytest

from assistant.reading.document import Document, Source
from assistant.reading.reader import read_bytes


def read(text: str) -> Document:
    """A text file as read."""
    return read_bytes("a.txt", text.encode(), Source())


def texts(document: Document, kind: str) -> list[str]:
    """The texts of all blocks of a kind."""
    return [document.text[b.start : b.end] for b in document.blocks if b.kind == kind]


def test_short_lines_below_what_introduces_them_are_items() -> None:
    document = read("For the dough you need:\n500 g flour\nsalt\n1 kg plums, stoned\n\nKnead it.\n")
    assert texts(document, "item") == ["500 g flour", "salt", "1 kg plums, stoned"]
    leads = {block.lead for block in document.blocks if block.kind == "item"}
    assert leads == {0}
    assert texts(document, "paragraph") == ["For the dough you need:", "Knead it."]


@pytest.mark.parametrize(
    "text",
    [
        "He told what was built there:\nthe new quay was late and\ncost more than was planned.",
        "Remember the address:\n12 Mill Lane.",
        "Host: alpha\nPort: 80\nUser: rosa",
    ],
    ids=["a sentence in short lines", "one line", "fields"],
)
def test_other_lines_below_a_colon_are_no_items(text: str) -> None:
    assert not texts(read(text), "item")


def test_the_days_of_a_programme_are_headings() -> None:
    document = read(
        "Trip to Piran\n\nDAY 1 - Friday 12 June\n08:15  Train, platform 7\n14:20  Walk to the "
        "hotel\n\nDay 2: The castle\nWe meet at the bridge at nine.\n\n"
        "Day 3 was left free. We rest.\n\nTag 4 – Abreise\nDer Zug fährt um acht.\n"
    )
    assert texts(document, "heading") == [
        "Trip to Piran",
        "DAY 1 - Friday 12 June",
        "Day 2: The castle",
        "Tag 4 – Abreise",
    ]
