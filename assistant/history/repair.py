"""Set a damaged conversations file aside, and save what is intact into a new one.

    conversations.sqlite3                        the file
    .conversations.sqlite3.saved-STAMP           its successor, complete, about to take its place
    conversations.damaged-STAMP.sqlite3          the damaged file, with its log (…-wal)
    conversations.damaged-STAMP.sqlite3.txt      what happened, in a line

If the program is killed, either the damaged file is left, and is found damaged again, or a complete
successor, which replaces it the next time the file is opened.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, create_engine, insert

from assistant.history import tables
from assistant.history.conversation import words_of
from assistant.history.engine import WAIT
from assistant.history.pages import PAGE
from assistant.history.salvage import Row, Saved, read, read_pages
from assistant.history.tables import SEAL
from assistant.printable import one_line

_ADVICE = "remove that one when you need it no longer: it holds what was asked"


def fault_of(path: Path) -> str:
    """What is wrong with the structure of a file of SQLite, in a few words; "" for nothing.

    Raises:
        sqlite3.Error: It cannot be read at all.
    """
    with closing(_connect(path)) as database:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
    return "" if found == "ok" else one_line(str(found))


def mend(path: Path, warm: Sequence[sqlite3.Connection], now: datetime) -> str | None:
    """Put the file aside if it is damaged; what happened in a line, None if nothing is wrong.

    To be called by one process at a time, and with no transaction of this process open.

    warm: connections that were open before: what they remember of the file may be better than it.

    Raises:
        sqlite3.Error: It is damaged, and nothing tells that it is a file of conversations; or
            another process is writing it.
        OSError: The new file cannot be written.
    """
    with ExitStack() as resources:
        fresh = _opened(path, resources)
        if any(_is_sound(database) for database in fresh):
            return None
        sources = [*warm, *fresh]
        for database in sources[-1:]:  # other processes wait, and then find another file
            _hold(database)
        saved = Saved()
        for database in sources:
            saved.add(read(database))
        if not saved.seen:
            for database in _with_new_head(path, resources):
                saved.add(read(database))
        saved.add(read_pages(path))
        if not warm and not saved.is_ours and not _has_tables(fresh):
            raise sqlite3.DatabaseError(saved.problems[0])
        return _replace(path, saved, now)


def finish(path: Path) -> None:
    """Put a complete successor in the place of its file: what a killed `mend` had left to do.

    Raises:
        OSError: It cannot be put there.
    """
    for saved in _beside(path, _saved(path, "").name):
        aside = _aside(path, saved.name.rpartition("-")[2])
        for suffix in ("", "-wal"):
            old, kept = Path(f"{path}{suffix}"), Path(f"{aside}{suffix}")
            if old.exists() and not kept.exists():
                old.rename(kept)
        Path(f"{path}-shm").unlink(missing_ok=True)
        saved.rename(path)
    _sync_folder(path.parent)


def is_unfinished(path: Path) -> bool:
    """Whether `finish` has anything to do."""
    return bool(_beside(path, _saved(path, "").name))


def notices(path: Path) -> tuple[str, ...]:
    """A line for each damaged file that still lies beside this one."""
    lines = []
    for note in _beside(path, f"{path.stem}.damaged-"):
        with suppress(OSError, ValueError):
            if note.suffix == ".txt" and note.with_suffix("").exists():
                lines.append(one_line(note.read_text("utf-8")))
    return tuple(lines)


def _opened(path: Path, resources: ExitStack) -> list[sqlite3.Connection]:
    if not path.exists() or not path.stat().st_size:  # SQLite would delete the log of an empty one
        return []
    return [resources.enter_context(closing(_connect(path)))]


def _connect(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=WAIT, isolation_level=None)


def _is_sound(database: sqlite3.Connection) -> bool:
    """Whether its structure is, and every row of ours, if it has any."""
    try:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            return False
        if not _has_tables([database]):
            return True  # empty, or of another program
    except sqlite3.Error:
        return False
    return not read(database).problems


def _hold(database: sqlite3.Connection) -> None:
    try:
        database.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        if "locked" in str(error):
            raise


def _has_tables(databases: Sequence[sqlite3.Connection]) -> bool:
    found = []
    with suppress(sqlite3.Error):
        found = [one.execute("PRAGMA table_info(turn)").fetchall() for one in databases]
    return any(found)


def _with_new_head(path: Path, resources: ExitStack) -> list[sqlite3.Connection]:
    """Copies of the file with another first page, for where that one is lost: it holds where each
    table begins, and tables that are made in the same order begin at the same places.
    """
    copies = []
    with suppress(OSError, sqlite3.Error):
        folder = Path(resources.enter_context(tempfile.TemporaryDirectory()))
        made = folder / "made.sqlite3"
        _write(made, Saved())
        for version in (tables.VERSION, 1):
            copy = folder / f"copy-{version}.sqlite3"
            if version == 1:
                with closing(_connect(made)) as database:
                    for table in tables.SEALED:
                        database.execute(f"ALTER TABLE {table.name} DROP COLUMN {SEAL}")
            shutil.copyfile(path, copy)
            has_log = Path(f"{path}-wal").exists()
            if has_log:
                shutil.copyfile(f"{path}-wal", f"{copy}-wal")
            with copy.open("r+b") as file:
                file.write(_head(made, copy, has_log))
            copies.append(resources.enter_context(closing(_connect(copy))))
    return copies


def _head(made: Path, copy: Path, has_log: bool) -> bytes:
    head = bytearray(made.read_bytes()[:PAGE])
    head[18:20] = bytes([2, 2] if has_log else [1, 1])
    head[28:32] = (copy.stat().st_size // PAGE).to_bytes(4)
    head[32:40] = bytes(8)  # no free pages
    head[92:96] = head[24:28]  # the number of pages counts
    return bytes(head)


def _replace(path: Path, saved: Saved, now: datetime) -> str:
    """Write the successor, and have it take the place of the damaged file."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
    aside = _aside(path, stamp)
    problem = one_line(saved.problems[0]) if saved.problems else "it is empty"
    saved.complete()
    draft = path.with_name(f".{path.name}.new")
    for suffix in ("", "-journal"):
        Path(f"{draft}{suffix}").unlink(missing_ok=True)
    _write(draft, saved)
    line = (
        f"The file of kept conversations, {path.name}, was damaged ({problem}): "
        f"{_told(saved)}, and the damaged file is kept as {aside.name}; {_ADVICE}."
    )
    Path(f"{aside}.txt").write_text(f"{line}\n", "utf-8")
    draft.rename(_saved(path, stamp))
    _sync_folder(path.parent)
    if os.name != "nt":  # Windows moves no file that is open: there it is done after closing
        finish(path)
    return line


