"""The tables, in types that SQLite and PostgreSQL share."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from assistant.history.sealing import SEAL, microseconds

VERSION = 2
"""Of the tables below. A change of them needs a new one, and a way from the old one to it: see
`assistant.history.upgrading`."""


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
