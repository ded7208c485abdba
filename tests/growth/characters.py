"""Sets of characters as bits: each bit stands for characters that a pattern cannot tell apart."""

# ruff: noqa: ANN401 - what the parser of `re` gives has no types

from __future__ import annotations

import re
import re._constants as op
import re._parser as parser
from collections.abc import Iterable, Iterator
from typing import Any

_SAMPLE = (
    "".join(map(chr, range(128)))
    + "\x85\xa0\xad\xb2\xb5\xd7ßäéÉıſK\u0300\u0301αωΩµжЖ٣\u200b\u2003\u2013\u2014\u2019\u2026"
    + "\u2028≥≤–中あ。！𝟘\ufb01\ufeff\ufffd\ud800"
)
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


class Characters:
    """The characters that stand for all others in one pattern, and the sets that it names.

    nothing: the bit of "no character": before the first, after the last. everything: all bits.
    """

    def __init__(self, parsed: Any) -> None:
        self.alphabet = "".join(sorted({*_SAMPLE, *_literals(parsed)}))
        self.nothing = 1 << len(self.alphabet)
        self.everything = (self.nothing << 1) - 1
        self._places = {character: place for place, character in enumerate(self.alphabet)}
        self._masks: dict[str, int] = {}

    def mask(self, kind: Any, value: Any, flags: int) -> int | None:
        """The set that a node of a parsed pattern reads; None where it is no set."""
        if kind is op.ANY:
            every = self.everything & ~self.nothing
            return every if flags & re.DOTALL else every & ~self.character("\n")
        if kind not in (op.LITERAL, op.NOT_LITERAL, op.IN):
            return None
        items = value if kind is op.IN else [(kind, value)]
        negated = bool(items) and items[0][0] in (op.NEGATE, op.NOT_LITERAL)
        mask = union(self._item(kind, value, flags) for kind, value in items)
        return (self.everything & ~self.nothing & ~mask) if negated else mask

    def _item(self, kind: Any, value: Any, flags: int) -> int:
        if kind is op.CATEGORY:
            return self.category(_CATEGORIES[value], flags)
        if kind is op.NEGATE:
            return 0
        low, high = value if kind is op.RANGE else (value, value)
        folded = bool(int(flags) & re.IGNORECASE.value)
        key = f"{low}-{high} {folded}"
        if key not in self._masks:
            if low == high:  # its own forms are in the alphabet
                places = [self._places[form] for form in _forms(chr(low), folded)]
            else:
                places = [
                    place
                    for place, character in enumerate(self.alphabet)
                    if any(low <= ord(form) <= high for form in _forms(character, folded))
                ]
            self._masks[key] = union(1 << place for place in places)
        return self._masks[key]

    def category(self, escape: str, flags: int) -> int:
        """The set of an escape such as `\\d`."""
        key = f"{escape}{bool(flags & re.ASCII)}"
        if key not in self._masks:
            one = re.compile(escape, flags & re.ASCII)
            self._masks[key] = union(
                1 << place for place, each in enumerate(self.alphabet) if one.match(each)
            )
        return self._masks[key]

    def character(self, character: str) -> int:
        """The set of one character."""
        return 1 << self._places[character]


def union(masks: Iterable[int]) -> int:
    """What is in any of the sets."""
    total = 0
    for mask in masks:
        total |= mask
    return total


def _forms(character: str, folded: bool) -> set[str]:
    if not folded:
        return {character}
    forms = {character, character.lower(), character.upper()}
    return {form for form in forms if len(form) == 1}


def _literals(parts: Any) -> Iterator[str]:
    """Characters that stand in a pattern, and those just outside its ranges."""
    if isinstance(parts, parser.SubPattern | list | tuple):
        if len(parts) == 2 and parts[0] in (op.LITERAL, op.NOT_LITERAL):
            yield from _forms(chr(parts[1]), True)
        elif len(parts) == 2 and parts[0] is op.RANGE:
            low, high = parts[1]
            codes = (low - 1, low, (low + high) // 2, high, high + 1)
            yield from (chr(code) for code in codes if 0 <= code < 0x110000)
        else:
            for part in parts:
                yield from _literals(part)
