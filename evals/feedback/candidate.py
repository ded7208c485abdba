"""An answer that a reader rated, and what of a gold case is known from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import ValidationError

from evals.cases.case import Case, EarlierTurn, Kind, Quote, Split, Why

REFUSED = "The documents do not answer this."
"""The reference answer of a question that is to be refused."""

_TURNS = 3  # before a follow-up, as many as gold cases have


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rated answer.

    rating:     its id. good, reason, comment: what the reader said.
    standalone: the question as it was searched for, where it leaned on those before; else "".
    history:    the turns before it, oldest first; only for such a question.
    found:      whether it was answered. quotes: what the answer cited; () for a refusal.
    section:    the heading above its first quote.
    """

    rating: int
    good: bool
    reason: str
    comment: str
    question: str
    standalone: str
    history: tuple[EarlierTurn, ...]
    answer: str
    found: bool
    quotes: tuple[Quote, ...]
    section: str

    @property
    def answerable(self) -> bool:
        """Whether the documents answer, as far as the reader's word tells."""
        if self.good:
            return self.found
        return self.reason != "should_have_refused"


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of a gold case, not all of them filled in yet.

    to_do: what a person must still fill in or check, a line each.
    """

    case: dict[str, Any]
    to_do: tuple[str, ...]

    def finished(self) -> Case | None:
        """The case; None while anything is to do."""
        return None if self.to_do else Case.model_validate(self.case)


def draft(candidate: Candidate, split: Split) -> Draft:
    """All of the case that is known. split: the half that it goes to."""
    answerable = candidate.answerable
    quotes = candidate.quotes if answerable else ()
    kind: Kind = "fact" if answerable else "refusal"
    why: Why = "" if answerable else "near_miss"
    case = {
        "id": case_id(candidate, split),
        "question": candidate.question.strip(),
        "history": [turn.model_dump() for turn in candidate.history[-_TURNS:]],
        "standalone": candidate.standalone,
        "kind": "followup" if candidate.history else kind,
        "why": why,
        "answerable": answerable,
        "documents": sorted({quote.document for quote in quotes}),
        "quotes": [quote.model_dump() for quote in quotes],
        "facts": [],
        "items": [],
        "reference": _reference(candidate),
        "section": candidate.section if quotes else "",
        "difficulty": "medium",
    }
    return Draft(case, tuple(_to_do(candidate)))


def case_id(candidate: Candidate, split: Split) -> str:
    """An id that belongs to the half asked for: the half of a case goes by its id's hash."""
    text = "\n".join([candidate.question, *(turn.question for turn in candidate.history)])
    stem = f"reader-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    number = 0
    while True:
        name = f"{stem}-{number}" if number else stem
        if split_of_id(name) == split:
            return name
        number += 1


def split_of_id(name: str) -> Split:
    """The half that a case of this id belongs to."""
    known = {"question": "?", "kind": "refusal", "why": "absent", "answerable": False}
    return Case.model_validate({"id": name, "reference": "-", "difficulty": "easy", **known}).split


def wrong_fields(case: dict[str, Any]) -> list[str]:
    """What keeps an edited draft from being a case, a line each."""
    try:
        Case.model_validate(case)
    except ValidationError as error:
        return [
            f"{'.'.join(str(part) for part in one['loc']) or 'case'}: {one['msg']}"
            for one in error.errors()
        ]
    return []


def _reference(candidate: Candidate) -> str:
    if not candidate.answerable:
        return REFUSED
    return " ".join(quote.quote for quote in candidate.quotes) if candidate.good else ""


def _to_do(candidate: Candidate) -> Sequence[str]:
    steps: list[str] = []
    if candidate.history:
        steps.append("standalone: check that it asks the question in full, without those before")
    if not candidate.answerable:
        return steps
    if candidate.good:
        steps.append("quotes: leave only those that answer")
    else:
        steps.append("quotes: every place that answers, word for word, and `documents` with them")
        steps.append("reference: the right answer in a sentence")
        steps.append("section: the heading above the main quote")
    steps.append("facts: each a list of accepted forms, of which a right answer holds one")
    if not candidate.history:
        steps.append(f"kind: one of {', '.join(get_args(Kind))}")
    return steps
