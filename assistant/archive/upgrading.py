"""Bring a database of an earlier version to the tables of this one."""

from __future__ import annotations

from sqlalchemy import Connection, Table, select, update

from assistant.archive import tables
from assistant.archive.sealing import SEAL, seal


def upgrade(database: Connection, version: int) -> None:
    """From version 1, whose rows had no seals; within the transaction of a write.

    What is wrong with its rows already cannot be told any more.
    """
    if version != 1:
        raise ValueError(f"there is no way from version {version}")
    kind = "BYTEA" if database.dialect.name == "postgresql" else "BLOB"
    for table in tables.SEALED:
        database.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {SEAL} {kind}")
        _seal_all(database, table)
    database.execute(update(tables.schema_version).values(version=tables.VERSION))


def _seal_all(database: Connection, table: Table) -> None:
    keys = list(table.primary_key.columns)
    for key in database.execute(select(*keys)).all():
        where = [column == value for column, value in zip(keys, key, strict=True)]
        row = database.execute(select(table).where(*where)).one()
        values = {name: row._mapping[name] for name in table.c.keys()}  # noqa: SIM118
        database.execute(update(table).where(*where).values({SEAL: seal(table.name, values)}))
