"""Sentences over quotes, labelled by hand: `labelled.jsonl`, one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.verification.premise import Support

FILE = Path(__file__).with_name("labelled.jsonl")
WRITTEN = Path(__file__).parents[1] / "training" / "claims"
"""Sentences by other writers, which no check was written or fitted on."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and the quotes that its writer was shown.

    source: where the quotes come from; "review" for the two reviews of `corpus/`.
    why:    it is false; "" if it is true.
    """

    split: Literal["tune", "check"]
    source: str
    licence: str
    quotes: tuple[str, ...]
    question: str
    sentence: str
    true: bool
    why: str

    @property
    def supports(self) -> tuple[Support, ...]:
        """The quotes as the checker takes them; each has the one before it beside it."""
        return tuple(
            Support(marker, quote, before=self.quotes[marker - 2] if marker > 1 else "")
            for marker, quote in enumerate(self.quotes, 1)
        )


def labelled(split: str | None = None) -> Iterator[Labelled]:
    """The labelled sentences, of one half or of both."""
    for line in FILE.read_text("utf-8").splitlines():
        row = json.loads(line)
        if split in (None, row["split"]):
            yield Labelled(**{**row, "quotes": tuple(row["quotes"])})


def written() -> Iterator[Labelled]:
    """The sentences of `WRITTEN`, over quotes of many fields; `source` is the writer's file."""
    for path in sorted(WRITTEN.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            quotes, question = tuple(row["quotes"]), row["question"]
            for claim in row["claims"]:
                true, why = claim["true"], claim["why"]
                source = path.stem
                yield Labelled("check", source, "", quotes, question, claim["s"], true, why)
