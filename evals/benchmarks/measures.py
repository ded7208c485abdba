"""How good what a search found is, for one question, as small frozen records."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from evals.benchmarks.collection import Question
from evals.benchmarks.pieces import Piece, documents_of
from evals.benchmarks.reading_effort import FileWords, answer_words, first_words, words_to_answer
from evals.cases.comparing import holds

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
    """1.0 where an answer is reached within so many words read, else 0.0.

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
    """1.0 where a relevant document is among the first ones found, else 0.0."""
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
