"""What checking a written sentence against quotes gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Verdict(Enum):
    """How far quotes hold up a sentence."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence that was not taken from a document, and what checking it gave.

    text:    as written, without the writer's own citation markers.
    reason:  why it is not wholly supported, for a reader ("“27” is not in the quote"); "" where
             it is.
    markers: of the citations that hold it up, best first; () where none does.
    """

    text: str
    verdict: Verdict
    reason: str = ""
    markers: tuple[int, ...] = ()
