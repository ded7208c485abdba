"""Recover the intact rows of a damaged SQLite file."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.history import tables
from assistant.history.conversation import conversation_row, fold, words_of
from assistant.history.tables import SEAL, RowChanged, require_sealed, seal

PAGE = 4096
"""Bytes of a page: SQLite's own choice, which our files leave as it is."""

_LEAF = 13  # the kind of a page that holds rows of a table
_LOCAL = PAGE - 35  # bytes of a row that fit into its page; more overflow
_LEAST = (PAGE - 12) * 32 // 255 - 23

Values = list[object]


def rows(path: Path) -> Iterator[Values]:
    """The values of every row of every table, as far as their pages can be read.

    Raises:
        OSError: The file cannot be read.
    """
    content = path.read_bytes()
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        head = 100 if start == 0 else 0  # of the file
        if len(page) < PAGE or page[head] != _LEAF:
            continue
        (count,) = struct.unpack_from(">H", page, head + 3)
        for number in range(min(count, (PAGE - 8) // 2)):
            try:
                (cell,) = struct.unpack_from(">H", page, head + 8 + 2 * number)
                yield _row(content, page, cell)
            except (ValueError, IndexError, struct.error):
                continue


def _row(content: bytes, page: bytes, cell: int) -> Values:
    size, place = _varint(page, cell)
    rowid, place = _varint(page, place)
    if not 0 < size <= len(content):
        raise ValueError("no row is as long as that")
    payload = _payload(content, page, place, size)
    end, place = _varint(payload, 0)
    kinds = []
    while place < end:
        kind, place = _varint(payload, place)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, end = _value(payload, end, kind)
        values.append(value)
    if end != size:
        raise ValueError("a row that ends elsewhere")
    return [rowid, *values]


def _payload(content: bytes, page: bytes, place: int, size: int) -> bytes:
    if size <= _LOCAL:
        return page[place : place + size]
    local = _LEAST + (size - _LEAST) % (PAGE - 4)
    local = local if local <= _LOCAL else _LEAST
    parts, left = [page[place : place + local]], size - local
    (following,) = struct.unpack_from(">I", page, place + local)
    while left > 0:
        start = (following - 1) * PAGE
        if not 0 < start <= len(content) - PAGE:
            raise ValueError("the rest is not there")
        (following,) = struct.unpack_from(">I", content, start)
        parts.append(content[start + 4 : start + 4 + min(left, PAGE - 4)])
        left -= PAGE - 4
    return b"".join(parts)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends."""
    value = 0
    for length in range(8):
        byte = data[place + length]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + length + 1
    return value << 8 | data[place + 8], place + 9


def _value(payload: bytes, start: int, kind: int) -> tuple[object, int]:
    """A value of a kind ("serial type"), and where it ends."""
    if kind >= 12:
        end = start + (kind - 12) // 2
        data = payload[start:end]
        if len(data) != end - start:
            raise ValueError("a value that is cut off")
        return data.decode("utf-8") if kind % 2 else data, end
    if kind in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[kind], start
    lengths = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
    if kind not in lengths:  # fractions are in none of our tables
        raise ValueError("a kind of value that we never write")
    end = start + lengths[kind]
    return int.from_bytes(payload[start:end], signed=True), end


Row = dict[str, Any]
Place = tuple[str, int]
"""A conversation's id and the number of a turn."""

_MOST = 1_000_000  # rows of a table that are looked for one by one
_FEW = 20_000  # where it cannot be told how many there are


@dataclass
class Saved:
    """Rows as they are stored, with their seals.

    seen:     every turn of which there is any trace, readable or not.
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

    def keep(self, name: str, row: Row, seen: Set[Place]) -> None:
        """Take a row of a table, if it is one of these turns or belongs to one."""
        if name == "conversation":
            if any(id_ == row["id"] for id_, _ in seen):
                self.conversations[row["id"]] = row
        elif _place(row) in seen:
            if name == "turn":
                self.turns[_place(row)] = row
            else:
                self.ratings[row["id"]] = row

    def complete(self) -> None:
        """Make anew what can be made of the rest, and leave out what stands alone."""
        for (id_, _), turn in sorted(self.turns.items()):
            if id_ not in self.conversations:
                row: Row = conversation_row(id_, turn["question"], turn["made"], turn["made"])
                self.conversations[id_] = {**row, SEAL: seal("conversation", row)}
            elif self.conversations[id_]["changed"] < turn["made"]:
                row = {**self.conversations[id_], "changed": turn["made"]}
                self.conversations[id_] = {**row, SEAL: seal("conversation", row)}
        rated = self.ratings.items()
        self.ratings = {
            id_: row for id_, row in rated if (row["conversation"], row["number"]) in self.turns
        }


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


def read_pages(path: Path, seen: Set[Place]) -> Saved:
    """What the pages of the file hold of these turns, without its tables; see `pages`.

    What is not among them may have been deleted.

    Raises:
        OSError: The file cannot be read.
    """
    saved = Saved()
    for values in rows(path):
        for table in tables.SEALED:
            columns = table.c.keys()
            if len(values) != len(columns) + 1:
                continue
            row = dict(zip(columns, values[1:], strict=True))
            if table is tables.rating:  # whose id is the row's own number
                row["id"] = values[0]
            try:
                require_sealed(table.name, row)
            except RowChanged:
                continue
            saved.keep(table.name, row, seen)
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
