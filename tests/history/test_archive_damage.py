"""A damaged file is noticed, put aside, and gone on with as far as it is intact."""

from __future__ import annotations

import logging
import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kept_turns import Clock, new_turn

from assistant.errors import ArchiveUnusable, AssistantError
from assistant.history import pages, repair, salvage
from assistant.history.conversation import KeptConversation, Rating
from assistant.history.engine import Gate
from assistant.history.history import FILE, Archive
from assistant.history.tables import RowChanged, require_sealed, seal, sealed
from assistant.settings import Settings
from assistant.workspace import Workspace

Kept = dict[str, KeptConversation]
Damage = Callable[[Path], None]
PAGE = 4096


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with six conversations of five turns, each with a rated one: copy it."""
    workspace = Workspace.create(tmp_path_factory.mktemp("made") / "workspace")
    clock = Clock(datetime(2026, 3, 1, tzinfo=UTC), timedelta(1))
    with closing(Archive(Settings(), workspace, clock)) as archive:
        for name in "ABCDEF":
            conversation = None
            for number in range(5):
                text = f"Answer {number} of {name}. " + f"It was {name}{number}. " * 400
                kept = archive.add(conversation, new_turn(f"Question {number} of {name}?", text))
                conversation = kept.conversation
            rating = Rating(good=False, reason="wrong", comment=f"No {name}!")
            archive.rate(kept.conversation, 2, rating)
    assert [path.name for path in workspace.root.glob(f"{FILE}*")] == [FILE]
    return workspace.root / FILE


@pytest.fixture
def archive(made: Path, workspace: Workspace) -> Iterator[Archive]:
    """Of SQLite, with those conversations."""
    shutil.copyfile(made, workspace.root / FILE)
    with closing(Archive(Settings(), workspace)) as opened:
        yield opened


def everything(archive: Archive) -> Kept:
    found = (archive.conversation(one.id) for one in archive.listed())
    return {one.name: one for one in found if one is not None}


@pytest.fixture
def before(archive: Archive) -> Kept:
    """All of it, read once."""
    kept = everything(archive)
    assert len(kept) == 6
    return kept


@pytest.fixture(params=["open", "closed"])
def damaged(
    request: pytest.FixtureRequest, archive: Archive, before: Kept, workspace: Workspace
) -> Iterator[Callable[[Damage], Archive]]:
    """Damages the file while the archive has it open, or before it is opened."""
    assert before
    again = Archive(Settings(), workspace)

    def apply(damage: Damage) -> Archive:
        if request.param == "closed":
            archive.close()
        damage(workspace.root / FILE)
        return archive if request.param == "open" else again

    apply.when = request.param  # type: ignore[attr-defined]
    yield apply
    again.close()


def overwrite(path: Path, start: int, content: bytes) -> None:
    """In place, as a disk or another program would."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(content)


def asides(workspace: Workspace) -> list[Path]:
    return sorted(workspace.root.glob("conversations.damaged-*.sqlite3"))


def require_nothing_wrong(found: Kept, before: Kept) -> int:
    """Whatever is shown is as it was kept, ratings included; the number of turns."""
    original = {(turn.conversation, turn.number): turn for b in before.values() for turn in b.turns}
    turns = [turn for conversation in found.values() for turn in conversation.turns]
    for turn in turns:
        was = original[turn.conversation, turn.number]
        assert turn in (was, type(was)(**{**_fields(was), "rating": None}))
    return len(turns)


def _fields(turn: object) -> dict[str, object]:
    return {name: getattr(turn, name) for name in turn.__dataclass_fields__}  # type: ignore[attr-defined]


PLACES = [0, 0.5, 1, 1.5, 2, 3, 4, 5.5, 7, 10, 20.25, 35, 60, 80, -1.5, -1]
"""In pages, from the beginning or from the end."""


