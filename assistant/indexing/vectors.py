"""Sentence vectors in Chroma, the only module that uses it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError, IndexUnusable
from assistant.indexing.files import Hold, damaged, stopped, try_hold
from assistant.progress import Progress

if TYPE_CHECKING:
    from chromadb.api.client import Client

_PREFIX = "assistant-vectors-"
_LOCK = "reader.lock"
_DATABASE = "chroma.sqlite3"
_GRACE = 60.0  # seconds in which a new copy gets its lock


class WorkingCopy:
    """A folder of its own in the system's folder for temporary files, until `discard`.

    A reader that is killed cannot discard its copy. It does hold a lock in it, which goes with
    its process; the next reader removes every copy that nobody holds.
    """

    def __init__(self, folder: Path, files: Iterable[str]) -> None:
        """Copy what lies at `files`, paths below `folder`.

        Raises:
            IndexDamaged: One of them is missing.
            IndexUnusable: There is no room for the copy.
        """
        self._hold: Hold | None = None
        try:
            sweep()
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
            try:
                self._hold = try_hold(self.folder / _LOCK)
                for name in files:
                    _provide(folder.absolute() / name, self.folder / name)
            except BaseException:
                self.discard()
                raise
        except OSError as error:
            raise IndexUnusable(
                f"No working copy of the vectors could be made ({error.strerror}): "
                "free some space in the folder for temporary files."
            ) from error

    def discard(self) -> None:
        """Remove the folder, as far as possible."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self._hold is not None:
            self._hold.release()


_SMALL = 4_000_000  # bytes; a file up to this size is copied, which takes milliseconds


def _provide(source: Path, target: Path) -> None:
    if not source.is_file():  # a link to nothing would be made without a word
        raise damaged(f"{source.name} is missing")
    target.parent.mkdir(parents=True, exist_ok=True)
    # A single vector is written to its files only after they were sealed, through any link.
    if source.name != _DATABASE and source.stat().st_size > _SMALL:
        with suppress(OSError, NotImplementedError):  # Windows allows links to few
            os.symlink(source, target)
            return
    shutil.copyfile(source, target)


def sweep() -> None:
    """Remove the copies of readers that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # another user's, or just being removed by another reader
            if time.time() - folder.stat().st_mtime < _GRACE:
                continue
            hold = try_hold(folder / _LOCK)
            if hold is not None:
                shutil.rmtree(folder, ignore_errors=True)
                hold.release()


FOLDER = "chroma"
_COLLECTION = "sentences"
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A sentence near a vector: its id and the cosine, in [-1, 1]."""

    id: str
    cosine: float


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept with a vector: its row, as an id."""

    id: str


@dataclass(frozen=True, slots=True)
class Effort:
    """What HNSW spends on finding what is nearest: more of each finds more, and takes longer.

    neighbours: that each vector is joined with.
    building:   vectors that are looked at to choose them ("ef_construction").
    searching:  vectors that are looked at in a search ("ef_search").
    """

    neighbours: int
    building: int
    searching: int


def write_vectors(
    folder: Path,
    entries: Sequence[Entry],
    vectors: NDArray[np.float32],
    effort: Effort,
    progress: Progress,
) -> None:
    """Write a new collection; its files are complete when this returns.

    Args:
        folder: Must not exist yet.
        entries: One per row of `vectors`, ids unique.
        vectors: Shape (sentences, dimension), rows of length 1.
        effort: What a search will find depends on it.
        progress: Told how many are done.

    Raises:
        AssistantError: Chroma could not write them.
    """
    count = len(entries)
    with _translated(_unwritable), closing(_open_client(folder)) as client:
        collection = client.create_collection(
            _COLLECTION,
            embedding_function=None,
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "max_neighbors": effort.neighbours,
                    "ef_construction": effort.building,
                    "ef_search": effort.searching,
                    # Everything is written to the vector files at the last of them.
                    # Otherwise up to 1,000 stay in SQLite, to be added at each opening.
                    "sync_threshold": max(2, count),
                    "batch_size": min(max(2, count), _BATCH),
                }
            },
        )
        for start in range(0, count, _BATCH):
            progress("Storing vectors", start, count)
            batch = entries[start : start + _BATCH]
            collection.add(
                ids=[entry.id for entry in batch],
                embeddings=vectors[start : start + _BATCH],
            )
        progress("Storing vectors", count, count)
    _free_space(folder / _DATABASE)


def _free_space(database: Path) -> None:
    """Chroma leaves the room of its queue, through which every vector went, in its database."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database, timeout=10)) as opened:
        opened.execute("VACUUM")


