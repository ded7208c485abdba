"""Make the engine of a database, the gate that its users pass, and its errors' reasons in words."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from assistant.errors import ArchiveUnusable
from assistant.history.tables import RowChanged
from assistant.printable import one_line


class Gate:
    """For the threads of one process. Once a thread waits to be alone, no other may enter."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = 0
        self._alone = False

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Together with others."""
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Without any other. Not to be called by one who is passing: it would wait for itself."""
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._alone = True
            self._changed.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._changed.notify_all()


WAIT = 10
"""Seconds that a write waits for those of other processes."""

GO_ON = "questions are answered all the same, but not kept"

_CONNECT = 5


def parse(address: str | Path) -> URL:
    """The URL of an address, or of a file of SQLite.

    Raises:
        ArchiveUnusable: It is none.
    """
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
        f"ASSISTANT_DATABASE_URL {problem}: {GO_ON}; give one such as "
        "postgresql://user:password@host/name, or unset it."
    )


def make_engine(url: URL) -> Engine:
    """An engine whose connections begin transactions as they should; connects to nothing yet.

    Raises:
        ArchiveUnusable: There is no such kind of database, or its library is not installed.
    """
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
            f"ASSISTANT_DATABASE_URL needs the package {error.name}: {GO_ON}; install it{extra}."
        ) from error
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401 - sqlite3's or any other's
    # Python's driver would begin a transaction by itself, and only at the first change.
    connection.isolation_level = None
    for pragma in (
        *("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"),
        # SQLite would leave what is written in the log until that has 4 MB, which may be months of
        # it: who copies the file alone would copy nothing. So it moves into the file at once.
        "wal_autocheckpoint=1",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin(connection: Connection) -> None:
    # A write that began as a read would fail where another process wrote in between.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def use_log(engine: Engine) -> None:
    """Switch SQLite to its write-ahead log, which stays so: readers and a writer go together."""
    end = time.monotonic() + WAIT
    while True:
        try:
            outside(engine, "PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself where two processes switch at the same moment.
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def outside(engine: Engine, pragma: str) -> None:
    """Run what SQLite refuses inside a transaction."""
    lent = engine.raw_connection()
    try:
        lent.cursor().execute(pragma)
    finally:
        lent.close()


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


def reason_of_sqlite(error: Exception) -> str:
    """What SQLite says; the text of SQLAlchemy's own error would hold the statement."""
    plain = type(error).__name__ if isinstance(error, SQLAlchemyError) else str(error)
    return one_line(str(getattr(error, "orig", None) or plain))


def reason_of_server(error: Exception) -> str:
    """What a server's fault is, in our own words: its text and its driver's may hold the address,
    and secrets in it.
    """
    driver = getattr(error, "orig", None)
    if driver is None:
        return str(error) if isinstance(error, RowChanged) else type(error).__name__
    state = str(getattr(driver, "sqlstate", None) or "")
    if not state and type(driver).__name__ == "OperationalError":
        return "it cannot be reached, or does not let this user in"
    return (
        _STATES.get(state) or _STATES.get(state[:2]) or f"{type(driver).__name__} {state}".strip()
    )
