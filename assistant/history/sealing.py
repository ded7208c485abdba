"""A seal on every row, by which one that is not as it was written is told.

A database notices damage to its own structure only. A byte that changes inside a text would be
read, and shown, as what was kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

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
    """Of all columns but the seal's own, whatever database they come from."""
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
