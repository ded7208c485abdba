"""A candidate question and the sentence it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.chunking.chunks import Passage
from assistant.reading.document import Span

Kind = Literal["how", "value", "effect", "what", "study", "heading", "table", "meaning"]
"""What is asked for, the most informative first: how or why something happens, a number, an effect,
the object of a verb or a preposition, what a study found, what a whole section
is about, rows of a table, what a term means."""


@dataclass(frozen=True, slots=True)
class Made:
    """A question made from a sentence.

    alone: whether it can be asked without anything before it: "How many patients improved?"
           cannot, since it does not say which patients.
    """

    question: str
    kind: Kind
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the material that it was made of.

    source: the sentence or row that answers it; None if a whole section does.
    alone:  as of what was made from a sentence.
    """

    question: str
    kind: Kind
    passage: Passage
    source: Span | None
    alone: bool = True
