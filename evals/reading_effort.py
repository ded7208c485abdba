"""How much a person reads before the answer: a measure that does not depend on how texts are cut.

The words of the passages found are read in order. An answer counts as reached once most of its
words, by their place in the original file, have been read. Passages of any length compete alike:
a long one holds the answer more often, and costs as much more to read.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.cutting.passage import Passage
from assistant.reading.document import Span

ENOUGH = 0.6
"""Share of an answer's words that must have been read."""

_WORD = re.compile(r"\S+")


class FileWords:
    """The words of a file, numbered by their place in it."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def touched(self, start: int, end: int) -> range:
        """Numbers of the words that share a character with `[start, end)`."""
        return range(bisect.bisect_right(self._ends, start), bisect.bisect_left(self._starts, end))


def words_of(passage: Passage, file: FileWords) -> list[frozenset[int]]:
    """For each word of a passage, in order, the words of the file that it came from."""
    origin = passage.document.origin
    return [
        frozenset(
            number
            for start, end in origin.to_origin(
                passage.start + match.start(), passage.start + match.end()
            )
            for number in file.touched(start, end)
        )
        for match in _WORD.finditer(passage.text)
    ]


def words_to_answer(
    found: Iterable[tuple[str, Sequence[frozenset[int]]]],
    document: str,
    answers: Sequence[range],
) -> float:
    """How many words are read until an answer is reached; infinity where it never is.

    found:    passages, best first: the document's name and the words as of `words_of`.
    document: the one that holds the answers.
    answers:  word numbers of each; the first to be reached counts.
    """
    read = 0
    missing = [set(answer) for answer in answers]
    for name, words in found:
        for word in words:
            read += 1
            if name != document:
                continue
            for left, answer in zip(missing, answers, strict=True):
                left -= word
                if len(answer) - len(left) >= ENOUGH * len(answer):
                    return read
    return float("inf")


def interval(
    values: NDArray[np.float64], groups: Sequence[str], rounds: int = 2000
) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean, whole groups drawn.

    Questions about one article resemble each other: drawn singly, they would make the interval
    too narrow.
    """
    names, place = np.unique(np.asarray(groups), return_inverse=True)
    sums = np.bincount(place, weights=values, minlength=len(names))
    counts = np.bincount(place, minlength=len(names))
    drawn = np.random.default_rng(0).integers(0, len(names), size=(rounds, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def answer_words(file: FileWords, span: Span) -> range:
    """The words of an answer."""
    return file.touched(span.start, span.end)
