from __future__ import annotations

import pytest

from assistant.nlp.countries import compounded, names_of_place
from assistant.nlp.tokens import stem


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Iranian", ["iran"]),
        ("Jordanian", ["jordan"]),
        ("USA", ["united", "states"]),
        ("American", ["usa"]),
        ("U.S.", ["usa"]),
        ("British", ["uk"]),
        ("Dutch", ["netherlands"]),
        ("European", ["spain"]),
        ("Scandinavia", ["norway"]),
        ("asian", ["china"]),
    ],
)
def test_other_names(word: str, name: list[str]) -> None:
    assert frozenset(map(stem, name)) in names_of_place(word)


@pytest.mark.parametrize("word", ["cells", "Barcelona", "", "MS", "turkeys"])
def test_other_words_are_no_places(word: str) -> None:
    assert names_of_place(word) == ()


def test_regions_keep_to_themselves() -> None:
    assert frozenset({stem("china")}) not in names_of_place("European")
    assert frozenset({stem("spain")}) not in names_of_place("Asian")


def test_names_of_several_words_are_found_in_a_question() -> None:
    question = compounded("Which trials are in the United States or the Middle East?")
    words = question.rstrip("?").split()
    assert frozenset({stem("usa")}) in names_of_place(next(w for w in words if "nited" in w))
    assert frozenset({stem("iran")}) in names_of_place(next(w for w in words if "iddle" in w))
    assert compounded("Which trials are in Jordan?") == "Which trials are in Jordan?"
