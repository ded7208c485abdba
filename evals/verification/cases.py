"""The cases: true sentences, and the same ones corrupted in every way that applies."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from assistant.verification.premise import Support
from evals.verification import corrupt_names, corrupt_numbers, corrupt_words
from evals.verification.material import Material, Split, Written
from evals.verification.scene import Scene

Corruption = Callable[[Scene], str | None]
NUMBERS_AND_NAMES: dict[str, Corruption] = {
    "another number": corrupt_numbers.same_magnitude,
    "digits swapped": corrupt_numbers.digit_swap,
    "another number of the quotes": corrupt_numbers.from_the_quote,
    "two numbers swapped": corrupt_numbers.swapped,
    "another unit or counted thing": corrupt_numbers.unit,
    "another drug, cell or molecule": corrupt_names.term,
    "another author": corrupt_names.author,
    "another place, year or registration": corrupt_names.place_or_date,
}
OTHERS: dict[str, Corruption] = {
    "two terms swapped": corrupt_names.terms_swapped,
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
