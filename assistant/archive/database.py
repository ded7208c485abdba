"""One database of conversations, opened when it is first used.

SQLite and PostgreSQL differ in how a transaction begins, and in what keeps it on disk: both are
settled here. Errors of either become `ArchiveUnusable`, without the address's password and without
what was to be written.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, inspect, make_url
from sqlalchemy import select as select_from
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from assistant.archive import tables
from assistant.errors import ArchiveUnusable
from assistant.printable import one_line

WAIT = 10
"""Seconds that a write waits for those of other processes."""

_CONNECT = 5
_GO_ON = "questions are answered all the same, but not kept"
# Any number will do, if no other program takes it.
_MAKING_TABLES = 7_104_202_611
# SQLSTATE, or its class.
_STATES = {
    "08": "it cannot be reached",
    "25006": "it is read-only",
    "28": "it does not accept the user or the password",
    "3D": "it has no such database",
    "42501": "this user may not do that",
    "42P07": "a table of that name already exists",
    "53": "it has no room or no connection left",
    "57": "it is shutting down",
}


class Database:
    """Connections to one database. Safe to use from several threads.

    address: a file of SQLite, or any SQLAlchemy URL; looked at when it is first used.
    """

    def __init__(self, address: str | Path) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._engine: Engine | None = None
        self._file: tuple[int, int] | None = None
        self._checked = False

    @cached_property
    def _url(self) -> URL:
        return _parse(self._address)

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """A transaction that sees one state of the database; None where there is none yet.

        Raises:
            ArchiveUnusable: It cannot be read.
        """
        with self._translated():
            if self._missing():
                yield None
                return
            engine = self._opened()
            if not self._is_sqlite:  # which does so anyway
                engine = engine.execution_options(isolation_level="REPEATABLE READ")
            with engine.connect() as connection, connection.begin():
                yield connection if self._require_version(connection) else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is on disk once the block has ended; the database is made if missing.

        Raises:
            ArchiveUnusable: It cannot be written.
        """
        with self._translated():
            engine = self._opened().execution_options(writes=True)
            with engine.connect() as connection, connection.begin():
                if not self._require_version(connection):
                    _make_tables(connection)
                yield connection

    def forget_deleted(self) -> None:
        """Take what was deleted out of SQLite's log as well.

        A process that is reading at this moment holds it back: then the next call does it.
        """
        if self._engine is None or self._missing() or not self._is_sqlite:
            return
        with self._translated():
            _outside(self._engine, "PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the connections; the next use opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None
            self._checked = False

    @property
    def _is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def _missing(self) -> bool:
        return self._is_sqlite and not Path(self._url.database or "").exists()

    def _opened(self) -> Engine:
        with self._lock:
            if self._engine is not None and self._is_sqlite and self._file != self._file_now():
                # Moved away or deleted: what is written to the old file would be lost.
                self._engine.dispose()
                self._engine, self._checked = None, False
            if self._engine is None:
                engine = _engine(self._url)
                if self._is_sqlite:
                    _use_log(engine)
                    self._file = self._file_now()
                self._engine = engine
            return self._engine

    def _file_now(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._url.database or "")
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _require_version(self, connection: Connection) -> bool:
        """Whether the tables are there; they must be those of this program."""
        if self._checked:
            return True
        if not inspect(connection).has_table(tables.schema_version.name):
            return False
        found = connection.execute(select_from(tables.schema_version.c.version)).scalar()
        if found != tables.VERSION:
            newer = isinstance(found, int) and found > tables.VERSION
            advice = "update this program" if newer else "move it away, and a new one is begun"
            raise ArchiveUnusable(
                f"The kept conversations ({self._name()}) have the form {found}, and this program "
                f"knows {tables.VERSION}: {advice}."
            )
        self._checked = True
        return True

    def _name(self) -> str:
        """What a message calls it; never with a password."""
        if self._is_sqlite:
            return self._url.database or ""
        return self._url.set(query={}).render_as_string(hide_password=True)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            reason = _of_sqlite(error) if self._is_sqlite else _of_server(error)
            what = "free its disk, or move it away" if self._is_sqlite else "see to the server"
            if "locked" in reason:
                what = "try again once no other program writes it"
            raise ArchiveUnusable(
                f"The kept conversations ({self._name()}) cannot be used ({reason}): {_GO_ON}; "
                f"{what}."
            ) from None


def _parse(address: str | Path) -> URL:
    if isinstance(address, Path):
        return URL.create("sqlite", database=str(address))
    if address.startswith("postgres://"):  # as many hosts write it
        address = "postgresql" + address.removeprefix("postgres")
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise _bad_address("is no database's address") from None
    if url.get_backend_name() == "postgresql" and "+" not in url.drivername:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise _bad_address("names no file")
    return url


def _bad_address(problem: str) -> ArchiveUnusable:
    return ArchiveUnusable(
        f"ASSISTANT_DATABASE_URL {problem}: {_GO_ON}; give one such as "
        "postgresql://user:password@host/name, or unset it."
    )


def _engine(url: URL) -> Engine:
    backend = url.get_backend_name()
    arguments: dict[str, Any] = {}
    if backend == "sqlite":
        arguments = {"timeout": WAIT, "check_same_thread": False}
    elif backend == "postgresql":
        arguments = {"connect_timeout": _CONNECT}
    try:
        engine = create_engine(
            url, connect_args=arguments, hide_parameters=True, pool_pre_ping=backend != "sqlite"
        )
    except NoSuchModuleError:
        raise _bad_address("names a kind of database that is not known") from None
    except ModuleNotFoundError as error:
        extra = " (pip install 'document-assistant[postgres]')" if "psycopg" in str(error) else ""
        raise ArchiveUnusable(
            f"ASSISTANT_DATABASE_URL needs the package {error.name}: {_GO_ON}; install it{extra}."
        ) from error
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - sqlite3's or any other's
    # Python's driver would begin a transaction by itself, and only at the first change.
    connection.isolation_level = None
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin(connection: Connection) -> None:
    # A write that began as a read would fail where another process wrote in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _use_log(engine: Engine) -> None:
    """Switch SQLite to its write-ahead log, which stays so: readers and a writer go together."""
    end = time.monotonic() + WAIT
    while True:
        try:
            _outside(engine, "PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself where two processes switch at the same moment.
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _outside(engine: Engine, pragma: str) -> None:
    """Run what SQLite refuses inside a transaction."""
    lent = engine.raw_connection()
    try:
        lent.cursor().execute(pragma)
    finally:
        lent.close()


def _of_sqlite(error: Exception) -> str:
    """What SQLite says; the text of SQLAlchemy's own error would hold the statement."""
    plain = type(error).__name__ if isinstance(error, SQLAlchemyError) else str(error)
    return one_line(str(getattr(error, "orig", None) or plain))


def _of_server(error: Exception) -> str:
    """What a server's fault is, in our own words: its text and its driver's may hold the address,
    and secrets in it.
    """
    driver = getattr(error, "orig", None)
    if driver is None:
        return type(error).__name__
    state = str(getattr(driver, "sqlstate", None) or "")
    if not state and type(driver).__name__ == "OperationalError":
        return "it cannot be reached, or does not let this user in"
    return (
        _STATES.get(state) or _STATES.get(state[:2]) or f"{type(driver).__name__} {state}".strip()
    )


def _make_tables(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two processes may find none at the same moment; the lock goes with the transaction.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MAKING_TABLES})")
        if inspect(connection).has_table(tables.schema_version.name):
            return
    tables.metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(tables.schema_version).values(version=tables.VERSION))
