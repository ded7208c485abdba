"""What every format is turned into: documents, and questions with what answers them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assistant.reading.document import Span


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what is known of its answer; what a format does not tell is empty.

    cluster:    the article or conversation it belongs to. Questions of one resemble each other, so
                that bootstrap intervals draw whole clusters.
    answerable: whether the documents answer it.
    history:    (question, answer) of the turns before, oldest first.
    spans:      by document, where an answer stands; any one of them will do. Offsets are into the
                document's text as of `Collection.documents`.
    relevant:   by document, how relevant it is, ≥ 1.
    texts:      answers in words, where nobody says where they stand; any one will do.
    standalone: a follow-up asked in full, as the data has it.
    """

    id: str
    text: str
    cluster: str
    answerable: bool = True
    history: tuple[tuple[str, str], ...] = ()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    relevant: Mapping[str, int] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    standalone: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and questions.

    documents: text by file name; empty where the documents are not part of the data.
    notes:     what was repaired or left out when reading, for people.
    """

    documents: Mapping[str, str] = field(repr=False)
    questions: tuple[Question, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    def sample(self, limit: int | None, seed: int) -> Collection:
        """All documents, and at most `limit` answerable and `limit` unanswerable questions, drawn
        at random; the same seed draws the same ones. They keep their order.
        """
        if limit is None:
            return self
        draw = random.Random(seed)  # noqa: S311  # no secret depends on it
        kept: set[int] = set()
        for answerable in (True, False):
            numbers = [
                number
                for number, question in enumerate(self.questions)
                if question.answerable is answerable
            ]
            kept.update(draw.sample(numbers, min(limit, len(numbers))))
        return replace(self, questions=tuple(self.questions[number] for number in sorted(kept)))
