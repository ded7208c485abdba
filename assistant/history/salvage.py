"""Recover the intact rows of a damaged SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.history import tables
from assistant.history.conversation import conversation_row, fold, words_of
from assistant.history.pages import rows
from assistant.history.tables import SEAL, RowChanged, require_sealed, seal

Row = dict[str, Any]
Place = tuple[str, int]
"""A conversation's id and the number of a turn."""

_MOST = 1_000_000  # rows of a table that are looked for one by one
_FEW = 20_000  # if it cannot be told how many there are


@dataclass
class Saved:
    """Rows as they are stored, with their seals.

    seen:     every turn that left any trace, readable or not.
    problems: what was found to be wrong; empty for a sound file.
    """

    conversations: dict[str, Row] = field(default_factory=dict)
    turns: dict[Place, Row] = field(default_factory=dict)
    ratings: dict[int, Row] = field(default_factory=dict)
    seen: set[Place] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether it was read from a file of conversations."""
        return bool(self.conversations or self.turns)

    def add(self, other: Saved) -> None:
        """Take what is not here yet."""
        self.conversations = other.conversations | self.conversations
        self.turns = other.turns | self.turns
        self.ratings = other.ratings | self.ratings
        self.seen |= other.seen
        self.problems += other.problems

    def keep(self, name: str, row: Row) -> None:
        """Take a row of a table that is as it was written."""
        if name == "conversation":
            self.conversations[row["id"]] = row
            return
        self.seen.add(_place(row))
        if name == "turn":
            self.turns[_place(row)] = row
        else:
            self.ratings[row["id"]] = row

    def complete(self) -> None:
        """Restore what can be restored of the rest, and leave out what cannot be placed."""
        for (id_, _), turn in sorted(self.turns.items()):
            if id_ not in self.conversations:
                row: Row = conversation_row(id_, turn["question"], turn["made"], turn["made"])
                self.conversations[id_] = {**row, SEAL: seal("conversation", row)}
            elif self.conversations[id_]["changed"] < turn["made"]:
                row = {**self.conversations[id_], "changed": turn["made"]}
                self.conversations[id_] = {**row, SEAL: seal("conversation", row)}
        kept = {id_ for id_, _ in self.turns}
        self.conversations = {id_: row for id_, row in self.conversations.items() if id_ in kept}
        self.ratings = {id_: row for id_, row in self.ratings.items() if _place(row) in self.turns}


def read(database: sqlite3.Connection) -> Saved:
    """What can be read. Never raises for what is damaged."""
    saved = Saved()
    try:
        with_seals = _has_seals(database)
    except sqlite3.Error as error:
        saved.problems.append(str(error))
        return saved
    words = {_place(row): row["folded"] for row in _rows(database, "words", saved.problems)}
    saved.seen = set(words) | _indexed(database)
    sound = (database, words, with_seals, saved.problems)
    saved.conversations = {row["id"]: row for row in _sound_rows("conversation", *sound)}
    saved.turns = {_place(row): row for row in _sound_rows("turn", *sound)}
    saved.ratings = {row["id"]: row for row in _sound_rows("rating", *sound)}
    for place, turn in saved.turns.items():
        if words.get(place) != words_of(turn)["folded"]:
            saved.problems.append("what is searched differs from what is kept")
    saved.seen |= set(saved.turns)
    return saved


def read_pages(path: Path) -> Saved:
    """What the pages of the file hold, whatever its tables say; see `pages`.

    A row's shape shows which table it belongs to, and its seal that it is whole. What was
    deleted is not among them: SQLite overwrites it (`secure_delete`).

    Raises:
        OSError: The file cannot be read.
    """
    saved = Saved()
    for values in rows(path):
        match values:
            case [_, str(conversation), int(number), _]:  # a row of `words`: there was a turn
                saved.seen.add((conversation, number))
        for table in tables.SEALED:
            columns = table.c.keys()
            if len(values) != len(columns) + 1:
                continue
            row = dict(zip(columns, values[1:], strict=True))
            if table is tables.rating:  # whose id is the row's own number
                row["id"] = values[0]
            with suppress(RowChanged):
                require_sealed(table.name, row)
                saved.keep(table.name, row)
    return saved


def _sound_rows(
    name: str,
    database: sqlite3.Connection,
    words: Mapping[Place, object],
    with_seals: bool,
    problems: list[str],
) -> Iterator[Row]:
    """With their seals, new ones where the file has none."""
    for row in _rows(database, name, problems, with_seals=with_seals):
        try:
            if with_seals:
                require_sealed(name, row)
            else:
                _require_agreeing(name, row, words)
            yield {**row, SEAL: seal(name, row)}
        except (RowChanged, TypeError, ValueError) as error:
            problems.append(str(error))


def _require_agreeing(name: str, row: Row, words: Mapping[Place, object]) -> None:
    if name == "turn" and words.get(_place(row)) != words_of(row)["folded"]:
        raise RowChanged("a row of turn differs from what is searched of it")
    if name == "conversation" and fold(row["name"]) != row["folded"]:
        raise RowChanged("the name of a conversation differs from what is searched of it")


def _place(row: Row) -> Place:
    return row["conversation"], row["number"]


def _has_seals(database: sqlite3.Connection) -> bool:
    columns = {name for _, name, *_ in database.execute("PRAGMA table_info(turn)")}
    if not columns:
        raise sqlite3.DatabaseError("it has no turns")
    return SEAL in columns


def _indexed(database: sqlite3.Connection) -> set[Place]:
    """Turns by the index of their table alone."""
    found: set[Place] = set()
    with suppress(sqlite3.Error):
        for row in database.execute("SELECT conversation, number FROM turn ORDER BY 1, 2"):
            found.add(tuple(row))
    return found


def _rows(
    database: sqlite3.Connection, name: str, problems: list[str], *, with_seals: bool = False
) -> Iterator[Row]:
    columns = [
        column
        for column in tables.metadata.tables[name].c.keys()  # noqa: SIM118
        if column != SEAL or with_seals
    ]
    query = f"SELECT rowid, {', '.join(columns)} FROM {name} WHERE rowid"  # noqa: S608 - our names
    for values in _walk(database, query, name, problems):
        yield dict(zip(columns, values, strict=True))


def _walk(
    database: sqlite3.Connection, query: str, name: str, problems: list[str]
) -> Iterator[tuple[Any, ...]]:
    last, end = 0, _last(database, name)
    while True:
        try:
            for rowid, *values in database.execute(f"{query} > ? ORDER BY rowid", (last,)):
                if rowid <= last:
                    raise sqlite3.DatabaseError(f"rows of {name} are out of order")
                last = rowid
                yield tuple(values)
        except sqlite3.Error as error:
            problems.append(f"{name}: {error}")
        # What comes after a row that cannot be read, one by one until the next that can.
        for rowid in range(last + 1, end + 1):
            last = rowid
            with suppress(sqlite3.Error):
                if found := database.execute(f"{query} = ?", (rowid,)).fetchone():
                    yield found[1:]
                    break
        else:
            return


def _last(database: sqlite3.Connection, name: str) -> int:
    """The highest number that a row of the table can have."""
    highest = _FEW
    with suppress(sqlite3.Error, TypeError):
        (found,) = database.execute(f"SELECT max(rowid) FROM {name}").fetchone()  # noqa: S608
        if found is None or 0 <= found <= _MOST:
            highest = found or 0
    return highest
