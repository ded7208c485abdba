"""Check that a suggested question is answered, by asking it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MEDIUM
from assistant.query.context import follow_up
from assistant.query.question import is_asked
from assistant.suggestions.candidate import Candidate
from assistant.types import Answer, Citation, Turn

_LEANING = frozenset("this that these those it they he she such its their his her".split())
_MOSTLY = 0.5  # share of an answer that is of the section whose heading was asked about

Place = tuple[str, int, int]
"""A document's name, and where a quote begins and ends."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A question that is answered. places: what its answer quotes."""

    candidate: Candidate
    places: frozenset[Place]


def verified(
    candidate: Candidate,
    answerer: QuotedAnswerer,
    turns: Sequence[Turn] = (),
    documents: Iterable[str] | None = None,
) -> Verified | None:
    """The question with what its answer quotes; None if it is not answered properly, or
    is longer than a question may be: a heading may be of any length.

    turns:     what was said before, oldest first: a question is asked as it
               would be after it.
    documents: file names; only these are asked.
    """
    asked = candidate.question
    if not is_asked(asked):
        return None
    searched = follow_up(asked, turns).searched if turns else asked
    answer = answerer.answer(asked, searched, documents)
    if not answer.found or answer.confidence < MEDIUM or not _as_meant(candidate, answer):
        return None
    return Verified(candidate, places(answer))


def places(answer: Answer) -> frozenset[Place]:
    """What an answer shows."""
    return frozenset(place(one) for one in shown(answer))


def place(citation: Citation) -> Place:
    """Where a quote stands."""
    return citation.document.name, citation.start, citation.end


def shown(answer: Answer) -> list[Citation]:
    """The citations that an answer's statements quote; for a refusal, the nearest passages."""
    markers = {statement.marker for statement in answer.statements}
    return [one for one in answer.citations if one.marker in markers or not answer.found]


def overlap(one: Place, other: Place) -> bool:
    """Whether two places share text."""
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _as_meant(candidate: Candidate, answer: Answer) -> bool:
    """Whether the answer comes from the text that the question was made from."""
    quoted = shown(answer)
    source = (candidate.document.name, candidate.source.start, candidate.source.end)
    inside = sum(overlap(place(one), source) for one in quoted)
    if candidate.kind == "overview":
        return overlap(place(quoted[0]), source)
    if candidate.kind != "heading":
        return inside > 0
    # "This rule …": a reader of the quotes alone does not know which
    leans = quoted[0].quote.split()[0].lower() in _LEANING
    return not leans and inside >= len(quoted) * _MOSTLY
