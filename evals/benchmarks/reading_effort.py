"""How much a person reads before the answer: a measure that does not depend on how texts are cut.

The words of what was found are read in order. An answer counts as reached once most of its words,
by their place in the document's file, have been read. Pieces of any length compete alike: a long
one holds the answer more often, and costs as much more to read.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.chunking.passage import Passage
from assistant.reading.document import Span

ENOUGH = 0.6
"""Share of an answer's words that must have been read."""

_WORD = re.compile(r"\S+")

Places = Sequence[Collection[int]]
"""For each word read, the numbers of the file's words that it came from."""


class FileWords:
    """The words of a file, numbered by their place in it."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _WORD.finditer(text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def touched(self, start: int, end: int) -> range:
        """Numbers of the words that share a character with `[start, end)`."""
        return range(bisect.bisect_right(self._ends, start), bisect.bisect_left(self._starts, end))


def words_of(passage: Passage, file: FileWords) -> Places:
    """Where the words of a passage came from."""
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


def words_of_excerpt(text: str, start: int, file: FileWords) -> Places:
    """Where the words of a verbatim excerpt came from; start: its offset in the file's text."""
    return [
        file.touched(start + match.start(), start + match.end()) for match in _WORD.finditer(text)
    ]


def words_to_answer(
    found: Iterable[tuple[str, Places]],
    answers: Mapping[str, Sequence[range]],
    limit: float = float("inf"),
) -> float:
    """How many words are read until an answer is reached; infinity where it never is.

    found:   what was found, best first: the document's name and where its words came from.
    answers: by document, the word numbers of each; the first to be reached counts.
    limit:   words; who has read so many gives up.
    """
    read = 0
    missing = {name: [set(answer) for answer in those] for name, those in answers.items()}
    for name, words in found:
        for word in words:
            read += 1
            if read > limit:
                return float("inf")
            for left, answer in zip(missing.get(name, ()), answers.get(name, ()), strict=True):
                left.difference_update(word)
                if len(answer) - len(left) >= ENOUGH * len(answer):
                    return read
    return float("inf")


def answer_words(file: FileWords, span: Span) -> range:
    """The words of an answer."""
    return file.touched(span.start, span.end)


def first_words(texts: Iterable[str], limit: int) -> str:
    """The words that are read first, of several texts in their order."""
    words: list[str] = []
    for text in texts:
        words += _WORD.findall(text)
        if len(words) >= limit:
            break
    return " ".join(words[:limit])
