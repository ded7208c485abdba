"""Our own training sentences: what a language model might write over quotes, true and false.

Six sentences over each set of quotes, of which three say something that the quotes do not. The
cross-encoder learns them beside the questions: one small file ranks, refuses and verifies.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from evals.benchmarks.collection import Row, read_lines
from evals.training.examples import Candidate, Example, part

FILES = tuple(sorted(Path(__file__).with_name("claims").glob("*.jsonl")))
NAME = "claims"
_OTHERS = 2  # quotes of other records beside the right one


class _Claim(Row):
    s: str
    true: bool


class _Written(Row):
    quotes: tuple[str, ...]
    claims: tuple[_Claim, ...]


def claims(paths: Sequence[Path] = FILES, seed: int = 0) -> Iterator[Example]:
    """An example for each sentence: its quotes, which support it or do not, and other quotes.

    Raises:
        UsageError: a file cannot be read, or a line of it is not as it should be.
    """
    draw = random.Random(seed)  # noqa: S311  # no secret
    for path in paths:
        written = [row for _, row in read_lines(path, _Written)]
        quotes = [as_quotes(row.quotes) for row in written]
        for row, text in zip(written, quotes, strict=True):
            others = [one for one in draw.sample(quotes, min(3, len(quotes))) if one != text]
            wrong = tuple(Candidate(one, 0.0, False) for one in others[:_OTHERS])
            for claim in row.claims:
                shown = (Candidate(text, 1.0, claim.true), *wrong)
                yield Example(NAME, part(NAME, text), as_claim(claim.s), shown)


def as_claim(sentence: str) -> str:
    """A written sentence as the cross-encoder reads it, so that it is no question to it."""
    return f"claim: {sentence}"


def as_quotes(quotes: Iterable[str]) -> str:
    """Quotes as the cross-encoder reads them beside a claim."""
    return " ".join(" ".join(quotes).split())
