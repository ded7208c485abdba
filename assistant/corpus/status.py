"""A file of the corpus, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from assistant.reading.document import Source

State = Literal["indexed", "waiting", "refused", "leaving"]
"""Answers can quote it as it is; new or changed since the index was built; it cannot be read; or
the file is gone and the index still has it.
"""


@dataclass(frozen=True, slots=True)
class Holding:
    """A file below `corpus/`, or one that the index still has.

    name:     path below `corpus/`, with forward slashes; bytes that are no UTF-8 are escaped.
    reason:   why it cannot be read, in words; "" for one that can.
    size:     bytes; None where the file is gone or cannot be looked at.
    modified: when its content last changed; None likewise.
    encoding: what its bytes were read as, such as "UTF-8"; "" where it is not indexed as it is.
    words:    of its text, parted by white space; None where it is not indexed as it is.
    """

    name: str
    state: State
    reason: str = ""
    size: int | None = None
    modified: datetime | None = None
    words: int | None = None
    source: Source = field(default_factory=Source)
    encoding: str = ""

    @property
    def title(self) -> str:
        """The published title, or the file's name where none is known."""
        return self.source.title or self.name

    @property
    def unusual_encoding(self) -> str:
        """The encoding where it is worth telling, since it was guessed; "" for UTF-8."""
        return "" if self.encoding == "UTF-8" else self.encoding
