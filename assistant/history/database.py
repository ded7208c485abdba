"""The database of conversations, opened on first use.

Its errors become `ArchiveUnusable`, which repeats neither the address's password nor the data. A
damaged SQLite file is set aside, and the program continues with what could be saved of it. The
file's structure is checked when it is opened and whenever another program wrote to it; each row has
a seal.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import ArchiveUnusable, AssistantError
from assistant.history import repair, tables
from assistant.history.engine import (
    GO_ON,
    WAIT,
    Gate,
    make_engine,
    outside,
    parse,
    reason_of_server,
    reason_of_sqlite,
    use_log,
)
from assistant.history.tables import RowChanged, make_tables, upgrade, version_of

logger = logging.getLogger(__name__)

T = TypeVar("T")

_Stamp = tuple[int, int, int, int]


class _Moved(Exception):
    """The file was replaced before the transaction began."""


class Database:
    """Connections to one database. Safe to use from several threads.

    address: a file of SQLite, or any SQLAlchemy URL; looked at when it is first used.
    """

    def __init__(self, address: str | Path) -> None:
        self._address = address
        self._lock = threading.RLock()
        self._gate = Gate()
        self._engine: Engine | None = None
        self._file: _Stamp | None = None
        self._checked = False
        self._told: dict[str, None] = {}

    @cached_property
    def _url(self) -> URL:
        return parse(self._address)

    def read(self, action: Callable[[Connection], T], missing: T) -> T:
        """What `action` gives in a transaction that sees one state of the database; `missing`
        if there is none yet.

        Raises:
            ArchiveUnusable: It cannot be read.
        """
        return self._tried(lambda: self._read(action, missing))

    def write(self, action: Callable[[Connection], T]) -> T:
        """What `action` gives in a transaction that is on disk when this returns; the database is
        made if it is missing. It may be called again, after all its changes were rolled back.

        Raises:
            ArchiveUnusable: It cannot be written.
        """
        return self._tried(lambda: self._write(action))

    def forget_deleted(self) -> None:
        """Take what was deleted out of SQLite's log as well.

        A process that is reading at this moment holds it back: then the next call does it.
        """
        with self._translated(), self._gate.passing():
            if self._engine is not None and self._is_sqlite and self._file_now() is not None:
                outside(self._engine, "PRAGMA wal_checkpoint(TRUNCATE)")
                self._file = self._file_now()

    def notices(self) -> tuple[str, ...]:
        """What has happened to the database that its owner should know, each in one line."""
        try:
            found = repair.notices(self._path) if self._is_sqlite else ()
        except ArchiveUnusable:
            found = ()
        return (*found, *self._told)

    def close(self) -> None:
        """Move everything from SQLite's log into the file, and close the connections; the next
        use opens new ones.
        """
        # What cannot be moved stays in the log, where the next use finds it.
        with suppress(ArchiveUnusable):
            self.forget_deleted()
        self._let_go()

    def _let_go(self) -> None:
        with self._lock:
            if self._engine is not None:
                self._engine.dispose()
            self._engine, self._file, self._checked = None, None, False

    @property
    def _is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    @property
    def _path(self) -> Path:
        return Path(self._url.database or "")

    def _tried(self, attempt: Callable[[], T]) -> T:
        with self._translated():
            try:
                return self._passed(attempt)
            except AssistantError:
                raise
            except Exception as error:
                # Damage shows in many ways. Whether it is any, the file itself tells.
                if "locked" in str(error) or not self._mended():
                    raise
            return self._passed(attempt)

    def _passed(self, attempt: Callable[[], T]) -> T:
        with self._gate.passing():
            while True:
                try:
                    return attempt()
                except _Moved:
                    continue

    def _read(self, action: Callable[[Connection], T], missing: T) -> T:
        if self._is_sqlite and self._look() is None:
            return missing
        engine = self._opened()
        if not self._is_sqlite:  # which does so anyway
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as connection, connection.begin():
            version = self._version(connection)
            if version == tables.VERSION:
                return action(connection)
        if version is None:
            return missing
        self._write(lambda _: None)  # brings it to this version
        return self._read(action, missing)

    def _write(self, action: Callable[[Connection], T]) -> T:
        engine = self._opened().execution_options(writes=True)
        with engine.connect() as connection, connection.begin():
            if self._is_sqlite and _inode(self._file_now()) != _inode(self._file):
                raise _Moved  # while it was waited for: what is written there would be lost
            version = self._version(connection)
            if version is None:
                make_tables(connection)
            elif version != tables.VERSION:
                upgrade(connection, version)
            done = action(connection)
        if self._is_sqlite:
            self._file = self._file_now()
        return done

    def _opened(self) -> Engine:
        with self._lock:
            if self._is_sqlite:
                self._look()
            if self._engine is None:
                engine = make_engine(self._url)
                if self._is_sqlite:
                    use_log(engine)
                    self._file = self._file_now()
                self._engine = engine
            return self._engine

    def _look(self) -> _Stamp | None:
        """Look at the file: None if there is none. Raises if it is damaged."""
        with self._lock:
            found = self._file_now()
            if self._engine is not None and _inode(found) != _inode(self._file):
                # Moved away or deleted: what is written to the old file would be lost.
                self._let_go()
                if found is None:
                    self._tell(
                        f"The file of kept conversations, {self._path.name}, has gone, and a new "
                        "one is begun: put it back if that was not meant."
                    )
            if self._engine is None and repair.is_unfinished(self._path):
                with self._alone_among_processes():
                    repair.finish(self._path)
                found = self._file_now()
            if found is None or found == self._file:
                return found
            self._require_sound(found)
            self._file = found
            return found

    def _require_sound(self, found: _Stamp) -> None:
        _, _, size, _ = found
        if size:
            if fault := repair.fault_of(self._path):
                raise sqlite3.DatabaseError(fault)
        elif self._engine is not None:
            raise sqlite3.DatabaseError("it is empty")
        else:
            self._tell(
                f"The file of kept conversations, {self._path.name}, was empty: put a backup in "
                "its place if there should be something in it."
            )

    def _mended(self) -> bool:
        """Whether the file was damaged, and is another one now."""
        if not self._is_sqlite or self._file_now() is None:
            return False
        try:
            with self._gate.alone(), self._lock, self._alone_among_processes():
                return self._mended_alone()
        except PermissionError:  # a folder that cannot be written: what failed before says more
            return False

    def _mended_alone(self) -> bool:
        if self._engine is not None and _inode(self._file_now()) != _inode(self._file):
            self._let_go()  # another process was faster
            return True
        with ExitStack() as lent:
            line = repair.mend(self._path, self._warm(lent), datetime.now(UTC))
        if line is None:
            return False
        self._let_go()
        if repair.is_unfinished(self._path):
            repair.finish(self._path)
        logger.warning("%s", line)
        return True

    def _warm(self, lent: ExitStack) -> list[sqlite3.Connection]:
        """The connections that are open, lent."""
        connections: list[sqlite3.Connection] = []
        if self._engine is not None:
            for _ in range(self._engine.pool.checkedin()):  # type: ignore[attr-defined]
                connection = self._engine.raw_connection()
                lent.callback(connection.invalidate)
                if isinstance(connection.driver_connection, sqlite3.Connection):
                    connections.append(connection.driver_connection)
        return connections

    @contextmanager
    def _alone_among_processes(self) -> Iterator[None]:
        try:
            with FileLock(self._path.with_name(f".{self._path.name}.lock"), timeout=WAIT):
                yield
        except Timeout:
            raise sqlite3.OperationalError("it is locked: another process mends it") from None

    def _tell(self, line: str) -> None:
        logger.warning("%s", line)
        self._told[line] = None

    def _file_now(self) -> _Stamp | None:
        try:
            found = os.stat(self._path)
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(found.st_mode):  # SQLite would wait for a pipe without end
            raise sqlite3.OperationalError("it is not a regular file")
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns

    def _version(self, connection: Connection) -> int | None:
        """The tables' version; None if there are none. A version that can be upgraded is
        returned, too.
        """
        if self._checked:
            return tables.VERSION
        found = version_of(connection)
        if found not in (None, 1, tables.VERSION):
            newer = isinstance(found, int) and found > tables.VERSION
            advice = "update this program" if newer else "move it away, and a new one is begun"
            raise ArchiveUnusable(
                f"The kept conversations ({self._name()}) have the form {found}, and this program "
                f"knows {tables.VERSION}: {advice}."
            )
        self._checked = found == tables.VERSION
        return found

    def _name(self) -> str:
        """What a message calls it; never with a password."""
        if self._is_sqlite:
            return self._url.database or ""
        return self._url.set(query={}).render_as_string(hide_password=True)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, OSError, RowChanged) as error:
            reason = reason_of_sqlite(error) if self._is_sqlite else reason_of_server(error)
            what = "free its disk, or move it away" if self._is_sqlite else "see to the server"
            if "locked" in reason:
                what = "try again once no other program writes it"
            raise ArchiveUnusable(
                f"The kept conversations ({self._name()}) cannot be used ({reason}): {GO_ON}; "
                f"{what}."
            ) from None


def _inode(stamp: _Stamp | None) -> tuple[int, int] | None:
    return None if stamp is None else stamp[:2]
