"""Questions about rows that a code names, and what a row is by the column behind it."""

from __future__ import annotations

import pytest
from asking_rows import answerer, ask, begins
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.tables import Tables

TIMBER = document(
    "timber.csv",
    "# Timber\n\n| Code | Product | Species | Finish | Price |\n|---|---|---|---|---|\n"
    "| LB-1 | Battens | Larch | rough | 1.40 |\n| DK-5 | Decking board | Larch | grooved | 6.20 |\n"
    "| DK-6 | Decking board | Oak | smooth | 5.10 |\n| PS-2 | Fence post | Pine | peeled | 4.40 |\n"
    "| PS-3 | Fence post | Oak | peeled | 3.75 |\n",
)
FAULTS = document(
    "boiler.md",
    "# Boiler\n\n## Faults\n\n| Code | What has happened | What to do |\n|---|---|---|\n"
    "| E07 | Sensor lost | Change its battery |\n| E09 | Pressure low | Top up to 1.5 bar |\n",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which products are made of larch?", ["LB-1", "DK-5"]),
        ("How many products are larch?", ["LB-1", "DK-5"]),
        ("How many decking boards do you have?", ["DK-5", "DK-6"]),
        ("Which decking boards can I buy?", ["DK-5", "DK-6"]),
        ("What fence posts do you sell?", ["PS-2", "PS-3"]),
        ("Which boards are grooved?", ["DK-5"]),
        ("What is the cheapest fence post?", ["PS-3"]),
    ],
)
def test_rows_with_codes_are_what_the_column_behind_says(
    question: str, expected: list[str]
) -> None:
    assert begins(ask(answerer(TIMBER), question)) == expected


MACHINE = document(
    "machine.md",
    "# Washing machine\n\n| Code | Meaning | Remedy |\n|---|---|---|\n"
    "| E07 | Too full | Take clothes out |\n| E09 | No water | Open the tap |\n",
)


@pytest.mark.parametrize(
    "question",
    [
        "The display says E09, what now?",
        "What should I do when the screen says E09?",
        "My fridge shows E07, what now?",
        "The screen says E07",
    ],
)
def test_what_is_told_beside_a_code_is_nothing_that_its_table_lacks(question: str) -> None:
    assert Tables(MemoryIndex([FAULTS], HashEmbedder()), {}).answer(question) is None


def test_of_two_tables_with_a_code_that_of_the_thing_named_answers() -> None:
    tables = Tables(MemoryIndex([FAULTS, MACHINE], HashEmbedder()), {})
    for thing, does in (("boiler", "Top up"), ("washing machine", "Open the tap")):
        found = tables.answer(f"My {thing} shows E09. What should I do?")
        assert found is not None
        assert [does in row.text for row, *_ in found.rows] == [True]
    assert tables.answer("What does E09 mean?") is None


def test_a_table_lacks_what_is_asked_of_a_code() -> None:
    assert not ask(answerer(FAULTS), "Who repairs E09?").found


PARTS = document(
    "parts.csv",
    "# Spare parts\n\n| Part | Description | Price | In stock | Lead time (days) | Supplier |\n"
    "|---|---|---|---|---|---|\n| CM-1 | Steam wand white | 27.00 | 0 | 2 | Ferrante |\n"
    "| CM-2 | Steam wand black | 33.50 | 11 | 28 | Hallberg |\n"
    "| CM-3 | Gasket | 4.20 | 1 | 7 | Hallberg |\n",
)
QUOTES = document(
    "minutes.md", "# Minutes\n\nHelion quoted £28,900, Tyne £35,750 for the panels.\n"
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which one was the cheapest?", None),  # of what?
        ("Which is the cheapest?", None),
        ("Which two parts are the cheapest?", None),
        ("Which part is the cheapest?", ["CM-3"]),
        ("Which one of the parts is the cheapest?", ["CM-3"]),
        ("How many parts are out of stock?", None),
        ("How many parts are there?", ["CM-1", "CM-2", "CM-3"]),
        ("Which parts are supplied by Hallberg?", ["CM-2", "CM-3"]),
        ("Which part has the longest lead time?", ["CM-2"]),
        ("What has the longest lead time?", ["CM-2"]),
        ("How many parts can I return?", None),
        ("Which of the two steam wands is the cheapest?", ["CM-1"]),
        ("What is the parts list about?", None),
    ],
)
def test_a_table_answers_what_it_was_asked_alone(question: str, expected: list[str] | None) -> None:
    index = MemoryIndex([PARTS, QUOTES], HashEmbedder())
    found = Tables(index, {}).answer(question)
    assert (found and [row.text[:4] for row, *_ in found.rows]) == expected


@pytest.mark.parametrize("follow_up", ["And the other one?", "What about the white one?"])
def test_what_a_follow_up_leans_on_may_be_something_else(follow_up: str) -> None:
    searched = f"{follow_up} (about: CM-2 · steam wand)"
    assert answerer(PARTS, QUOTES).answer(follow_up, searched).confidence < 0.9
