"""Our search and others, over the same documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Settings
from assistant.indexing.index import OpenIndex, open_index
from assistant.models.embedder import Embedder
from assistant.progress import Progress
from assistant.retrieval.retriever import Searcher
from evals.benchmarks.llama_default import llama_index_ranker
from evals.benchmarks.pieces import DEPTH, Piece, Ranker
from evals.benchmarks.reading_effort import FileWords, words_of

OURS = "**this library**"
_ALL = 1_000_000
Scores = NDArray[np.floating]


class Rankers:
    """Ways of searching one indexed workspace; to be closed.

    documents: text by name, as the files have it; offsets of answers are into these. Empty: the
               texts that the library read.
    questions: those that will be asked; embedded at once. Others are embedded as they come.
    """

    def __init__(
        self,
        assistant: Assistant,
        documents: Mapping[str, str],
        questions: Sequence[str],
        progress: Progress,
    ) -> None:
        self._assistant = assistant
        self._embedder = Embedder(Settings())
        self.index: OpenIndex = open_index(assistant.workspace, self._embedder.fingerprint)
        self._searcher = Searcher(self.index, self._embedder)
        self._number = {passage.id: number for number, passage in enumerate(self.index.passages)}
        read = {document.name: document.text for document in self.index.documents}
        self.documents = {name: documents.get(name, text) for name, text in read.items()}
        self.files = {name: FileWords(text) for name, text in self.documents.items()}
        self._passage_vectors = self._embedder.embed(
            [passage.text for passage in self.index.passages],
            lambda _, done, total: progress("Embedding passages", done, total),
        )
        # At once, not one by one as ours: what a question costs is not measured here.
        vectors = self._embedder.embed(questions)
        self._vectors = dict(zip(questions, vectors, strict=True))
        self._llama_index = llama_index_ranker(self.documents, self.files, self._embedder, progress)
        self._piece = cache(self._make_piece)

    def by_name(self) -> dict[str, Ranker]:
        """In the order of the table; ours is the last."""
        return {
            "BM25": lambda question: self._best(self.bm25(question)),
            "one vector per passage": lambda question: self._best(self.passage_cosine(question)),
            "llama-index as shipped": self._llama_index,
            "best sentence's cosine": lambda question: self._best(self.sentence_cosine(question)),
            "0.3 BM25/max + 0.7 best cosine": self._fixed_sum,
            OURS: self.ours,
        }

    def ours(self, question: str) -> list[Piece]:
        """What the library finds."""
        hits = self._assistant.search(question, limit=DEPTH)
        return [self._piece(self._number[hit.passage.id]) for hit in hits]

    def passage_cosine(self, question: str) -> Scores:
        """For each passage, the cosine of its one vector and the question's."""
        scores: Scores = self._passage_vectors @ self._vector(question)
        return scores

    def sentence_cosine(self, question: str) -> Scores:
        """For each passage, the cosine of its best sentence and the question."""
        cosines = self.index.vectors @ self._vector(question)
        best = np.full(len(self.index.passages), -1.0)
        np.maximum.at(best, self.index.sentence_passage, cosines)
        return best

    def bm25(self, question: str) -> Scores:
        """For each passage, its BM25 score for the library's own terms, 0 where it has none."""
        terms = self._searcher.lexicon.full_text_terms(self._searcher.query(question))
        scores = np.zeros(len(self.index.passages))
        for number, score in self.index.bm25(terms, _ALL).items():
            scores[number] = score
        return scores

    def close(self) -> None:
        """Let go of the index's files."""
        self.index.close()

    def _fixed_sum(self, question: str) -> list[Piece]:
        bm25 = self.bm25(question)
        return self._best(0.3 * bm25 / max(bm25.max(), 1e-9) + 0.7 * self.sentence_cosine(question))

    def _best(self, scores: Scores) -> list[Piece]:
        numbers = np.argsort(-scores, kind="stable")[:DEPTH]
        return [self._piece(int(number)) for number in numbers]

    def _vector(self, question: str) -> NDArray[np.float32]:
        known = self._vectors.get(question)
        vector: NDArray[np.float32] = (
            self._embedder.embed([question])[0] if known is None else known
        )
        return vector

    def _make_piece(self, number: int) -> Piece:
        passage = self.index.passages[number]
        name = passage.document.name
        return Piece(name, passage.text, partial(words_of, passage, self.files[name]))
