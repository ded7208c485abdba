"""A quote as a premise, and the issues that checks find."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.chunking.sentences import sentences
from assistant.messages import MESSAGES
from assistant.nlp.discourse import quote_leans

Reason = Literal[
    "no_quote", "unfollowing", "little", "unsaid", "absent", "of_something_else",
    "another_number", "bound", "opposite", "denied", "hedged", "exchanged", "leaning",
]  # fmt: skip
"""Why a quote does not support a sentence; `MESSAGES` has a `fault_…` for each."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a sentence that a quote does not support.

    word:  what to show from the sentence, or from the quote if only that has it.
    other: what the quote has in its place; "" for nothing.
    """

    reason: Reason
    word: str
    other: str = ""

    def told(self) -> str:
        """The reason for a reader: "“27” is not in the quote"."""
        return reason(self.reason).format(word=self.word, other=self.other)


def reason(name: Reason) -> str:
    """The message for a reason; its braces are not filled in."""
    message: str = getattr(MESSAGES, f"fault_{name}")
    return message


@dataclass(frozen=True, slots=True)
class Support:
    """A quote as the writer was given it, and its surroundings in the document.

    marker:  its number, "[1]" for 1.
    quote:   verbatim text, one or more sentences.
    heading: headings above it, joined by " > "; "" if there are none.
    title:   of its document; "" if unknown.
    before:  the sentence before it, which says what "this trial" or "they" is; "" at the start.
    """

    marker: int
    quote: str
    heading: str = ""
    title: str = ""
    before: str = ""

    @property
    def antecedent(self) -> str:
        """The sentence before it, where the quote leans on that; else ""."""
        return self.before if quote_leans(self.quote) else ""

    def parts(self) -> list[str]:
        """Its sentences, the first with the one that it leans on; rows of a table are one text."""
        spans = () if "|" in self.quote else sentences(self.quote)
        first, *others = [self.quote[one.start : one.end] for one in spans] or [self.quote]
        return [f"{self.antecedent} {first}".strip(), *others]
