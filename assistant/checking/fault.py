"""What a check finds against a sentence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a sentence that a quote does not hold up.

    reason: for a reader: "“27” is not in the quote".
    severe: whether the sentence must not be shown for it.
    place:  of the word in the sentence.
    """

    reason: str
    severe: bool
    place: int
