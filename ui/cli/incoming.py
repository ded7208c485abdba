"""The files that are named to be added: folders walked, patterns filled in."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to be added.

    folder: below the corpus, where it goes; "" for none.
    reason: why it cannot be added; "" where it is to be tried.
    """

    path: Path
    folder: str = ""
    reason: str = ""


def incoming(named: Iterable[str], corpus: Path) -> Iterator[Incoming]:
    """Each file once, in the order of the names, those of folders and patterns in order of paths.

    A folder's files keep its name and their folders inside it: "papers" gives "papers/2024".
    """
    seen: set[str] = set()
    for file in _all(named):
        real = os.path.realpath(file.path)
        if real in seen:
            continue
        seen.add(real)
        if Path(real).is_relative_to(os.path.realpath(corpus)):
            file = Incoming(file.path, file.folder, "it is in the corpus: run `assistant index`")
        yield file


def _all(named: Iterable[str]) -> Iterator[Incoming]:
    for name in named:
        path = os.path.expanduser(name)
        if os.path.isdir(path):
            yield from _below(Path(path))
        elif os.path.lexists(path) or not glob.has_magic(path):
            yield Incoming(Path(path))
        else:
            yield from _matching(path)


def _matching(pattern: str) -> Iterator[Incoming]:
    found = sorted(glob.glob(pattern, recursive=True))
    files = [Path(path) for path in found if not os.path.isdir(path)]
    if not files:
        yield Incoming(Path(pattern), reason="no file is so called")
    for path in files:
        yield Incoming(path)


def _below(folder: Path) -> Iterator[Incoming]:
    name = Path(os.path.abspath(folder)).name  # of "." too
    empty = True
    for inner, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        below = PurePosixPath(name, *Path(inner).relative_to(folder).parts)
        for one in sorted(names):
            if not one.startswith("."):
                empty = False
                yield Incoming(Path(inner, one), str(below))
    if empty:
        yield Incoming(folder, reason="there are no files in it")
