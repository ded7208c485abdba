"""Rows by a column that says yes or no of each, and tables that are whole documents."""

from __future__ import annotations

import pytest
from asking_rows import answerer, ask, begins
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.tables import Tables

TRAINS = document(
    "trains.csv",
    "| Train | Destination | Operator | Bicycles |\n|---|---|---|---|\n"
    "| IC 210 | Karlsburg | InterRail | no |\n| IC 212 | Karlsburg | InterRail | yes |\n"
    "| RB 77 | Oberfelden | Talbahn | no |\n| RB 78 | Oberfelden | Talbahn | yes |\n"
    "| ICE 9 | Vienna | InterRail | no |\n",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which trains take bicycles?", ["IC 212", "RB 78"]),
        ("Which trains to Karlsburg take bicycles?", ["IC 212"]),
        ("Which Talbahn trains take no bicycles?", ["RB 77"]),
        ("Which trains to Karlsburg don't take bicycles?", ["IC 210"]),
        ("How many trains take bicycles?", ["IC 212", "RB 78"]),
        ("Does IC 210 take bicycles?", ["IC 210"]),
        ("Which trains go to Karlsburg?", ["IC 210", "IC 212"]),
    ],
)
def test_yes_or_no_is_a_condition(question: str, expected: list[str]) -> None:
    assert begins(ask(answerer(TRAINS), question)) == expected


def test_where_no_row_says_yes_no_row_is_the_answer() -> None:
    tables = Tables(MemoryIndex([TRAINS], HashEmbedder()), {})
    assert tables.answer("Which trains to Vienna take bicycles?") is None


OBJECTS = document(
    "museum-objects.csv",
    "| Number | Title | Room | Insured value |\n|---|---|---|---|\n"
    "| 1911.4 | Portrait of Anna | Room 4 | 240000 |\n| 1934.1 | The brig | Room 6 | 4300 |\n"
    "| 1934.2 | The sextant | Room 6 | 2700 |\n| 1948.2 | Rocking chair | Depot | 450 |\n",
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which objects are in the depot?", ["1948.2"]),
        ("How many objects are in Room 6?", ["1934.1", "1934.2"]),
        ("Which object is insured for the highest sum?", ["1911.4"]),
        ("Which object is most valuable?", None),
    ],
)
def test_a_document_that_is_one_table_names_its_rows(
    question: str, expected: list[str] | None
) -> None:
    found = Tables(MemoryIndex([OBJECTS], HashEmbedder()), {}).answer(question)
    assert (found and [row.text.split(" | ")[0] for row, *_ in found.rows]) == expected


STATIONS = document(
    "stations.md",
    "# Stations\n\n| Station | River | Altitude (m) |\n|---|---|---|\n"
    "| Corner Bridge | Tarn | 188 |\n| Grey Rigg | Rigg Burn | 402 |\n",
)


def test_what_is_high_has_an_altitude() -> None:
    assert begins(ask(answerer(STATIONS), "Which station is highest?")) == ["Grey Rigg"]
