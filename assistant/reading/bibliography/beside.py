"""Gather what the bibliographies of a corpus say of the files beside them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from assistant.reading.bibliography.bibliography import BIBLIOGRAPHIES, Reference, read_bibliography
from assistant.reading.bibliography.matching import filled, matched
from assistant.reading.document import Source

MAX_BYTES = 16 * 1024 * 1024
"""Bytes of one bibliography."""

_MAYBE = ".json"  # any program's data may be in it

Read = Callable[[Path, Path], bytes]
"""From a file and the folder that it may not lead out of to its bytes; raises OSError."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What bibliographies say.

    sources: by the file's name below the corpus.
    files:   names of the bibliographies, which are no documents.
    damaged: those that cannot be read, and why.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    damaged: dict[str, str] = field(default_factory=dict)


def beside(corpus: Path, paths: Sequence[Path], read: Read) -> Beside:
    """What the bibliographies among these files of a corpus say of the others.

    One that names a file comes before one further up; the first in order of names counts.
    """
    named = {path.relative_to(corpus).as_posix(): path for path in paths}
    those = [name for name, path in named.items() if path.suffix.lower() in BIBLIOGRAPHIES]
    if not those:
        return Beside()
    sources: dict[str, Source] = {}
    damaged: dict[str, str] = {}
    files: set[str] = set()
    documents = [name for name in named if name not in those]
    for name in sorted(those, key=lambda name: (-name.count("/"), name)):
        try:
            references = _references(named[name], corpus, read)
        except OSError as error:
            damaged[name] = error.strerror or str(error)
            continue
        except ValueError as error:
            if named[name].suffix.lower() != _MAYBE:
                damaged[name] = f"it is no bibliography {error}"
            continue
        files.add(name)
        for document, source in matched(documents, name.rpartition("/")[0], references).items():
            sources[document] = filled(sources.get(document, Source()), source)
    return Beside(sources, frozenset(files), damaged)


def _references(path: Path, corpus: Path, read: Read) -> tuple[Reference, ...]:
    status = os.stat(path)
    if status.st_size > MAX_BYTES:
        raise ValueError(f"that can be read: it is larger than {MAX_BYTES // 2**20} MB")
    key = status.st_size, status.st_mtime_ns, status.st_ctime_ns
    return _parsed(path, corpus, key, read)


@lru_cache(maxsize=64)
def _parsed(path: Path, corpus: Path, _: tuple[int, ...], read: Read) -> tuple[Reference, ...]:
    return read_bibliography(path.suffix.lower(), read(path, corpus))