@pytest.mark.parametrize("place", PLACES)
def test_random_bytes_are_noticed_and_cost_what_they_hit(
    damaged: Callable[[Damage], Archive], before: Kept, workspace: Workspace, place: float
) -> None:
    noise = random.Random(int(place * 4)).randbytes(PAGE)  # noqa: S311

    def damage(path: Path) -> None:
        start = int(place * PAGE) + (path.stat().st_size if place < 0 else 0)
        overwrite(path, start, noise)

    archive = damaged(damage)
    found = everything(archive)
    turns = require_nothing_wrong(found, before)
    assert len(asides(workspace)) == 1
    [aside], [notice] = asides(workspace), archive.notices()
    assert noise in aside.read_bytes() or place == 0
    assert aside.name in notice
    assert len(notice.splitlines()) == 1
    assert f"{turns} of 30 answers" in notice
    if damaged.when == "open":  # type: ignore[attr-defined]  # what it had read is still known
        assert turns == 30
    assert turns >= 24
    # It goes on, here and in another process, and is damaged no longer.
    kept = archive.add(None, new_turn("Another one?"))
    with closing(Archive(Settings(), workspace)) as other:
        assert other.conversation(kept.conversation) is not None
        assert (
            require_nothing_wrong(
                {k: v for k, v in everything(other).items() if k in before}, before
            )
            == turns
        )
        assert other.notices() == (notice,)
    assert len(asides(workspace)) == 1


@pytest.mark.parametrize(
    ("content", "lost"),
    [(b"Answer 3 of C.", 1), (b"Question 0 of F?", 1), (b"No D!", 0)],
)
def test_a_changed_text_is_never_shown_as_kept(
    archive: Archive, before: Kept, workspace: Workspace, content: bytes, lost: int
) -> None:
    path = workspace.root / FILE
    archive.close()
    data, start = path.read_bytes(), -1
    while (start := data.find(content, start + 1)) >= 0:
        overwrite(path, start, content[:-2] + b"9" + content[-1:])
    assert repair.fault_of(path) == ""  # SQLite sees nothing wrong with it
    everything(archive)
    archive.ratings()
    found = everything(archive)
    assert require_nothing_wrong(found, before) == 30 - lost
    [notice] = archive.notices()
    assert "is not as it was written" in notice
    assert f"{30 - lost} of 30 answers in 6 of 6 conversations were saved" in notice
    ratings = [turn.rating for one in found.values() for turn in one.turns if turn.rating]
    assert len(ratings) == (6 if lost else 5)


def test_a_changed_text_is_seen_where_the_file_is_read_again(
    archive: Archive, before: Kept, workspace: Workspace
) -> None:
    with closing(Archive(Settings(), workspace)) as other:
        other.listed()
        data = (workspace.root / FILE).read_bytes()
        overwrite(workspace.root / FILE, data.find(b"It was B4."), b"It was B5.")
        assert require_nothing_wrong(everything(other), before) >= 29
        assert require_nothing_wrong(everything(archive), before) >= 29
    assert len(asides(workspace)) == 1


def schema(path: Path) -> dict[str, int]:
    """The page at the root of each table and index."""
    with closing(sqlite3.connect(path)) as database:
        return dict(database.execute("SELECT name, rootpage FROM sqlite_schema WHERE rootpage"))


TREES = [
    *("schema_version", "conversation", "turn", "words", "rating", "sqlite_sequence"),
    *("conversation_by_change", "sqlite_autoindex_turn_1", "sqlite_autoindex_words_1"),
]


@pytest.mark.parametrize("tree", TREES)
def test_a_lost_root_costs_at_most_what_it_holds(
    archive: Archive, before: Kept, workspace: Workspace, tree: str
) -> None:
    path = workspace.root / FILE
    archive.delete(before["Question 0 of E?"].id)
    archive.close()
    salvage = schema(path)
    assert set(TREES) <= set(salvage)
    overwrite(path, (salvage[tree] - 1) * PAGE, random.Random(5).randbytes(PAGE))  # noqa: S311
    found = everything(archive)
    # Those tables are too large for one page, and their roots hold no rows.
    assert require_nothing_wrong(found, before) == 25
    assert "Question 0 of E?" not in found
    ratings = [turn.rating for one in found.values() for turn in one.turns if turn.rating]
    assert len(ratings) == (0 if tree == "rating" else 5)


