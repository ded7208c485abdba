"""The figures of all runs, in SQLite: they stay when old runs are pruned."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assistant.errors import UsageError
from evals.records.record import Figure, Run

FILE = "history.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS run (
    id TEXT PRIMARY KEY, started TEXT NOT NULL, revision TEXT NOT NULL, set_name TEXT NOT NULL,
    whole INTEGER NOT NULL, answers TEXT NOT NULL, questions INTEGER NOT NULL,
    seconds REAL NOT NULL, peak_memory INTEGER, corpus TEXT NOT NULL, cases TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS figure (
    run TEXT NOT NULL REFERENCES run, metric TEXT NOT NULL, grp TEXT NOT NULL,
    mean REAL, low REAL, high REAL, scored INTEGER NOT NULL, unjudged INTEGER NOT NULL,
    PRIMARY KEY (run, metric, grp)
) STRICT;
CREATE TABLE IF NOT EXISTS night (
    night TEXT NOT NULL, run TEXT NOT NULL, revision TEXT NOT NULL, corpus TEXT NOT NULL,
    code INTEGER NOT NULL, headline TEXT NOT NULL, PRIMARY KEY (night, run)
) STRICT;
"""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A run of the past. values: by metric, (mean, low, high) over all its questions; the interval
    None if it has none.
    """

    run: str
    started: datetime
    revision: str
    values: Mapping[str, tuple[float, float | None, float | None]]


@dataclass(frozen=True, slots=True)
class Night:
    """A nightly run. night: the local date on which it started. code: its exit code."""

    night: date
    run: str
    revision: str
    corpus: str
    code: int
    headline: str


class History:
    """The history in a folder of runs; the file is made when first written."""

    def __init__(self, runs: Path) -> None:
        self._path = runs / FILE

    def add(self, run: Run, figures: Sequence[Figure]) -> None:
        """Keep a run's figures."""
        header = run.header
        whole = not header.kinds and header.split is None
        with self._open() as database:
            database.execute(
                "INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    header.id,
                    header.started.isoformat(),
                    header.revision,
                    header.set,
                    whole,
                    header.answers,
                    run.end.questions,
                    run.end.seconds,
                    run.end.peak_memory,
                    header.corpus,
                    header.cases,
                ),
            )
            database.executemany(
                "INSERT OR REPLACE INTO figure VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (header.id, f.metric, f.group, f.mean, f.low, f.high, f.scored, f.unjudged)
                    for f in figures
                ],
            )

    def add_night(self, night: Night) -> None:
        """Keep how a night ended."""
        with self._open() as database:
            database.execute(
                "INSERT OR REPLACE INTO night VALUES (?, ?, ?, ?, ?, ?)",
                (
                    night.night.isoformat(),
                    night.run,
                    night.revision,
                    night.corpus,
                    night.code,
                    night.headline,
                ),
            )

    def nights(self) -> list[Night]:
        """All nights, oldest first."""
        with self._open() as database:
            rows = database.execute("SELECT * FROM night ORDER BY night, run").fetchall()
        return [Night(date.fromisoformat(row[0]), *row[1:]) for row in rows]

    def trend(self, set_name: str, limit: int = 60) -> list[TrendPoint]:
        """The latest runs over a whole set, oldest first."""
        with self._open() as database:
            runs = database.execute(
                "SELECT id, started, revision FROM run WHERE whole AND set_name = ?"
                " ORDER BY started DESC, id DESC LIMIT ?",
                (set_name, limit),
            ).fetchall()
            return [
                TrendPoint(
                    run,
                    datetime.fromisoformat(started),
                    revision,
                    {
                        metric: (mean, low, high)
                        for metric, mean, low, high in database.execute(
                            "SELECT metric, mean, low, high FROM figure"
                            " WHERE run = ? AND grp = 'all' AND mean IS NOT NULL",
                            (run,),
                        )
                    },
                )
                for run, started, revision in reversed(runs)
            ]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction.

        Raises:
            UsageError: the file is damaged or cannot be written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=30)) as database, database:
                database.executescript(_SCHEMA)
                yield database
        except (OSError, sqlite3.Error) as error:
            raise UsageError(
                f"The history of runs cannot be used ({error}): move {self._path} away; runs that "
                "are kept stay readable."
            ) from error
