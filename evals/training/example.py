"""A question and the sentences that our search ranks best for it, told which of them answer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from evals.training.split import Part


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as the cross-encoder reads it. score: our own, in [0, 1], without it."""

    text: str
    score: float
    answers: bool


@dataclass(frozen=True, slots=True)
class Example:
    """candidates: best first by our own score; none answers where the question has no answer."""

    data: str
    part: Part
    question: str
    candidates: tuple[Candidate, ...]

    @property
    def answerable(self) -> bool:
        """Whether one of the candidates answers."""
        return any(one.answers for one in self.candidates)


def write(path: Path, examples: Iterable[Example]) -> None:
    """One JSON line for each."""
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in examples]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def read(path: Path) -> list[Example]:
    """What `write` wrote."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    return [
        Example(**{**row, "candidates": tuple(Candidate(**one) for one in row["candidates"])})
        for row in rows
    ]
