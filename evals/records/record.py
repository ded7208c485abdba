"""The record of a run: a header, one line a question, an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import UsageError
from assistant.reading.discovery import open_regular
from evals.gold_cases import Kind, Split, Why


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with its 95 % bootstrap interval, whole sections drawn.

    group:    "all", "split:tune", "kind:fact", "section:4.1.1 Procedure for HSCT".
    mean:     of the scored questions; None if there are none. So are low and high.
    scored:   questions with a score; unjudged: those where the metric applies but cannot judge.
    """

    metric: str
    group: str
    mean: float | None
    low: float | None
    high: float | None
    scored: int
    unjudged: int


FORMAT = 1


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Header(_Record):
    """What was run, on what, with what.

    revision: of the code, "+" after it where files were changed; "" outside a checkout.
    corpus:   sha256 over the indexed documents' hashes; generation: the index's id.
    models:   name → sha256 of the weights.
    cases:    sha256 over the cases that were chosen.
    """

    format: int = FORMAT
    id: str
    started: datetime
    revision: str
    set: str
    kinds: tuple[Kind, ...] = ()
    split: Split | None = None
    answers: Literal["quoted", "composed"] = "quoted"
    settings: dict[str, str]
    corpus: str
    documents: tuple[str, ...]
    models: dict[str, str]
    cases: str
    versions: dict[str, str]
    machine: dict[str, str]


class Piece(_Record):
    """A sentence of the answer and the marker of what proves it.

    decisive: ranges of the text that are marked.
    """

    text: str
    marker: int
    decisive: tuple[tuple[int, int], ...] = ()


class Cited(_Record):
    """A citation; start, end: in the document's text, as read, not in its file.

    exact: whether the quote stands in that text at just that place.
    """

    marker: int
    document: str
    start: int
    end: int
    quote: str
    section: str
    exact: bool


class GoldPlace(_Record):
    """A gold quote, and where it stands; start is -1 if it was not found."""

    document: str
    start: int
    end: int
    quote: str


class Written(_Record):
    """A sentence of a language model's, and what checking it gave; see `CheckedSentence`."""

    text: str
    verdict: str
    reason: str = ""
    markers: tuple[int, ...] = ()


class Composed(_Record):
    """What a language model wrote; see `assistant.types.Composition`."""

    model: str
    leads: bool
    fault: str = ""
    sentences: tuple[Written, ...] = ()


class Line(_Record):
    """One question: as asked, as answered, as scored.

    digest:   of the case; two runs compare a question only if it is the same in both.
    scores:   by metric; a metric that does not apply is not there; None: could not be judged.
    unjudged: why, by metric.
    search_seconds: to the first evidence; seconds: to the whole answer.
    """

    id: str
    digest: str
    kind: Kind
    why: Why
    split: Split
    section: str
    difficulty: str
    answerable: bool
    question: str
    history: tuple[tuple[str, str], ...] = ()
    standalone: str = ""
    reference: str
    facts: tuple[tuple[str, ...], ...] = ()
    gold: tuple[GoldPlace, ...] = ()
    searched: str
    found: bool
    confidence: float
    lead: str
    pieces: tuple[Piece, ...]
    citations: tuple[Cited, ...]
    composed: Composed | None = None
    scores: dict[str, float | None]
    unjudged: dict[str, str] = Field(default_factory=dict)
    search_seconds: float
    seconds: float

    @property
    def text(self) -> str:
        """The answer as read."""
        lines = [f"{piece.text} [{piece.marker}]" for piece in self.pieces]
        return "\n".join([self.lead, *lines] if self.lead else lines)


class End(_Record):
    """What is known when all is done. peak_memory: bytes, None if it cannot be measured."""

    finished: datetime
    seconds: float
    questions: int
    peak_memory: int | None


class Run(_Record):
    """A whole run."""

    header: Header
    lines: tuple[Line, ...]
    end: End

    def by_id(self) -> dict[str, Line]:
        """Lines by the id of their case."""
        return {line.id: line for line in self.lines}


def read(path: Path) -> Run:
    """Read a kept run.

    Raises:
        UsageError: there is none, it was not finished, or it is of another format.
    """
    try:
        with open_regular(path) as file:
            first, *rest = file.read().decode("utf-8").splitlines()
        header = Header.model_validate_json(first)
        if header.format != FORMAT or not rest:
            raise ValueError(f"format {header.format}, {len(rest)} lines")
        end = End.model_validate_json(rest.pop())
        lines = tuple(Line.model_validate_json(line) for line in rest)
        if len(lines) != end.questions:
            raise ValueError(f"{len(lines)} of {end.questions} questions")
    except (OSError, ValueError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(
            f"{path} is no finished run ({reason}): run `assistant eval` for a new one."
        ) from error
    return Run(header=header, lines=lines, end=end)
