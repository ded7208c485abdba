"""How much time and memory reading one file may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one file.

    seconds:      of the clock, from its hand-over to the answer, > 0.
    megabytes:    of memory that the reading process may have in all; held on Linux alone.
    per_megabyte: seconds more for each whole megabyte of the file.
    """

    seconds: float = 30.0
    megabytes: int = 1024
    per_megabyte: float = 2.0

    def seconds_for(self, size: int) -> float:
        """That reading a file of so many bytes may take."""
        return self.seconds + self.per_megabyte * (size // 2**20)

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Those that a user has set."""
        return cls(settings.reading_seconds, settings.reading_megabytes)
