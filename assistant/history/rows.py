"""Write rows with their seals, and read none that is not as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, insert, select, update

from assistant.history.sealing import SEAL, require_sealed, sealed


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
