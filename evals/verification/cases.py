"""The cases: true sentences, and corrupted versions of them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Literal

from assistant.nlp.lexicon import Lexicon
from assistant.reading.discovery import discover
from assistant.sandbox.sandbox import Sandbox
from assistant.verification.premise import Support
from evals.verification import corrupt_words, corruptions
from evals.verification.corruptions import Scene

Split = Literal["tune", "check"]
PARAPHRASES = Path(__file__).with_name("paraphrases.jsonl")
CORPUS = Path(__file__).parents[2] / "corpus"
QUOTES = 5  # beside each sentence, the right ones included


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document, with what stands around it."""

    text: str
    heading: str
    title: str
    before: str
    document: str
    row: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A true sentence and the sentences of the reviews that support it, by number."""

    text: str
    quotes: tuple[int, ...]
    origin: Literal["verbatim", "paraphrase"]

    @property
    def split(self) -> Split:
        """Split by a hash of the sentence: half of the cases are held out."""
        source = self.text.encode()
        return "tune" if sha256(source).digest()[0] % 2 else "check"


class Material:
    """The two reviews, cut into sentences, and what was written from them."""

    def __init__(self) -> None:
        with Sandbox() as sandbox:
            read = [sandbox.read(file) for file in discover(CORPUS).files]
        self.documents = [one.document for one in read]
        self.sentences: list[Sentence] = []
        for document, passages in ((one.document, one.passages) for one in read):
            before = ""
            for passage in passages:
                for span in passage.sentences:
                    text = document.text[span.start : span.end]
                    heading = " > ".join(passage.section)
                    self.sentences.append(
                        Sentence(
                            text,
                            heading,
                            document.source.title,
                            before,
                            document.name,
                            passage.kind == "row",
                        )
                    )
                    before = text

    @cached_property
    def lexicon(self) -> Lexicon:
        """Word statistics, as an index of the two reviews has them."""
        texts = (document.text for document in self.documents)
        return Lexicon(texts, (sentence.text for sentence in self.sentences))

    def verbatim(self) -> list[Written]:
        """Sentences of the reviews as they stand, without captions and fragments."""
        return [
            Written(one.text, (number,), "verbatim")
            for number, one in enumerate(self.sentences)
            if 50 <= len(one.text) <= 420 and (one.row or one.text.rstrip().endswith("."))
        ]

    def paraphrases(self) -> list[Written]:
        """The rewordings that were written by hand."""
        place = {(one.document, one.text): n for n, one in enumerate(self.sentences)}
        rows = (json.loads(line) for line in PARAPHRASES.read_text("utf-8").splitlines())
        return [
            Written(
                row["text"],
                tuple(place[row["document"], quote] for quote in row["quotes"]),
                "paraphrase",
            )
            for row in rows
        ]

    def supports(self, quotes: Sequence[int], rng: random.Random) -> tuple[Support, ...]:
        """The right quotes and their neighbours in the text, in random order.

        Neighbours speak of the same things with other names and numbers, as what a search finds
        does.
        """
        chosen = list(quotes)
        for distance in range(1, 2 * QUOTES):
            for number in (quotes[0] - distance, quotes[0] + distance):
                if (
                    len(chosen) < QUOTES
                    and number not in chosen
                    and 0 <= number < len(self.sentences)
                    and self.sentences[number].document == self.sentences[quotes[0]].document
                ):
                    chosen.append(number)
        rng.shuffle(chosen)
        return tuple(
            Support(marker, one.text, one.heading, one.title, one.before)
            for marker, one in enumerate((self.sentences[n] for n in chosen), start=1)
        )


Corruption = Callable[[Scene], str | None]
NUMBERS_AND_NAMES: dict[str, Corruption] = {
    "another number": corruptions.same_magnitude,
    "digits swapped": corruptions.digit_swap,
    "another number of the quotes": corruptions.from_the_quote,
    "two numbers swapped": corruptions.swapped,
    "another unit or counted thing": corruptions.unit,
    "another drug, cell or molecule": corruptions.term,
    "another author": corruptions.author,
    "another place, year or registration": corruptions.place_or_date,
}
OTHERS: dict[str, Corruption] = {
    "two terms swapped": corruptions.terms_swapped,
    "negation put in": corrupt_words.negation_in,
    "negation taken out": corrupt_words.negation_out,
    "direction turned": corrupt_words.direction,
    "a like thing in plain words": corrupt_words.like_thing,
    "cause turned round": corrupt_words.cause,
    "quantifier changed": corrupt_words.quantifier,
    "clause added": corrupt_words.addition,
}
PER_KIND = 60  # of verbatim sentences; paraphrases are all used
FAR = 25  # sentences away is another section's matter


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence to check. kind: "true", or how it was corrupted."""

    text: str
    kind: str
    origin: str
    split: Split
    supports: tuple[Support, ...]
    original: str


def cases(material: Material) -> list[Case]:
    """All cases, the same in every run."""
    verbatim, paraphrases = material.verbatim(), material.paraphrases()
    found = [_true(material, written) for written in (*verbatim, *paraphrases)]
    for kind, corruption in {**NUMBERS_AND_NAMES, **OTHERS}.items():
        found += list(_corrupted(material, paraphrases, kind, corruption))
        shuffled = sorted(verbatim, key=lambda one: sha256((kind + one.text).encode()).digest())
        made = _corrupted(material, shuffled, kind, corruption)
        found += [case for case, _ in zip(made, range(PER_KIND), strict=False)]
    return found


def _random(*parts: str) -> random.Random:
    return random.Random("|".join(parts))  # noqa: S311 - repeatable, not secret


def _true(material: Material, written: Written) -> Case:
    supports = material.supports(written.quotes, _random("true", written.text))
    return Case(written.text, "true", written.origin, written.split, supports, written.text)


def _corrupted(
    material: Material, all_written: Sequence[Written], kind: str, corruption: Corruption
) -> Iterator[Case]:
    for written in all_written:
        rng = _random(kind, written.text)
        supports = material.supports(written.quotes, rng)
        source = " ".join(material.sentences[number].text for number in written.quotes)
        scene = Scene(
            written.text,
            source,
            tuple(one.quote for one in supports if one.quote not in source),
            tuple(
                one.text
                for number, one in enumerate(material.sentences)
                if abs(number - written.quotes[0]) > FAR and not one.row
            ),
            " ".join(one.text for one in material.sentences),
            rng,
        )
        text = corruption(scene)
        if text is not None and text != written.text:
            yield Case(text, kind, written.origin, written.split, supports, written.text)
