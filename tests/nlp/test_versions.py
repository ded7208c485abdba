"""The newest or the first version of a changelog."""

from __future__ import annotations

import pytest

from assistant.nlp.versions import asked, number, outermost


@pytest.mark.parametrize(
    ("question", "sign"),
    [
        ("What is the newest version of Lumetray?", 1),
        ("What's the latest version?", 1),
        ("Which version is the latest?", 1),
        ("And which is the most recent stable release?", 1),
        ("What was the first version?", -1),
        ("Which version was the oldest?", -1),
        ("What is new in the latest version?", 0),
        ("Which is the latest version that runs on Windows 7?", 0),
        ("When was the latest version released?", 0),
        ("What is the current rent?", 0),
    ],
)
def test_which_version_is_asked_for(question: str, sign: int) -> None:
    assert asked(question) == sign


@pytest.mark.parametrize(
    ("heading", "version"),
    [
        ("6.1.1 (12 February 2025)", (6, 1, 1)),
        ("[v1.10.0] - 2025-03-02", (1, 10, 0)),
        ("Version 2.0", (2, 0)),
        ("Lumetray 5.4", (5, 4)),
        ("Unreleased", None),
        ("Supported systems", None),
        ("3. Rent", None),
        ("2.1 Cancellation", None),
        ("Version 3.2 – May 2024", (3, 2)),
    ],
)
def test_the_version_of_a_heading(heading: str, version: tuple[int, ...] | None) -> None:
    assert number(heading) == version


def test_numbers_are_compared_part_by_part() -> None:
    headings = ["Changes", "1.9.2", "1.10", "1.2"]
    assert outermost(headings, 1) == 2
    assert outermost(headings, -1) == 3
    assert outermost(["Changes", "1.9.2"], 1) is None