class VectorReader:
    """A written collection, opened for searching; safe to use from many threads.

    Raises:
        IndexDamaged: Chroma cannot read it.
        IndexUnusable: There is no room for the working copy.
    """

    def __init__(self, folder: Path, files: Iterable[str]) -> None:
        """Open the collection.

        Args:
            folder: Where `write_vectors` wrote it.
            files: Paths of its files below `folder`; others that lie there are left alone.
        """
        resources = ExitStack()
        resources.enter_context(suppress(Exception))  # nothing there that anybody could miss
        self._close = weakref.finalize(self, resources.close)
        with _translated(_unreadable):
            copy = WorkingCopy(folder, files)
            resources.callback(copy.discard)
            client = _open_client(copy.folder)
            resources.callback(client.close)
            self._collection = client.get_collection(_COLLECTION, embedding_function=None)

    def close(self) -> None:
        """Close it and remove the working copy; closing twice is no error."""
        self._close()

    def count(self) -> int:
        """How many vectors there are."""
        with _translated(_unreadable):
            return self._collection.count()

    def nearest(self, vectors: NDArray[np.float32], limit: int) -> list[list[Neighbour]]:
        """For each row of `vectors` its nearest sentences, nearest first.

        Raises:
            IndexDamaged: Chroma cannot read its files.
        """
        with _translated(_unreadable):
            found = self._collection.query(
                query_embeddings=np.asarray(vectors, np.float32),
                n_results=limit,
                include=["distances"],
            )
        distances = found["distances"] or []
        return [
            # Rounding takes the distance of equal vectors a little below 0.
            [Neighbour(key, min(1.0, 1.0 - distance)) for key, distance in zip(*row, strict=True)]
            for row in zip(found["ids"], distances, strict=True)
        ]

    def nearest_rows(self, vector: NDArray[np.float32], limit: int) -> list[int]:
        """The same for one vector, of a collection whose ids are numbers of rows.

        Raises:
            ValueError: An id is no number.
            IndexDamaged: Chroma cannot read its files.
        """
        return [int(near.id) for near in self.nearest(vector[np.newaxis], limit)[0]]

    def stored(self, ids: Sequence[str]) -> NDArray[np.float32]:
        """The vectors kept under these ids, in their order, of length 1.

        Raises:
            IndexDamaged: One is missing, or Chroma cannot read its files.
        """
        with _translated(_unreadable):
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        places = {key: place for place, key in enumerate(found["ids"])}
        if missing := next((key for key in ids if key not in places), None):
            raise damaged(f"Chroma lacks the vector of {missing}")
        return np.asarray(found["embeddings"], np.float32)[[places[key] for key in ids]]


def _open_client(folder: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    # _env_file: Chroma would read the `.env` of whatever folder the user is in.
    settings = Settings(_env_file=None, anonymized_telemetry=False)  # type: ignore[call-arg]
    # The declared type lacks close(), which the class that is returned has.
    return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))


def _unreadable(cause: str) -> AssistantError:
    return damaged(f"Chroma cannot read its vectors: {cause}")


def _unwritable(cause: str) -> AssistantError:
    return stopped(f"Chroma: {cause}", "check the disk and its free space")


@contextmanager
def _translated(error_of: Callable[[str], AssistantError]) -> Iterator[None]:
    try:
        yield
    except (AssistantError, OSError):
        raise
    except BaseException as error:
        # A panic in Chroma's Rust core arrives as a BaseException that no module exports.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        lines = str(error).splitlines() or [type(error).__name__]
        raise error_of(lines[0]) from error
