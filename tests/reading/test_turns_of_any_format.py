"""Transcripts that are not plain text."""

from __future__ import annotations

import pytest

from assistant.reading.document import Source
from assistant.reading.reader import read_bytes

_SAID = [
    ("Matteo", "I came late to the bridge."),
    ("Anna", "Why was that?"),
    ("Matteo", "The ferry had left."),
    ("Anna", "Did you walk all the way?"),
]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a.md", "\n\n".join(f"**{who}:** {what}" for who, what in _SAID)),
        ("a.html", "".join(f"<p><b>{who}:</b> {what}</p>" for who, what in _SAID)),
    ],
)
def test_who_speaks_takes_turns(name: str, written: str) -> None:
    document = read_bytes(name, written.encode(), Source())
    found = [(b.kind, document.text[b.start : b.end]) for b in document.blocks]
    assert found == [("turn", f"{who}: {what}") for who, what in _SAID]


def test_labels_of_a_form_are_no_speakers() -> None:
    document = read_bytes("a.md", b"Name: Ann\n\nTown: Oslo\n\nAge: 31\n\nFee: 12\n", Source())
    assert "turn" not in {block.kind for block in document.blocks}
