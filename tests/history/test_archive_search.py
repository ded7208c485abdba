"""Conversations are found by the words of their names, questions and answers."""

from __future__ import annotations

import pytest
from kept_turns import new_turn

from assistant.history.history import Archive


@pytest.fixture
def kept(archive: Archive) -> dict[str, str]:
    """Ids by a name for the test."""
    asked = {
        "survival": ("Who survived in Häußler's cohort?", "98.8% were alive after 5 years."),
        "cost": ("What does it cost? 100%!", "The documents do not say."),
        "code": ("Is a_b the same as a\\b?", "No, and Straße is STRASSE."),
    }
    return {
        name: archive.add(None, new_turn(question, text)).conversation
        for name, (question, text) in asked.items()
    }


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", {"survival", "cost", "code"}),
        ("  ", {"survival", "cost", "code"}),
        ("haussler", {"survival"}),
        ("HÄUSSLER", {"survival"}),
        ("surviv", {"survival"}),
        ("alive cohort", {"survival"}),  # one word in the answer, one in the question
        ("alive cost", set()),
        ("100%", {"cost"}),
        ("%", {"survival", "cost"}),
        ("a_b", {"code"}),
        ("a\\b", {"code"}),
        ("a/b", set()),
        ("strasse", {"code"}),
        ("' OR 1=1 --", set()),
        ("\x00", set()),
    ],
)
def test_search(archive: Archive, kept: dict[str, str], search: str, found: set[str]) -> None:
    assert {one.id for one in archive.listed(search)} == {kept[name] for name in found}


def test_the_newest_come_first(archive: Archive, kept: dict[str, str]) -> None:
    order = [kept["code"], kept["cost"], kept["survival"]]
    assert [one.id for one in archive.listed()] == order
    archive.add(kept["survival"], new_turn("And after ten?"))
    listed = archive.listed()
    assert [one.id for one in listed] == [order[2], *order[:2]]
    assert [one.turns for one in listed] == [2, 1, 1]
    assert [one.id for one in archive.listed(limit=1)] == order[2:]
    assert [one.id for one in archive.listed("say", before=listed[0].place)] == [kept["cost"]]
