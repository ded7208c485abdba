"""What an index depends on besides its documents.

Vectors of two models, or passages of two sets of rules, must never be mixed: they agree in
shape and differ in meaning. So each part is kept by name, and a difference can be named.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from assistant import chunking, reading

INDEX_FORMAT = "2"
"""Raise it when the files of a generation change in kind or in meaning."""

_NAMES = {
    "model": "another embedding model",
    "reading": "other reading rules",
    "cutting": "other chunking rules",
    "format": "another index format",
}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The versions of everything that shapes an index. Equal ones give equal indexes."""

    model: str
    reading: str
    cutting: str  # the rules of chunking, by the name that kept indexes and receipts have for it
    format: str

    @classmethod
    def of_this_program(cls, model: str) -> Fingerprint:
        """What this program would build with the embedding model of that fingerprint."""
        return cls(model, reading.READING_VERSION, chunking.CHUNKING_VERSION, INDEX_FORMAT)

    @property
    def digest(self) -> str:
        """All parts in one sha256, in hexadecimal."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def difference(self, other: Fingerprint) -> str:
        """The parts in which the two differ, in words; "" where they are equal."""
        theirs = asdict(other)
        return " and ".join(
            _NAMES[part] for part, value in asdict(self).items() if theirs[part] != value
        )
