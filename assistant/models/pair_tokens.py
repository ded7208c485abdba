"""A question and a text as one row of token numbers, as BERT's cross-encoders read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS = 96
"""Of a pair; the end of a longer text is cut off."""

_MAX_QUESTION = 40  # tokens
_LONGEST = 2_000  # characters: more than so many tokens of any text, and cheap to tokenise
_START, _END, PADDING = 101, 102, 0  # [CLS], [SEP], [PAD] of BERT's English vocabulary


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs as rows, padded to the longest.

    tokens: int64, shape (pairs, tokens); PADDING after the end of a row.
    second: int64, the same shape; 1 at the tokens of the text, 0 at those of the question.
    """

    tokens: NDArray[np.int64]
    second: NDArray[np.int64]


def pair_tokens(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> list[list[list[int]]]:
    """For each pair, the tokens of the question and of the text, cut to fit."""
    questions = {one: _tokens(tokenizer, one, _MAX_QUESTION) for one in {q for q, _ in pairs}}
    return [
        [
            [_START, *questions[question], _END],
            [_START, *_tokens(tokenizer, text, MAX_TOKENS - 4 - len(questions[question])), _END],
        ]
        for question, text in pairs
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
