"""Two texts as one row of the tokens that a small cross-encoder reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_LONGEST = 2_000  # characters: more than so many tokens of any text, and cheap to tokenise
_START, _END, PADDING = 101, 102, 0  # [CLS], [SEP], [PAD] of BERT's English vocabulary


@dataclass(frozen=True, slots=True)
class Limits:
    """The most tokens that a model reads; the rest is cut off.

    first: of the first text. pair: of both, with the three marks around them.
    """

    first: int
    pair: int


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs as rows, padded to the longest.

    tokens: int64, shape (pairs, tokens); PADDING after the end of a row.
    second: int64, the same shape; 1 at the tokens of the second text, 0 at those of the first.
    """

    tokens: NDArray[np.int64]
    second: NDArray[np.int64]


def pair_tokens(
    tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]], limits: Limits
) -> list[list[list[int]]]:
    """For each pair, the tokens of the first and of the second text, cut to fit."""
    firsts = {one: _tokens(tokenizer, one, limits.first) for one in {first for first, _ in pairs}}
    return [
        [
            [_START, *firsts[first], _END],
            [*_tokens(tokenizer, second, limits.pair - 3 - len(firsts[first])), _END],
        ]
        for first, second in pairs
    ]


def rows(pairs: Sequence[Sequence[Sequence[int]]]) -> Rows:
    """Tokens of pairs, as `pair_tokens` gives them, in one array."""
    width = max((len(first) + len(second) for first, second in pairs), default=0)
    tokens = np.full((len(pairs), width), PADDING, dtype=np.int64)
    types = np.zeros_like(tokens)
    for row, (first, second) in enumerate(pairs):
        end = len(first) + len(second)
        tokens[row, :end] = [*first, *second]
        types[row, len(first) : end] = 1
    return Rows(tokens, types)


def _tokens(tokenizer: Tokenizer, text: str, limit: int) -> list[int]:
    # Half a surrogate pair cannot be UTF-8, and the tokeniser fails on it.
    text = text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
    ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
    return ids[:limit]
