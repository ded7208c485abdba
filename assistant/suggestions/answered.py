"""Candidate questions, and whether one is answered by the text that it was made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MEDIUM
from assistant.query.context import follow_up
from assistant.query.question import is_asked
from assistant.reading.document import Document, Span
from assistant.types import Answer, Citation, Turn

_LEANING = frozenset("this that these those it they he she such its their his her".split())
_MOSTLY = 0.5  # share of an answer that is of the section whose heading was asked about

Kind = Literal["asked", "definition", "heading", "meaning", "overview"]
"""Where a question comes from: it stands in the document, a sentence that defines something, a
heading, an abbreviation that is set out, the document as a whole."""
Place = tuple[str, int, int]
"""A document's name, and where a quote begins and ends."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question and the material that it was made from.

    subject: what it is about, without the words of asking.
    source:  the text that answers it: of a heading, the whole section below.
    """

    question: str
    kind: Kind
    subject: str
    document: Document
    source: Span


def verified(
    candidate: Candidate,
    answerer: QuotedAnswerer,
    turns: Sequence[Turn] = (),
    documents: Iterable[str] | None = None,
) -> frozenset[Place]:
    """What the answer to a question quotes; nothing if it is not answered properly, or is longer
    than a question may be: a heading may be of any length.

    turns:     what was said before, oldest first: a question is asked as it would be after it.
    documents: file names; only these are asked.
    """
    asked = candidate.question
    if not is_asked(asked):
        return frozenset()
    answer = answerer.answer(asked, follow_up(asked, turns).searched, documents)
    sure = answer.found and answer.confidence >= MEDIUM
    return places(answer) if sure and _as_meant(candidate, answer) else frozenset()


def places(answer: Answer) -> frozenset[Place]:
    """What an answer shows."""
    return frozenset(one.key for one in shown(answer))


def shown(answer: Answer) -> tuple[Citation, ...]:
    """The citations that an answer's statements quote; for a refusal, the nearest passages."""
    return answer.stated if answer.found else answer.citations


def overlap(one: Place, other: Place) -> bool:
    """Whether two places share text."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _as_meant(candidate: Candidate, answer: Answer) -> bool:
    """Whether the answer comes from the text that the question was made from."""
    quoted = shown(answer)
    source = (candidate.document.name, candidate.source.start, candidate.source.end)
    inside = [overlap(one.key, source) for one in quoted]
    if candidate.kind == "overview":
        return inside[0]
    if candidate.kind != "heading":
        return any(inside)
    # "This rule …": a reader of the quotes alone does not know which
    leans = quoted[0].quote.split()[0].lower() in _LEANING
    return not leans and sum(inside) >= len(quoted) * _MOSTLY
