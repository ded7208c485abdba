"""Cases, lines and runs made for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from evals.gold_cases import Case
from evals.records.record import End, GoldPlace, Header, Line, Run

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DOCUMENT = "study.txt"


def case(**changes: Any) -> Case:  # noqa: ANN401
    """An answerable case, but for what is changed."""
    values: dict[str, Any] = {
        "id": "t-001",
        "question": "How many survived?",
        "kind": "number",
        "answerable": True,
        "documents": (DOCUMENT,),
        "quotes": ({"document": DOCUMENT, "quote": "Of 40 patients 98.8% survived."},),
        "facts": (("98.8%",),),
        "reference": "98.8% survived.",
        "section": "Results",
        "difficulty": "easy",
    }
    return Case.model_validate(values | changes)


REFUSED: dict[str, Any] = {
    "kind": "refusal",
    "why": "absent",
    "answerable": False,
    "documents": (),
    "quotes": (),
    "facts": (),
    "reference": "Not said.",
}


def line(name: str, scores: dict[str, float | None] | None = None, **changes: Any) -> Line:  # noqa: ANN401
    """A line of an answered question, but for what is changed."""
    values: dict[str, Any] = {
        "id": name,
        "digest": "d",
        "kind": "fact",
        "why": "",
        "split": "tune",
        "section": name,
        "difficulty": "easy",
        "answerable": True,
        "question": f"Question {name}?",
        "reference": "r",
        "gold": (GoldPlace(document=DOCUMENT, start=0, end=5, quote="quote"),),
        "searched": f"Question {name}?",
        "found": True,
        "confidence": 0.8,
        "lead": "",
        "pieces": (),
        "citations": (),
        "scores": scores or {},
        "search_seconds": 0.01,
        "seconds": 0.02,
    }
    return Line.model_validate(values | changes)


def run(lines: Iterable[Line], **changes: Any) -> Run:  # noqa: ANN401
    """A finished run of these lines."""
    found = tuple(lines)
    header: dict[str, Any] = {
        "id": "20260301T120000-abcd",
        "started": NOON,
        "revision": "0123456789ab",
        "set": "reviews",
        "settings": {},
        "corpus": "c",
        "documents": (DOCUMENT,),
        "models": {},
        "cases": "k",
        "versions": {},
        "machine": {},
    }
    return Run(
        header=Header.model_validate(header | changes),
        lines=found,
        end=End(finished=NOON, seconds=1.0, questions=len(found), peak_memory=None),
    )
