"""How good what a search found is: how much one reads before the answer."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

from assistant.chunking.chunks import Passage
from assistant.reading.document import Span
from evals.benchmarks.collection import Question
from evals.gold_cases import holds

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


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece of a document. places: where its words stand in the file; found when asked for."""

    document: str
    text: str = field(repr=False)
    find_places: Callable[[], Places] = field(repr=False)

    @cached_property
    def places(self) -> Places:
        """Where its words stand in the file; found once."""
        return self.find_places()


Ranker = Callable[[str], Sequence[Piece]]
"""A question to pieces, best first."""

DEPTH = 100
"""Pieces that every search is asked for: more than 650 words, and mostly 10 documents."""


def documents_of(pieces: Sequence[Piece]) -> list[str]:
    """The documents of pieces, each where its best piece stands."""
    return list(dict.fromkeys(piece.document for piece in pieces))


Files = Mapping[str, FileWords]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in [0, 1].

    applies: whether a question has what it needs.
    """

    name: str
    applies: Callable[[Question], bool]
    score: Callable[[Question, Sequence[Piece], Files], float]


def reached(within: int, question: Question, pieces: Sequence[Piece], files: Files) -> float:
    """1.0 if an answer is reached within so many words read, else 0.0.

    Where nobody says where the answers stand, one is reached once the words read hold it, white
    space, dashes and case aside.
    """
    if not question.spans:
        read = first_words((piece.text for piece in pieces), within)
        return float(any(holds(read, text) for text in question.texts))
    answers = {
        name: [answer_words(files[name], span) for span in spans]
        for name, spans in question.spans.items()
    }
    found = ((piece.document, piece.places) for piece in pieces)
    return float(words_to_answer(found, answers, within) <= within)


def recall(first: int, question: Question, pieces: Sequence[Piece], _: Files) -> float:
    """The share of the relevant documents that are among the first ones found."""
    found = documents_of(pieces)[:first]
    return len(question.relevant.keys() & set(found)) / len(question.relevant)


def any_found(first: int, question: Question, pieces: Sequence[Piece], _: Files) -> float:
    """1.0 if a relevant document is among the first ones found, else 0.0."""
    return float(not question.relevant.keys().isdisjoint(documents_of(pieces)[:first]))


def ndcg(first: int, question: Question, pieces: Sequence[Piece], _: Files) -> float:
    """Normalised discounted cumulative gain over the first documents found, gains linear in the
    grade, as trec_eval has it.
    """
    grades = [question.relevant.get(name, 0) for name in documents_of(pieces)[:first]]
    ideal = sorted(question.relevant.values(), reverse=True)[:first]
    return _gain(grades) / _gain(ideal)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place) for place, grade in enumerate(grades, 2))


def _has_answers(question: Question) -> bool:
    return bool(question.spans or question.texts)


def _has_relevant(question: Question) -> bool:
    return bool(question.relevant)


NDCG = Measure("nDCG@10", _has_relevant, partial(ndcg, 10))
ANY_FOUND = Measure("any of the first 5", _has_relevant, partial(any_found, 5))
MEASURES = (
    Measure("within 130 words", _has_answers, partial(reached, 130)),
    Measure("within 650 words", _has_answers, partial(reached, 650)),
    Measure("recall@5", _has_relevant, partial(recall, 5)),
    NDCG,
)
"""130 words are what a reader takes in at a glance, 650 in some minutes."""
