"""Several questions in one message."""

from __future__ import annotations

import pytest

from assistant.query.question import questions_of


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "What is a berth, and who may rent a mooring?",
            ("What is a berth?", "Who may rent a mooring?"),
        ),
        (
            "When does the lido open and how much is a day ticket?",
            ("When does the lido open?", "How much is a day ticket?"),
        ),
        (
            "How old is the church tower? Who built the harbour wall?",
            ("How old is the church tower?", "Who built the harbour wall?"),
        ),
    ],
)
def test_each_question_stands_on_its_own(message: str, expected: tuple[str, ...]) -> None:
    assert questions_of(message) == expected


@pytest.mark.parametrize(
    "message",
    [
        "What is a berth?",
        "When and where does the club meet?",
        "Who wrote the report, and when did it come out?",
        "Which valve and which hose does the boiler need?",
        "Who mends the roof and pays for it?",
        "How many men worked there in 1960 and how many when it closed?",
        "Who held the meeting and on which day?",
        "What links the cranes and what the yard gives off?",
        "What changes with age, in number and in what they can do?",
        "Explain what a berth is and how it is rented",
        "My child is ill. Whom do I tell?",
        "What? Why? When? Where? Who?",
        "Why?",
        "?",
        "",
    ],
)
def test_one_question_is_not_taken_apart(message: str) -> None:
    assert questions_of(message) == ()
