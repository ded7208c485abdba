"""Measuring words, and the limits and superlatives that a question sets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

from assistant.nlp.quantities import UNITS, Figure, figure, span
from assistant.nlp.tokens import stem, tokens

_KNOWN = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
# What a measuring word, or in brackets a kind of figure, asks about, where a column calls it
# something else.
MEASURES: dict[str, frozenset[str]] = {
    word: frozenset(map(stem, names.split()))
    for words, names in _KNOWN["columns"].items()
    for word in words.split()
}
_AGES, _TIMES = frozenset(_KNOWN["ages"].split()), frozenset(_KNOWN["times"].split())
_SIGNS = dict.fromkeys(_KNOWN["more"].split(), 1) | dict.fromkeys(_KNOWN["less"].split(), -1)
_BOUND = re.compile(
    rf"\b(?:(?:(?P<equal>at least|at most|up to)|(?P<no>no )?(?P<word>{'|'.join(_SIGNS)})"
    rf"(?: than)?) (?P<figure>[$€£]?\s?\d[^\s?;]*(?: ?(?:{UNITS})(?!\w))?)"
    rf"|(?<!at )(?P<most>{'|'.join(word for word in _SIGNS if word.endswith('st'))})\b)",
    re.I,
)
_CLAUSE = re.compile(r"\b(?:and|or|but|that|which|who)\b|[,;]", re.I)


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison with a figure: "less than 200 kg"; without a figure, a superlative.

    naming: words that may name its column, those that do it most surely first.
    """

    word: str
    sign: int
    figure: str
    equal: bool
    naming: tuple[Sequence[str], ...]

    @property
    def near(self) -> Sequence[str]:
        """The words beside it."""
        return [word for words in self.naming[1:3] for word in words]

    def fits(self, kind: str) -> bool:
        """Whether figures of a kind can be compared so: years are no lengths."""
        own = figure(self.figure)[0]
        if kind == "none":
            return False
        if kind == "year" or self.word in _TIMES:
            return kind in ("year", "clock") and (own == kind or not self.figure)
        return own in ("", kind) or not kind or (own == "year" and self.word not in _AGES)

    def within(self, sizes: Mapping[int, Figure]) -> list[int]:
        """The rows whose figure keeps the limit, or is the greatest or least."""
        kind, ours, written = figure(self.figure)
        found: dict[int, float] = {}
        for row, (its_kind, size, as_written) in sizes.items():
            exact = kind == its_kind and (kind != "year" or ours != written)  # or a year, of dates
            difference = size - ours if exact else as_written - written
            difference = difference if self.figure else size
            older = self.word in _AGES and its_kind == "year"
            found[row] = -self.sign * difference if older else self.sign * difference
        least = 0.0 if self.figure else max(found.values(), default=0.0)
        return [n for n, one in found.items() if one > least or (self.equal and one == least)]


def limits(question: str) -> tuple[list[Limit], str]:
    """What a question demands of columns' figures, and the question without that."""
    bounds: list[Limit] = []
    found = list(_BOUND.finditer(question))
    edges = [0, *(edge for one in found for edge in one.span()), len(question)]
    gaps = [question[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    for one, before, after in zip(found, gaps, gaps[1:], strict=False):
        word = (one["word"] or one["most"] or one["equal"]).lower()
        sign = _SIGNS.get(word, 1 if word == "at least" else -1) * (-1 if one["no"] else 1)
        amount = one["figure"] or ""
        near = (tokens(_CLAUSE.split(after)[0]), tokens(_CLAUSE.split(before)[-1]))
        last = "(times)" if word in _TIMES else f"({figure(amount)[0] or word})"
        equal = not amount or bool(one["equal"] or one["no"])
        own = [word] if word in MEASURES else []
        naming = () if any(" or " in gap for gap in gaps[1:-1]) else (own, *near, [last])
        bounds.append(Limit(word, sign, amount, equal, naming))
    return bounds, " ".join(gaps)


def figures_of(cells: Sequence[str]) -> tuple[str, dict[int, Figure]]:
    """The kind of a column's figures, and these by row; "none" of what cannot be compared."""
    found = {n: one for n, one in enumerate(map(figure, cells)) if not isnan(one[1])}
    kinds = {kind for kind, _, _ in found.values()}
    kinds = kinds if kinds == {"year"} else kinds - {"year", ""} or {""}
    known = len(kinds) == 1 and 2 * len(found) > len(cells) and not any(map(span, cells))
    return kinds.pop() if known else "none", found
