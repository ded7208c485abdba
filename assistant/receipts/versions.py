"""The versions of what shapes an answer."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version

PROGRAM = "document-assistant"
_LIBRARIES = (
    PROGRAM,
    *("chromadb", "numpy", "rapidfuzz", "sentence-transformers", "snowballstemmer"),
    *("tokenizers", "torch", "transformers"),
)


def versions() -> dict[str, str]:
    """Name to version, of this program, Python, SQLite and the installed libraries that matter."""
    found = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
