"""What a check finds against a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.messages.phrases import Phrases

Reason = Literal[
    "no_quote",
    "contradicted",
    "unfollowing",
    "itself",
    "little",
    "unsaid",
    "absent",
    "of_something_else",
    "another_name",
    "another_number",
    "sister",
    "once",
    "rounded",
    "counted",
    "bound",
    "exactness",
    "opposite",
    "denied",
    "denied_elsewhere",
    "exchanged",
    "leaning",
]
"""Why a quote does not hold up a sentence; `Phrases` has a `fault_…` of each name."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a sentence that a quote does not hold up.

    severe: whether the sentence must not be shown for it.
    place:  of the word in the sentence.
    word:   what to show of the sentence, or of the quote where only that has it; "" for nothing.
    other:  what the quote has in its place; "" for nothing.
    """

    reason: Reason
    severe: bool
    place: int
    word: str = ""
    other: str = ""

    def told(self, phrases: Phrases) -> str:
        """The reason for a reader: "“27” is not in the quote"."""
        return reason(phrases, self.reason).format(word=self.word, other=self.other)


def reason(phrases: Phrases, name: Reason) -> str:
    """The phrase of a reason, in the language of `phrases`."""
    phrase: str = getattr(phrases, f"fault_{name}")
    return phrase
