"""What is kept is there again, in another process too, until it is deleted."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kept_turns import Clock, new_turn

from assistant.errors import UnknownConversation, UsageError
from assistant.history import database
from assistant.history.conversation import KeptTurn, Rating
from assistant.history.history import FILE, Archive
from assistant.settings import Settings
from assistant.workspace import Workspace


def begin(archive: Archive, *questions: str) -> str:
    """A conversation of these questions; its id."""
    first, *later = questions
    kept = archive.add(None, new_turn(first))
    for question in later:
        archive.add(kept.conversation, new_turn(question))
    return kept.conversation


def test_a_turn_is_there_again_whole(archive: Archive, workspace: Workspace) -> None:
    turn = new_turn(
        "How many?\nTell me.",
        "≥ 92 % – “α”",
        searched="How many?",
        found=False,
        receipt=b"\x00\xff",
    )
    kept = archive.add(None, turn)
    assert kept.number == 1
    assert kept.made == datetime(2026, 3, 1, 9, 1, tzinfo=UTC)
    assert re.fullmatch(r"[\w-]{22}", kept.conversation)
    again = Archive(Settings(), workspace).conversation(kept.conversation)
    assert again is not None
    assert again.turns == (kept,)
    assert {name: getattr(kept, name) for name in turn.__slots__} == {
        name: getattr(turn, name) for name in turn.__slots__
    }
    assert (again.name, again.made, again.changed) == ("How many? Tell me.", kept.made, kept.made)


def test_turns_are_numbered_in_their_conversation(archive: Archive) -> None:
    first, other = begin(archive, "One?", "Two?"), begin(archive, "Other?")
    third = archive.add(first, new_turn("Three?"))
    assert third.number == 3
    found = archive.conversation(first)
    assert found is not None
    assert [(turn.number, turn.question) for turn in found.turns] == [
        (1, "One?"),
        (2, "Two?"),
        (3, "Three?"),
    ]
    assert found.changed == third.made > found.made
    assert first != other


def test_nothing_is_made_before_the_first_write(archive: Archive, workspace: Workspace) -> None:
    assert archive.listed() == ()
    assert archive.conversation("x") is None
    assert archive.ratings() == ()
    assert not (workspace.root / FILE).exists()
    begin(archive, "One?")
    assert (workspace.root / FILE).exists()


def test_a_file_that_was_moved_away_takes_nothing_with_it(
    archive: Archive, workspace: Workspace
) -> None:
    old = begin(archive, "One?")
    for path in workspace.root.glob(f"{FILE}*"):
        path.rename(path.with_name(f"old-{path.name}"))
    assert archive.conversation(old) is None
    new = begin(archive, "Two?")
    found = Archive(Settings(), workspace).conversation(new)
    assert found is not None
    assert [one.id for one in archive.listed()] == [new]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("  What\n is\tit? ", "What is it?"),
        ("word " * 30, "word " * 15 + "word …"),
        ("x" * 100, "x" * 80 + " …"),
        ("a" + " " + "x" * 100, "a " + "x" * 78 + " …"),
        ("\x1b", "…"),
    ],
)
def test_a_conversation_is_named_after_its_first_question(
    archive: Archive, question: str, name: str
) -> None:
    found = archive.conversation(begin(archive, question, "Another?"))
    assert found is not None
    assert found.name == name


def test_what_no_database_stores_is_shown_as_lost(archive: Archive) -> None:
    found = archive.conversation(begin(archive, "a\x00b\ud800c"))
    assert found is not None
    assert found.turns[0].question == "a\ufffdb\ufffdc"


def test_cutting_drops_the_last_turns(archive: Archive) -> None:
    kept = begin(archive, "One?", "Two?", "Three?")
    archive.rate(kept, 2, Rating(good=True))
    archive.cut(kept, 2)
    assert archive.ratings() == ()
    again = archive.add(kept, new_turn("Two, then?"))
    assert (again.number, again.rating) == (2, None)
    found = archive.conversation(kept)
    assert found is not None
    assert [turn.question for turn in found.turns] == ["One?", "Two, then?"]
    assert archive.listed("three") == ()


def test_a_first_question_asked_anew_names_it_anew(archive: Archive) -> None:
    one, other = begin(archive, "One?"), begin(archive, "Other?")
    archive.rename(other, "Mine")
    for kept in (one, other):
        archive.cut(kept, 1)
    assert archive.listed() == ()  # empty ones are not shown
    for kept in (one, other):
        archive.add(kept, new_turn("Anew?"))
    assert [(found.name, found.turns) for found in archive.listed()] == [("Mine", 1), ("Anew?", 1)]
    assert len(archive.listed("anew")) == 2


def test_renaming(archive: Archive) -> None:
    kept = begin(archive, "One?")
    assert archive.rename(kept, " A\nname ") == "A name"
    assert [found.name for found in archive.listed("NAME")] == ["A name"]
    assert archive.rename(kept, "x" * 200) == "x" * 200
    for bad in ("", " \n", "x" * 201):
        with pytest.raises(UsageError, match="1 to 200 characters"):
            archive.rename(kept, bad)


def test_what_is_not_kept_is_said(archive: Archive) -> None:
    kept = begin(archive, "One?")
    archive.delete(kept)
    archive.delete(kept)  # gone is gone
    archive.cut(kept, 1)
    archive.unrate(kept, 1)
    with pytest.raises(UnknownConversation, match="start a new one"):
        archive.add(kept, new_turn("Two?"))
    with pytest.raises(UnknownConversation):
        archive.rename(kept, "A name")
    with pytest.raises(UnknownConversation):
        archive.rate(kept, 1, Rating(good=True))
    assert archive.listed() == ()


def test_what_is_deleted_is_in_no_file_any_more(archive: Archive, workspace: Workspace) -> None:
    kept, other = begin(archive, "Zanzibar?", "Two?"), begin(archive, "Other?")
    archive.add(kept, new_turn("Three?", "mentions Quetzalcoatl " * 500))
    archive.rate(kept, 1, Rating(good=False, comment="Popocatepetl"))

    def anywhere(word: str) -> bool:
        files: list[Path] = list(workspace.root.glob(f"{FILE}*"))
        return any(word.lower() in path.read_bytes().decode("latin-1").lower() for path in files)

    secrets = ("Zanzibar", "Quetzalcoatl", "Popocatepetl")
    assert all(anywhere(word) for word in secrets)
    archive.cut(kept, 3)
    assert not anywhere("Quetzalcoatl")
    archive.delete(kept)
    assert not any(anywhere(word) for word in secrets)
    assert archive.conversation(kept) is None
    assert archive.conversation(other) is not None


def test_a_kept_turn_knows_its_rating(archive: Archive) -> None:
    kept = begin(archive, "One?", "Two?")
    archive.rate(kept, 2, Rating(good=False, reason="wrong"))
    found = archive.conversation(kept)
    assert found is not None
    assert [turn.rating for turn in found.turns] == [None, Rating(good=False, reason="wrong")]


def test_a_clock_that_stands_still_loses_no_line_between_pages(
    workspace: Workspace, clock: Clock
) -> None:
    archive = Archive(Settings(), workspace, lambda: clock.now)
    kept = {begin(archive, f"Question {number}?") for number in range(7)}
    seen: list[str] = []
    place = None
    while page := archive.listed(limit=3, before=place):
        seen += [one.id for one in page]
        place = page[-1].place
    assert len(seen) == 7
    assert set(seen) == kept


def test_a_turn_is_data_only() -> None:
    with pytest.raises(AttributeError):
        KeptTurn("", "", "", "", True, "").number = 2  # type: ignore[misc]


def kept_in(path: Path) -> list[str]:
    """The questions that a copy of this file alone has."""
    copy = path.with_name("copy of it")
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(copy)) as database:
        return [question for (question,) in database.execute("SELECT question FROM turn")]


def test_a_copy_of_the_file_has_all_of_it(archive: Archive, workspace: Workspace) -> None:
    path = workspace.root / FILE
    archive.add(None, new_turn("One?"))
    assert kept_in(path) == ["One?"]  # while it is open
    archive.close()
    assert kept_in(path) == ["One?"]


def test_closing_moves_what_the_log_has_into_the_file(
    archive: Archive, workspace: Workspace
) -> None:
    """Even where it was held back, and another process does not close it."""
    path = workspace.root / FILE
    archive.add(None, new_turn("One?"))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM turn").fetchall()
        archive.add(None, new_turn("Two?"))
        archive.add(None, new_turn("Three?"))
        other.execute("COMMIT")
        assert kept_in(path) == ["One?"]
        archive.close()
        assert kept_in(path) == ["One?", "Two?", "Three?"]


def test_what_cannot_be_moved_ends_nothing(
    archive: Archive, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    archive.add(None, new_turn("One?"))
    monkeypatch.setattr(database, "outside", fail)
    archive.close()
    monkeypatch.undo()
    assert len(archive.listed()) == 1
