"""Several questions in one message."""

from __future__ import annotations

import pytest

from assistant.query.parts import parts


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "What is a berth, and who may rent one?",
            ("What is a berth?", "Who may rent one?"),
        ),
        (
            "When does the lido open and how much is a ticket?",
            ("When does the lido open?", "How much is a ticket?"),
        ),
        ("How old is the tower? Who built it?", ("How old is the tower?", "Who built it?")),
        ("Is it open on Sundays and what does it cost?", ("Is it open on Sundays?",
         "What does it cost?")),
    ],
)
def test_each_question_stands_on_its_own(message: str, expected: tuple[str, ...]) -> None:
    assert parts(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "What is a berth?",
        "When and where does the club meet?",
        "Which valve and which hose does the boiler need?",
        "Who mends the roof and pays for it?",
        "Explain what a berth is and how it is rented",
        "My child is ill. Whom do I tell?",
        "What? Why? When? Where? Who?",
        "Why?",
        "?",
        "",
    ],
)
def test_one_question_is_not_taken_apart(message: str) -> None:
    assert parts(message) == ()
