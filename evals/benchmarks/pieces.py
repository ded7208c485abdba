"""What a search finds, whoever searches: pieces of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from evals.benchmarks.reading_effort import Places


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece of a document. places: where its words stand in the file; found when asked for."""

    document: str
    text: str = field(repr=False)
    find_places: Callable[[], Places] = field(repr=False)

    @cached_property
    def places(self) -> Places:
        """Where its words stand in the file; found once."""
        return self.find_places()


Ranker = Callable[[str], Sequence[Piece]]
"""A question to pieces, best first."""

DEPTH = 100
"""Pieces that every search is asked for: more than 650 words, and mostly 10 documents."""


def documents_of(pieces: Sequence[Piece]) -> list[str]:
    """The documents of pieces, each where its best piece stands."""
    return list(dict.fromkeys(piece.document for piece in pieces))
