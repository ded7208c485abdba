"""Gold questions: what is asked, which quotes answer it, and which facts an answer must hold."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

GOLD = Path(__file__).parent / "gold"
SETS = ("seed", "calibration")
_DASHES = re.compile("[‐‑‒–—−]")


@dataclass(frozen=True, slots=True)
class Case:
    """One gold question.

    history: earlier turns as (question, answer).
    quotes:  (document's name, verbatim text); empty where the documents do not answer.
    facts:   each a tuple of accepted forms, of which an answer must hold one.
    """

    id: str
    question: str
    history: tuple[tuple[str, str], ...]
    kind: str
    answerable: bool
    quotes: tuple[tuple[str, str], ...]
    facts: tuple[tuple[str, ...], ...]
    section: str

    @property
    def split(self) -> str:
        """Half of the cases, by hash, may be looked at when improving; the rest is only scored."""
        digest = hashlib.sha256(self.id.encode()).hexdigest()
        return "tune" if int(digest, 16) % 2 else "check"


def load(name: str) -> list[Case]:
    """The cases of one set, in order."""
    lines = (GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line)) for line in lines if line.strip()]


def _case(row: dict[str, object]) -> Case:
    def rows(name: str) -> list[dict[str, str]]:
        value = row[name]
        assert isinstance(value, list)  # noqa: S101
        return value

    facts = row["facts"]
    assert isinstance(facts, list)  # noqa: S101
    return Case(
        id=str(row["id"]),
        question=str(row["question"]),
        history=tuple((turn["question"], turn["answer"]) for turn in rows("history")),
        kind=str(row["kind"]),
        answerable=bool(row["answerable"]),
        quotes=tuple((quote["document"], quote["quote"]) for quote in rows("quotes")),
        facts=tuple(tuple(forms) for forms in facts),
        section=str(row["section"]),
    )


def normal(text: str) -> str:
    """Text as facts are compared: lower case, plain dashes, apostrophes and spaces."""
    text = _DASHES.sub("-", text.lower()).replace("’", "'").replace("‘", "'")
    return " ".join(text.split())


def facts_found(text: str, case: Case) -> float | None:
    """Share of the case's facts that a text holds; None where the case names none."""
    if not case.facts:
        return None
    held = normal(text)
    found = [any(normal(form) in held for form in forms) for forms in case.facts]
    return sum(found) / len(found)