def _told(saved: Saved) -> str:
    if not saved.turns:
        return "nothing of it could be saved"
    turns, all_turns = len(saved.turns), len(saved.seen)
    conversations = {id_ for id_, _ in saved.turns}
    all_conversations = {id_ for id_, _ in saved.seen}
    return (
        f"{turns} of {all_turns} answers in {len(conversations)} of {len(all_conversations)} "
        "conversations were saved"
    )


def _write(path: Path, saved: Saved) -> None:
    engine = create_engine(URL.create("sqlite", database=str(path)))
    try:
        with engine.begin() as connection:
            tables.metadata.create_all(connection)
            connection.execute(insert(tables.schema_version).values(version=tables.VERSION))
            words: list[Row] = [words_of(turn) for turn in saved.turns.values()]
            for name, rows in (
                ("conversation", list(saved.conversations.values())),
                ("turn", list(saved.turns.values())),
                ("words", words),
                ("rating", list(saved.ratings.values())),
            ):
                if rows:  # as they were stored: past the types, which would convert them again
                    names = ", ".join(rows[0])
                    places = ", ".join(f":{column}" for column in rows[0])
                    insertion = f"INSERT INTO {name} ({names}) VALUES ({places})"  # noqa: S608
                    connection.connection.cursor().executemany(insertion, rows)
    finally:
        engine.dispose()


def _beside(path: Path, beginning: str) -> list[Path]:
    try:
        return sorted(one for one in path.parent.iterdir() if one.name.startswith(beginning))
    except OSError:
        return []


def _aside(path: Path, stamp: str) -> Path:
    return path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")


def _saved(path: Path, stamp: str) -> Path:
    return path.with_name(f".{path.name}.saved-{stamp}")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder, and keeps its names in a journal
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
