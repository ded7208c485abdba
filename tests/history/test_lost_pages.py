"""Pages of the file of conversations are lost, those that lead to its tables among them."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from kept_turns import Clock, new_turn

from assistant.errors import ArchiveUnusable
from assistant.history import pages, repair, salvage
from assistant.history.conversation import Rating
from assistant.history.history import FILE, Archive
from assistant.history.pages import PAGE
from assistant.history.salvage import Saved
from assistant.history.tables import seal
from assistant.settings import Settings
from assistant.workspace import Workspace

CONVERSATIONS, TURNS = 22, 3
ROOTS = range(2, 10)
"""Pages, from 1, of which most are roots of a table or an index."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with 66 answers in 22 conversations; another one was deleted."""
    workspace = Workspace.create(tmp_path_factory.mktemp("made") / "workspace")
    clock = Clock(datetime(2026, 3, 1, tzinfo=UTC), timedelta(1))
    with closing(Archive(Settings(), workspace, clock)) as archive:
        for name in range(CONVERSATIONS + 1):
            conversation = None
            for number in range(TURNS):
                text = f"Answer {number} of {name}. " + f"It was {name}. " * 200
                kept = archive.add(conversation, new_turn(f"Question {name}.{number}?", text))
                conversation = kept.conversation
            if name == 3:
                gone = conversation
            archive.rate(kept.conversation, 1, Rating(good=True))
        assert gone is not None
        archive.delete(gone)
    return workspace.root / FILE


@pytest.fixture(scope="module")
def whole(made: Path) -> Saved:
    with closing(sqlite3.connect(made)) as database:
        return salvage.read(database)


def lost(made: Path, to: Path, numbers: tuple[int, ...] | range) -> Path:
    """The file without these pages, from 1."""
    content = bytearray(made.read_bytes())
    for number in numbers:
        content[(number - 1) * PAGE : number * PAGE] = bytes(PAGE)
    to.write_bytes(content)
    return to


def hit(made: Path, whole: Saved, numbers: tuple[int, ...] | range) -> set[tuple[str, int]]:
    """The turns that have any of their bytes on these pages: no others may be lost."""
    content, found = made.read_bytes(), set()
    for place, turn in whole.turns.items():
        for number in numbers:
            page = content[(number - 1) * PAGE : number * PAGE]
            words = f"It was {turn['question'][9:].partition('.')[0]}. ".encode()
            if turn["seal"] in page or words in page or turn["question"].encode() in page:
                found.add(place)
    return found


def mended(path: Path, whole: Saved) -> Saved:
    """What is in the file that took the place of the damaged one, all of it as it was written."""
    repair.mend(path, (), datetime(2026, 4, 1, tzinfo=UTC))
    with closing(sqlite3.connect(path)) as database:
        found = salvage.read(database)
    assert found.problems == []
    for place, turn in found.turns.items():
        assert turn == whole.turns[place]
    for id_, rating in found.ratings.items():
        assert rating == whole.ratings[id_]
    for id_, row in found.conversations.items():
        assert row["seal"] == seal("conversation", row)
        assert id_ in whole.conversations
    return found


def test_any_pages_at_the_beginning_cost_what_they_hold(
    made: Path, whole: Saved, tmp_path: Path
) -> None:
    """Found by the pages alone, for every combination."""
    assert len(whole.turns) == CONVERSATIONS * TURNS
    for size in range(1, len(ROOTS) + 1):
        for numbers in combinations(ROOTS, size):
            found = salvage.read_pages(lost(made, tmp_path / FILE, numbers))
            missing = whole.turns.keys() - found.turns.keys()
            assert missing <= hit(made, whole, numbers), numbers
            assert found.turns.keys() <= whole.turns.keys(), numbers


@pytest.mark.parametrize("numbers", [range(6, 9), range(2, 10), range(1, 10), (1, 6, 7, 8)])
def test_lost_roots_cost_what_they_hold(
    made: Path, whole: Saved, workspace: Workspace, numbers: tuple[int, ...] | range
) -> None:
    path = lost(made, workspace.root / FILE, numbers)
    with closing(Archive(Settings(), workspace)) as archive:
        listed = archive.listed(limit=100)
        turns = [turn for one in listed for turn in _turns(archive, one.id)]
        [notice] = archive.notices()
    kept = {(turn.conversation, turn.number) for turn in turns}
    assert whole.turns.keys() - kept <= hit(made, whole, numbers)
    assert f"{len(kept)} of 66 answers in {len(listed)} of 22 conversations were saved" in notice
    assert path.exists()


def _turns(archive: Archive, id_: str) -> tuple[object, ...]:
    found = archive.conversation(id_)
    assert found is not None
    return found.turns


@pytest.mark.parametrize("seed", range(12))
def test_runs_of_three_pages_cost_what_they_hold(
    made: Path, whole: Saved, workspace: Workspace, seed: int
) -> None:
    count = made.stat().st_size // PAGE
    first = random.Random(seed).randrange(1, count - 2)  # noqa: S311
    numbers = range(first, first + 3)
    found = mended(lost(made, workspace.root / FILE, numbers), whole)
    assert whole.turns.keys() - found.turns.keys() <= hit(made, whole, numbers)


def test_what_the_log_has_is_read_and_what_it_deleted_is_not(
    made: Path, whole: Saved, workspace: Workspace
) -> None:
    """The log of a process that was killed, beside pages that are older."""
    path = workspace.root / FILE
    shutil.copyfile(made, path)
    gone = next(iter(whole.turns))[0]
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in ("journal_mode=WAL", "wal_autocheckpoint=0", "secure_delete=ON"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("PRAGMA foreign_keys=ON")
        database.execute("DELETE FROM conversation WHERE id = ?", (gone,))
        log, old = Path(f"{path}-wal").read_bytes(), path.read_bytes()
    left = {place for place in whole.turns if place[0] != gone}
    path.write_bytes(old)
    assert salvage.read_pages(path).turns.keys() == whole.turns.keys()
    Path(f"{path}-wal").write_bytes(log)
    assert salvage.read_pages(path).turns.keys() == left
    # Of a transaction that is not written to its end nothing counts, nor what follows it.
    for spoilt in (log[:-1], log[:-1] + bytes([log[-1] ^ 1]), b"\1" + log[1:]):
        Path(f"{path}-wal").write_bytes(spoilt)
        assert salvage.read_pages(path).turns.keys() == whole.turns.keys()


def test_pages_are_as_sqlite_reads_them(made: Path, workspace: Workspace) -> None:
    path = workspace.root / FILE
    shutil.copyfile(made, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA wal_autocheckpoint=0")
        for number in range(5):
            database.execute("BEGIN")
            database.execute("UPDATE turn SET text = text || ? WHERE number = 1", (f"{number}",))
            database.execute("COMMIT")
        wanted = [list(row) for row in database.execute("SELECT rowid, * FROM turn")]
        found = [row for row in pages.rows(path) if len(row) == len(wanted[0])]
        assert sorted(found, key=str) == sorted(wanted, key=str)


def test_all_pages_are_lost(made: Path, workspace: Workspace) -> None:
    count = made.stat().st_size // PAGE
    path = lost(made, workspace.root / FILE, range(2, count + 1))
    with closing(Archive(Settings(), workspace)) as archive:
        with suppress(ArchiveUnusable):
            assert archive.listed() == ()
        assert all("nothing of it could be saved" in one for one in archive.notices())
    assert path.exists()