def test_pages_hold_the_rows_of_their_tables(
    archive: Archive, before: Kept, workspace: Workspace
) -> None:
    long, short = (new_turn("Long?", "é" * size, receipt=None) for size in (200_000, 0))
    id_ = archive.add(None, long).conversation
    archive.add(id_, short)
    for size in range(4000, 4120):  # about where a row begins to overflow its page
        archive.add(id_, new_turn("Between?", "x" * (size // 3), shown=""))
    assert before
    archive.close()
    with closing(sqlite3.connect(workspace.root / FILE)) as database:
        by_tables = salvage.read(database)
    assert by_tables.problems == []
    by_pages = salvage.read_pages(workspace.root / FILE)
    assert by_pages.turns == by_tables.turns
    assert by_pages.conversations == by_tables.conversations
    assert by_pages.ratings == by_tables.ratings
    assert len(by_pages.turns) == 152
    assert by_pages.seen == by_tables.seen


@given(st.binary(max_size=3 * PAGE), st.integers(0, 2))
def test_any_bytes_can_be_pages(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, at: int
) -> None:
    path = tmp_path_factory.mktemp("pages") / "any"
    content = bytearray(data.ljust(3 * PAGE, b"\x81"))
    content[at * PAGE : at * PAGE + 5] = b"\x0d\0\0\x07\xff"
    path.write_bytes(content)
    Path(f"{path}-wal").write_bytes(data)
    list(pages.rows(path))


def test_a_changed_name_is_made_anew(archive: Archive, before: Kept, workspace: Workspace) -> None:
    [id_] = [one.id for one in before.values() if one.name.startswith("Question 0 of B")]
    archive.rename(id_, "Zanzibar and more")
    archive.close()
    path = workspace.root / FILE
    overwrite(path, path.read_bytes().find(b"Zanzibar"), b"Barbados")
    found = archive.conversation(id_)
    assert found is not None
    assert found.name == "Question 0 of B?"
    assert len(found.turns) == 5
    assert "Barbados" not in str(archive.listed())


def truncated(path: Path) -> None:
    os.truncate(path, 0)


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def zeroed(path: Path) -> None:
    overwrite(path, 0, bytes(path.stat().st_size))


def deleted(path: Path) -> None:
    for one in path.parent.glob(f"{FILE}*"):
        one.unlink()


def test_half_of_it_is_cut_off(
    damaged: Callable[[Damage], Archive], before: Kept, workspace: Workspace
) -> None:
    archive = damaged(halved)
    turns = require_nothing_wrong(everything(archive), before)
    assert turns >= 8
    assert len(asides(workspace)) == len(archive.notices()) == 1


@pytest.mark.parametrize("damage", [truncated, zeroed])
def test_all_of_it_is_lost_while_it_is_open(
    archive: Archive, before: Kept, workspace: Workspace, damage: Damage
) -> None:
    kept = archive.add(None, new_turn("One more?"))
    damage(workspace.root / FILE)
    found = everything(archive)
    assert found.pop("One more?").turns == (kept,)
    assert require_nothing_wrong(found, before) == 30
    assert len(archive.notices()) == 1


def test_all_of_it_is_cut_off_while_it_is_open_and_in_no_log(
    archive: Archive, before: Kept, workspace: Workspace
) -> None:
    assert before
    truncated(workspace.root / FILE)
    assert archive.listed() == ()
    [notice] = archive.notices()
    assert "was damaged (" in notice
    assert "nothing of it could be saved" in notice


def test_all_of_it_was_cut_off(archive: Archive, before: Kept, workspace: Workspace) -> None:
    assert before
    archive.close()
    truncated(workspace.root / FILE)
    assert archive.listed() == ()
    [notice] = archive.notices()
    assert "was empty: put a backup in its place" in notice
    archive.add(None, new_turn("One?"))
    assert len(archive.listed()) == 1


def test_all_of_it_was_overwritten(archive: Archive, before: Kept, workspace: Workspace) -> None:
    assert before
    archive.close()
    zeroed(workspace.root / FILE)
    size = (workspace.root / FILE).stat().st_size
    # Nothing tells that it was one of ours: it is left where it is.
    for _ in "ab":
        with pytest.raises(ArchiveUnusable, match=r"\(file is not a database\).*move it away\.$"):
            archive.listed()
    assert (workspace.root / FILE).stat().st_size == size
    assert asides(workspace) == []


def test_it_is_deleted_while_it_is_open(
    archive: Archive, before: Kept, workspace: Workspace
) -> None:
    assert before
    deleted(workspace.root / FILE)
    assert archive.listed() == ()  # a person may want that: nothing is brought back
    [notice] = archive.notices()
    assert "has gone, and a new one is begun" in notice
    archive.add(None, new_turn("One?"))
    assert [one.name for one in archive.listed()] == ["One?"]
    assert archive.notices() == (notice,)


def test_a_turn_that_meets_the_damage_is_kept(
    damaged: Callable[[Damage], Archive], before: Kept, workspace: Workspace
) -> None:
    id_ = before["Question 0 of C?"].id
    archive = damaged(lambda path: overwrite(path, PAGE, b"\xa5" * PAGE * 2))
    kept = archive.add(id_, new_turn("And then?"))
    assert kept.number == 6
    found = archive.conversation(id_)
    assert found is not None
    assert found.turns[-1] == kept
    assert len(asides(workspace)) == 1


def test_what_is_no_damage_moves_nothing(
    archive: Archive, before: Kept, workspace: Workspace
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        archive._database.write(fail)
    with pytest.raises(ZeroDivisionError):
        archive._database.read(fail, None)
    assert asides(workspace) == []
    assert everything(archive) == before
    assert archive.notices() == ()


def test_another_process_writing_is_no_damage(
    archive: Archive, before: Kept, workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Archive(Settings(), workspace)) as other:
        for number in range(40):
            other.add(None, new_turn(f"More {number}?", "word " * 5000))
            assert len(archive.listed(limit=100)) == len(before) + number + 1
    assert asides(workspace) == []
    assert caplog.records == []


def test_a_notice_goes_with_the_damaged_file(
    archive: Archive, before: Kept, workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    assert before
    with caplog.at_level(logging.WARNING):
        halved(workspace.root / FILE)
        archive.listed()
    [notice] = archive.notices()
    assert [record.getMessage() for record in caplog.records] == [notice]
    [aside] = asides(workspace)
    aside.unlink()
    assert archive.notices() == ()


@pytest.mark.parametrize("renames", [0, 1, 2])
def test_a_kill_in_between_loses_nothing(
    archive: Archive,
    before: Kept,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    renames: int,
) -> None:
    """renames: of the files that were done before it."""
    rename, done = Path.rename, []

    def killed(path: Path, target: Path) -> Path:
        if len(done) > renames:
            raise KeyboardInterrupt
        done.append(target)
        return rename(path, target)

    archive.close()
    with closing(sqlite3.connect(workspace.root / FILE)) as database:
        database.execute("PRAGMA wal_autocheckpoint=0")
        database.execute("UPDATE schema_version SET version = version")
        database.commit()
        log = (workspace.root / f"{FILE}-wal").read_bytes()
    (workspace.root / f"{FILE}-wal").write_bytes(log)  # of a process that was killed
    overwrite(workspace.root / FILE, 40 * PAGE, b"\xa5" * PAGE)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        with pytest.raises(KeyboardInterrupt):
            archive.listed()
    with closing(Archive(Settings(), workspace)) as other:
        assert require_nothing_wrong(everything(other), before) >= 24
        assert len(other.notices()) == 1
    assert len(asides(workspace)) == 1
    names = {path.name for path in workspace.root.iterdir()}
    assert not [name for name in names if ".saved-" in name or name.endswith(".new")]


def test_who_waited_writes_into_the_new_file(
    archive: Archive, before: Kept, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = archive._database
    opened, moved = database._opened, []

    def then_mended() -> object:
        engine = opened()
        if not moved:
            moved.append(True)
            with closing(Archive(Settings(), workspace)) as other:
                overwrite(workspace.root / FILE, 40 * PAGE, b"\xa5" * PAGE)
                other.listed()
        return engine

    monkeypatch.setattr(database, "_opened", then_mended)
    kept = archive.add(before["Question 0 of A?"].id, new_turn("And then?"))
    with closing(Archive(Settings(), workspace)) as third:
        found = third.conversation(kept.conversation)
    assert found is not None
    assert found.turns[-1] == kept


def test_no_room_beside_it_is_said(
    archive: Archive, before: Kept, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    assert before
    archive.close()
    overwrite(workspace.root / FILE, 40 * PAGE, b"\xa5" * PAGE)
    with monkeypatch.context() as patch:
        patch.setattr(repair, "_write", full)
        with pytest.raises(ArchiveUnusable, match="No space left on device"):
            archive.listed()
    assert asides(workspace) == []
    assert require_nothing_wrong(everything(archive), before) >= 24


def to_version_1(workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.root / FILE)) as database:
        for table in ("conversation", "turn", "rating"):
            database.execute(f"ALTER TABLE {table} DROP COLUMN seal")
        database.execute("UPDATE schema_version SET version = 1")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_file_without_seals_gets_them(
    archive: Archive, before: Kept, workspace: Workspace
) -> None:
    archive.close()
    to_version_1(workspace)
    assert everything(archive) == before
    archive.rename(before["Question 0 of A?"].id, "Renamed")
    assert len(archive.ratings()) == 6
    with closing(sqlite3.connect(workspace.root / FILE)) as database:
        assert database.execute("SELECT version FROM schema_version").fetchall() == [(2,)]
        for table, count in (("conversation", 6), ("turn", 30), ("rating", 6)):
            found = database.execute(f"SELECT count(*) FROM {table} WHERE length(seal) = 16")  # noqa: S608
            assert found.fetchone() == (count,)


@pytest.mark.parametrize("place", [0, 1, 4, 20, 60])
def test_a_damaged_file_without_seals(
    archive: Archive, before: Kept, workspace: Workspace, place: int
) -> None:
    archive.close()
    to_version_1(workspace)
    overwrite(workspace.root / FILE, place * PAGE, random.Random(1).randbytes(PAGE))  # noqa: S311
    assert require_nothing_wrong(everything(archive), before) >= 24
    assert len(archive.notices()) == 1


def test_every_value_is_under_the_seal() -> None:
    values = {
        "id": 7,
        "text": "a",
        "good": True,
        "made": datetime(2026, 3, 1, tzinfo=UTC),
        "x": None,
    }
    row = sealed("turn", values)
    require_sealed("turn", row)
    stored = {**row, "good": 1, "made": 1_772_323_200_000_000}  # as SQLite has them
    require_sealed("turn", stored)
    others = {
        "id": 8,
        "text": "b",
        "good": False,
        "made": datetime(2026, 3, 2, tzinfo=UTC),
        "x": "",
    }
    for name, value in others.items():
        with pytest.raises(RowChanged, match="a row of turn"):
            require_sealed("turn", {**row, name: value})
    with pytest.raises(RowChanged):
        require_sealed("turn", {**row, "seal": None})
    assert seal("turn", values) != seal("rating", values)
    assert seal("t", {"a": "bc", "d": ""}) != seal("t", {"a": "b", "d": "c"})
    assert seal("t", {"a": b"1"}) != seal("t", {"a": "1"}) != seal("t", {"a": 1})
    assert seal("t", {"a": 1.5}) != seal("t", {"a": 1})


def test_who_is_alone_waits_for_the_others_and_they_for_it() -> None:
    gate, order = Gate(), []
    inside, go = threading.Event(), threading.Event()

    def alone() -> None:
        with gate.alone():
            order.append("alone")
            inside.set()
            go.wait(10)
            order.append("left")

    def passing() -> None:
        with gate.passing():
            order.append("passing")

    with gate.passing(), gate.passing():
        first = threading.Thread(target=alone)
        first.start()
        while not gate._alone:
            pass
        second = threading.Thread(target=passing)
        second.start()
        assert order == []
    inside.wait(10)
    go.set()
    for thread in (first, second):
        thread.join()
    assert order == ["alone", "left", "passing"]


def test_an_error_opens_the_gate() -> None:
    gate = Gate()
    for way in (gate.passing, gate.alone, gate.alone, gate.passing):
        with pytest.raises(AssistantError), way():
            raise AssistantError
