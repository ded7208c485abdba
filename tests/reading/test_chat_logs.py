"""Exported chats: what one person sends at a time is one turn."""

from __future__ import annotations

import pytest

from assistant.reading.document import Source
from assistant.reading.reader import read_bytes


def blocks(text: str) -> list[tuple[str, str]]:
    """The kinds and the texts of all blocks of a text file."""
    document = read_bytes("a.txt", text.encode(), Source())
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


BRACKETS = """[12/06/24, 18:02:11] Mara: Who brings the tent?
[12/06/24, 18:02:45] Jon P.: I do. It sleeps 4.
[12/06/24, 18:04:40] Eva Lind: The site costs 18 euros a night.
And dogs are free.
"""
DASHES = """12/06/2024, 18:02 - Messages are end-to-end encrypted.
12/06/2024, 18:02 - Mara: Who brings the tent?
12/06/2024, 18:03 - Jon P.: I do. It sleeps 4.
12/06/2024, 18:04 - +44 7700 900123: The site costs 18 euros a night.
"""
NICKS = """[18:02] <mara> who brings the tent?
[18:03] <jon_p> I do. It sleeps 4.
[18:03] * eva waves
[18:04] <eva> The site costs 18 euros a night.
"""


@pytest.mark.parametrize("log", [BRACKETS, DASHES, NICKS], ids=["brackets", "dashes", "nicks"])
def test_each_message_of_a_chat_is_a_turn(log: str) -> None:
    found = blocks(log)
    turns = [text for kind, text in found if kind == "turn"]
    assert len(turns) == 3
    assert "o brings the tent?" in turns[0]
    assert turns[1].endswith("I do. It sleeps 4.")
    assert "18 euros a night." in turns[2]
    assert all(kind in ("turn", "paragraph") for kind, _ in found)


def test_a_message_of_several_lines_is_one_turn() -> None:
    assert blocks(BRACKETS)[-1][1].endswith("18 euros a night. And dogs are free.")


@pytest.mark.parametrize(
    "head",
    ["{}  {} PM", "{} — Today at {} PM", "{}, {}", "{} — 06/12/2024 {} PM"],
)
def test_a_name_and_a_time_above_messages(head: str) -> None:
    said = [("Mara Novak", "Who brings it?"), ("Jon Pike", "I do."), ("Mara Novak", "Good.")]
    log = "\n\n".join(f"{head.format(name, '6:02')}\n{text}" for name, text in said)
    assert blocks(log) == [("turn", f"{name}: {text}") for name, text in said]


@pytest.mark.parametrize(
    "lines",
    [
        ["2024-06-12 18:02 INFO: started", "2024-06-12 18:02 ERROR: disk full on /srv"] * 2,
        ["09:30 Opening: words of the mayor", "10:00 Coffee: in the hall", "11:00 Talk: the roof"],
    ],
    ids=["a log", "a programme"],
)
def test_other_lines_with_times_are_no_turns(lines: list[str]) -> None:
    assert blocks("\n".join(lines)) == [("paragraph", line) for line in lines]
