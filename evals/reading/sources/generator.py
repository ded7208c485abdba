"""Texts from a seed: sentences with numbers that each stand once in their document.

A number that is lost, changed or moved can so be traced by itself.
"""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evals.reading.truth import Part, Sentence

_SLOT = re.compile(r"\{([ndp])\}")
_THOUSANDS = {"en": ",", "de": ".", "pl": " ", "ru": " ", "el": "."}
_COMMA = ("de", "pl", "ru", "el")  # as the decimal mark
_NO_SPACES = ("zh", "ja")
_BETWEEN = {"de": " ", "he": " ", "ar": " ", "zh": ",", "ja": "、"}


@cache
def _banks() -> dict[str, Any]:
    path = Path(__file__).with_name("banks.yaml")
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def bank(name: str) -> dict[str, Any]:
    """What texts of a field or language are made of."""
    found: dict[str, Any] = _banks()[name]
    return found


class Generator:
    """Makes the parts of one document; the same seed gives the same parts."""

    def __init__(self, name: str, seed: int) -> None:
        self.bank = bank(name)
        self.language: str = self.bank["language"]
        self._random = random.Random(f"{name} {seed}")  # noqa: S311 - texts, no secrets
        self._used: set[str] = set()
        self._pairs: list[tuple[str, str]] = []

    def number(self, kind: str) -> str:
        """A number that this document does not have yet: "n" whole, "d" decimal, "p" per cent."""
        while True:
            value = {
                "n": lambda: self._whole(self._random.choice((1, 1, 30))),
                "d": lambda: self._decimal(self._random.uniform(0.1, 90), 2),
                "p": lambda: self._decimal(self._random.uniform(0.1, 99), 1),
            }[kind]()
            if value not in self._used:
                self._used.add(value)
                return value

    def _whole(self, times: int) -> str:
        value = self._random.randint(101, 999) * times + self._random.randint(1, times)
        digits = f"{value:,}"
        separator = _THOUSANDS.get(self.language, "")
        return digits.replace(",", "\N{NO-BREAK SPACE}" if separator == " " else separator)

    def _decimal(self, value: float, places: int) -> str:
        written = f"{value:.{places}f}"
        return written.replace(".", ",") if self.language in _COMMA else written

    def filled(self, template: str) -> str:
        """A template with new numbers in its slots."""
        return _SLOT.sub(lambda match: self.number(match[1]), template)

    def sentence(self) -> str:
        """The next sentence; openers and bodies meet in another pair each time."""
        if not self._pairs:
            pairs = [(a, b) for a in self.bank["openers"] for b in self.bank["bodies"]]
            self._random.shuffle(pairs)
            self._pairs = pairs
        opener, body = self._pairs.pop()
        between = _BETWEEN.get(self.language, ", ")
        return self.filled(f"{opener}{between}{body}{'。' if self.language in _NO_SPACES else '.'}")

    def paragraph(self, sentences: int = 4) -> Part:
        """A paragraph of new sentences."""
        texts = tuple(Sentence(text=self.sentence()) for _ in range(sentences))
        return Part(kind="paragraph", sentences=texts)

    def section(self, number: int, paragraphs: int = 3, level: int = 1) -> list[Part]:
        """A heading and paragraphs of three to five sentences."""
        heading = self.bank["headings"][number % len(self.bank["headings"])]
        found = [Part(kind="heading", level=level, sentences=(Sentence(text=heading),))]
        for _ in range(paragraphs):
            found.append(self.paragraph(self._random.randint(3, 5)))
        return found

    def table(self, caption: str = "", rows: int | None = None) -> Part:
        """The field's table with new numbers; with more rows than it has names, these go on."""
        described = self.bank["table"]
        names: list[str] = described["rows"]
        count = rows or len(names)
        labels = [
            names[row % len(names)] + (f" {row // len(names) + 1}" if row >= len(names) else "")
            for row in range(count)
        ]
        return Part(
            kind="table",
            sentences=(Sentence(text=caption or described["caption"]),),
            columns=(described["first"], *described["columns"]),
            rows=tuple(
                (label, *(self.number(kind) for kind in described["kinds"])) for label in labels
            ),
        )
