"""The result of verifying a receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from assistant.printable import one_line
from assistant.reading.places import FilePlace

_SHOWN = 3  # places of a quote that are named


class Status(Enum):
    """What became of one thing that a receipt states.

    DIFFERS: it is otherwise now, but no quote depends on it (a library's version).
    """

    HOLDS = "holds"
    DIFFERS = "differs"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: `text[start:end]` of a document's normalised text.

    file: where in its file; None if that is not known.
    """

    document: str
    start: int
    end: int
    file: FilePlace | None = None

    def __str__(self) -> str:
        return self.document if self.file is None else f"{self.document}, {self.file}"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a receipt states, and whether it is still so.

    about:  "receipt", "document NAME", "quote 1", "answer", "composed 1", "corpus", "models",
            "versions".
    says:   a sentence for a person.
    places: for a quote that has moved: where it stands now, the most likely first.
    """

    about: str
    status: Status
    says: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks of a receipt. It does not say that an answer is right, only what it rests on."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing fails."""
        return not self.failed

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that fail."""
        return tuple(check for check in self.checks if check.status is Status.FAILS)

    def __str__(self) -> str:
        """A line for each check, and the sum of them."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for check in self.checks:
            yield f"{check.status.value:<8} {one_line(check.says)}"
            if len(check.places) > _SHOWN:
                yield f"         and at {len(check.places) - _SHOWN} more places"
        count = len(self.failed)
        yield "All holds." if self.holds else f"{count} of {len(self.checks)} checks fail."


def named(places: tuple[Place, ...]) -> str:
    """The first few places in words."""
    return "; ".join(str(place) for place in places[:_SHOWN])
