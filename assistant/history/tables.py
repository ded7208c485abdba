"""The tables of conversations, for SQLite and PostgreSQL; each row has a checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    insert,
    inspect,
    select,
    update,
)

SEAL = "seal"
"""The column of a row's seal."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RowChanged(Exception):
    """A row is not as it was written; the message names it."""


def sealed(table: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values of a row with its seal."""
    return {**values, SEAL: seal(table, values)}


def require_sealed(table: str, values: Mapping[str, object]) -> None:
    """Raise RowChanged unless the row has the seal of its values."""
    if values[SEAL] != seal(table, values):
        raise RowChanged(f"a row of {table} is not as it was written")


def seal(table: str, values: Mapping[str, object]) -> bytes:
    """The checksum of all columns but the seal's own, the same for any database."""
    digest = hashlib.blake2b(digest_size=16, person=table.encode())
    for name in sorted(values.keys() - {SEAL}):
        for part in (name.encode(), _encoded(values[name])):
            digest.update(len(part).to_bytes(8))
            digest.update(part)
    return digest.digest()


def microseconds(moment: datetime) -> int:
    """Since 1970: how a moment is stored."""
    past = moment - _EPOCH
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds


def _encoded(value: object) -> bytes:
    if isinstance(value, datetime):
        value = microseconds(value)
    if isinstance(value, bytes):
        return b"bytes " + value
    if isinstance(value, str):
        return b"text " + value.encode("utf-8", "surrogatepass")
    if isinstance(value, int):  # SQLite has numbers for yes and no
        return f"number {int(value)}".encode()
    return b"none" if value is None else f"other {value!r}".encode()


def add(database: Connection, table: Table, values: Mapping[str, object]) -> None:
    """Insert a row; `values` has all columns but the seal's."""
    database.execute(insert(table).values(sealed(table.name, values)))


def change(
    database: Connection, table: Table, where: ColumnElement[bool], values: Mapping[str, object]
) -> bool:
    """Change one row, if there is one; whether there was.

    Raises:
        RowChanged: It was not as it was written: a new seal would make it look so.
    """
    found = database.execute(select(table).where(where).with_for_update()).first()
    if found is None:
        return False
    before = checked(table, found)
    after = sealed(table.name, {**before, **values})
    changed = {name: after[name] for name in (*values, SEAL)}
    database.execute(update(table).where(where).values(changed))
    return True


def checked(table: Table, row: Row[Any], prefix: str = "") -> dict[str, object]:
    """The values of a row, by column, without its seal.

    prefix: of the names that the columns have in `row`.

    Raises:
        RowChanged: It is not as it was written.
    """
    found = row._mapping
    values = {name: found[prefix + name] for name in table.c.keys()}  # noqa: SIM118
    require_sealed(table.name, values)
    del values[SEAL]
    return values


VERSION = 2
"""Of the tables below. A change of them needs a new one, and a way from the old one to it: see
`assistant.history.tables`."""


class Moment(TypeDecorator[datetime]):
    """A moment in microseconds since 1970: exact, ordered, and the same in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the database."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        if value is None:
            return None
        seconds, microseconds = divmod(value, 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)


metadata = MetaData()


def _seal() -> Column[bytes]:
    # Not required, since a column that is added to old rows cannot be: none is no seal.
    return Column(SEAL, LargeBinary)


schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

# `folded`: what is searched, as `folding.fold` writes it.
conversation = Table(
    "conversation",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("renamed", Boolean, nullable=False),  # by its reader: a new first question leaves it
    Column("made", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    _seal(),
    Index("conversation_by_change", "changed", "id"),
)

turn = Table(
    "turn",
    metadata,
    Column("conversation", ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made", Moment, nullable=False),
    Column("question", Text, nullable=False),
    Column("searched", Text, nullable=False),
    Column("quoted", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("found", Boolean, nullable=False),
    Column("shown", Text, nullable=False),
    Column("receipt", LargeBinary),
    _seal(),
)

# In a table of their own, so that a search does not read past everything else that is kept.
words = Table(
    "words",
    metadata,
    Column("conversation", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("folded", Text, nullable=False),
    ForeignKeyConstraint(
        ["conversation", "number"], ["turn.conversation", "turn.number"], ondelete="CASCADE"
    ),
)

rating = Table(
    "rating",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("good", Boolean, nullable=False),
    Column("reason", String(32), nullable=False),
    Column("comment", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("accepted", Boolean),
    _seal(),
    UniqueConstraint("conversation", "number"),
    ForeignKeyConstraint(
        ["conversation", "number"], ["turn.conversation", "turn.number"], ondelete="CASCADE"
    ),
    # An id that was deleted is not given again: who decides about 7 means that 7.
    sqlite_autoincrement=True,
)

SEALED = (conversation, turn, rating)
"""Tables whose rows have a seal; `words` can be made again from `turn`."""


# The number of a lock of PostgreSQL. Any will do, if no other program takes it.
_CHANGING_TABLES = 7_104_202_611


def version_of(database: Connection) -> int | None:
    """The version of the existing tables; None if there are none."""
    if not inspect(database).has_table(schema_version.name):
        return None
    found: int | None = database.execute(select(schema_version.c.version)).scalar()
    return found


def make_tables(database: Connection) -> None:
    """Make them all, within the transaction of a write."""
    _hold(database)
    if database.dialect.name == "postgresql" and version_of(database) is not None:
        return  # another process was faster
    metadata.create_all(database, checkfirst=False)
    database.execute(insert(schema_version).values(version=VERSION))


def upgrade(database: Connection, version: int) -> None:
    """From version 1, whose rows had no seals; within the transaction of a write.

    What is wrong with its rows already cannot be told any more.
    """
    _hold(database)
    if version != 1:
        raise ValueError(f"there is no way from version {version}")
    if version_of(database) != version:  # another process was faster
        return
    kind = "BYTEA" if database.dialect.name == "postgresql" else "BLOB"
    for table in SEALED:
        database.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {SEAL} {kind}")
        _seal_all(database, table)
    database.execute(update(schema_version).values(version=VERSION))


def _hold(database: Connection) -> None:
    """Let no other process do so at the same moment; SQLite has but one writer anyway."""
    if database.dialect.name == "postgresql":  # the lock goes with the transaction
        database.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CHANGING_TABLES})")


def _seal_all(database: Connection, table: Table) -> None:
    keys = list(table.primary_key.columns)
    for key in database.execute(select(*keys)).all():
        where = [column == value for column, value in zip(keys, key, strict=True)]
        row = database.execute(select(table).where(*where)).one()
        values = {name: row._mapping[name] for name in table.c.keys()}  # noqa: SIM118
        database.execute(update(table).where(*where).values({SEAL: seal(table.name, values)}))
