"""Make the tables, or bring those of an earlier version to this one."""

from __future__ import annotations

from sqlalchemy import Connection, Table, insert, inspect, select, update

from assistant.history import tables
from assistant.history.sealing import SEAL, seal

# The number of a lock of PostgreSQL. Any will do, if no other program takes it.
_CHANGING_TABLES = 7_104_202_611


def version_of(database: Connection) -> int | None:
    """Of the tables that are there; None where there are none."""
    if not inspect(database).has_table(tables.schema_version.name):
        return None
    found: int | None = database.execute(select(tables.schema_version.c.version)).scalar()
    return found


def make_tables(database: Connection) -> None:
    """Make them all, within the transaction of a write."""
    _hold(database)
    if database.dialect.name == "postgresql" and version_of(database) is not None:
        return  # another process was faster
    tables.metadata.create_all(database, checkfirst=False)
    database.execute(insert(tables.schema_version).values(version=tables.VERSION))


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
    for table in tables.SEALED:
        database.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {SEAL} {kind}")
        _seal_all(database, table)
    database.execute(update(tables.schema_version).values(version=tables.VERSION))


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
