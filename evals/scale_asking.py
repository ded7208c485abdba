"""Ask an index of any size, with the real models, and see what the time goes to."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from assistant.answering.pipeline import QuotedAnswerer
from assistant.indexing.index import OpenIndex
from assistant.models.embedder import Embedder
from assistant.models.reranker import cross_encoder
from assistant.retrieval.retriever import Searcher
from assistant.settings import Settings
from evals.memory import memory
from evals.speed import Row

QUESTIONS = 60
PARTS = ("embed", "vectors", "words", "rank", "read", "choose")
_SEED = 5

T = TypeVar("T")


class Stopwatch:
    """Adds up the milliseconds of the methods that it is put around, by name. What one spends in
    another counts for that other alone.
    """

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inside = [0.0]  # milliseconds of the measured calls within each running one

    def around(self, owner: object, method: str, name: str) -> None:
        """Measure a method of an object from now on."""
        setattr(owner, method, self.timed(getattr(owner, method), name))

    def timed(self, action: Callable[..., T], name: str) -> Callable[..., T]:
        """The same action, measured."""

        def measured(*given: object, **named: object) -> T:
            begin = time.perf_counter()
            self._inside.append(0.0)
            try:
                return action(*given, **named)
            finally:
                whole = 1000 * (time.perf_counter() - begin)
                self.spent[name] += whole - self._inside.pop()
                self._inside[-1] += whole

        return measured


def questions_about(index: OpenIndex) -> list[str]:
    """Questions with the words of passages that are drawn at random, the same ones each time."""
    chance = np.random.default_rng(_SEED)
    made = []
    for number in chance.choice(len(index.documents), QUESTIONS):
        passages = index.passages_of(index.documents[number].name)
        passage = passages[chance.integers(len(passages))]
        made.append(f"What is {' '.join(passage.text.split()[:8])}?")
    return made


def asked(index: OpenIndex, questions: Sequence[str]) -> list[Row]:
    """Ask each once; how long an answer takes, and what it takes the time for."""
    settings = Settings(offline=True)
    embedder, encoder = Embedder(settings), cross_encoder(settings)
    searcher = Searcher(index, embedder, encoder)
    answerer = QuotedAnswerer(searcher)
    answerer.answer("What is this?", "What is this?")  # loads the models
    watch = Stopwatch()
    watch.around(embedder, "embed_questions", "embed")
    watch.around(index, "nearest", "vectors")
    watch.around(index, "bm25", "words")
    watch.around(searcher, "rank", "rank")
    if encoder is not None:
        watch.around(encoder, "score", "read")
    answer = watch.timed(answerer.answer, "choose")
    whole: list[float] = []
    parts: defaultdict[str, list[float]] = defaultdict(list)
    for question in questions:
        watch.spent.clear()
        begin = time.perf_counter()
        answer(question, question)
        whole.append(1000 * (time.perf_counter() - begin))
        for name in PARTS:
            parts[name].append(watch.spent[name])
    p50, p95 = np.percentile(whole, (50, 95))
    split = ", ".join(f"{name} {np.median(parts[name]):.0f}" for name in PARTS)
    return [
        Row("answer, p50", f"{p50:.0f} ms", f"{len(questions)} questions; medians, ms: {split}"),
        Row("answer, p95", f"{p95:.0f} ms", "each question asked once, models loaded"),
        Row("memory, asked", f"{memory() / 1e6:.0f} MB", "resident: models, mapped files"),
    ]
