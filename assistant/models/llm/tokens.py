"""How many tokens a text has at most, whatever model reads it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PIECE = re.compile(r"[A-Za-z]+|\S")


def fitting(texts: Sequence[str], most: int) -> list[str]:
    """The texts, the longest cut off where all together have more tokens than `most`."""
    fitting, left = list(texts), most
    shortest_first = sorted(range(len(texts)), key=lambda place: most_tokens(texts[place]))
    for done, place in enumerate(shortest_first):
        fitting[place] = _cut(texts[place], left // (len(texts) - done))
        left -= most_tokens(fitting[place])
    return fitting


def _cut(text: str, most: int) -> str:
    tokens = 0
    for piece in _PIECE.finditer(text):
        tokens += _tokens_of_piece(piece[0])
        if tokens > most:
            return text[: piece.start()].rstrip()
    return text


def most_tokens(text: str) -> int:
    """How many tokens a text has at most, in about any vocabulary: digits and signs are often one
    each, and a character of a script that the vocabulary lacks as many as it has bytes.
    """
    return sum(_tokens_of_piece(piece) for piece in _PIECE.findall(text))


def _tokens_of_piece(piece: str) -> int:
    if piece[0].isascii():
        return (len(piece) + 1) // 2
    return len(piece.encode("utf-8", "replace"))
