"""Our search and others, over the same documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant import Assistant, Settings
from assistant.indexing.index import OpenIndex, open_index
from assistant.models.embedder import Embedder
from assistant.progress import Progress, silent
from assistant.retrieval.retriever import Searcher
from evals.benchmarks.measures import DEPTH, FileWords, Piece, Ranker, words_of, words_of_excerpt

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.core.schema import BaseNode


def llama_index_ranker(
    documents: Mapping[str, str],
    files: Mapping[str, FileWords],
    embedder: Embedder,
    progress: Progress = silent,
) -> Ranker:
    """Index documents as llama-index does, and search them.

    documents: text by name.
    files:     their words.
    """
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import MetadataMode, TextNode

    splitter = SentenceSplitter()
    nodes: list[BaseNode] = []
    for done, (name, text) in enumerate(documents.items(), 1):
        nodes += splitter.get_nodes_from_documents([Document(text=text, id_=name)])
        progress("Cutting for llama-index", done, len(documents))
    model = embedding(embedder, len(nodes), progress)
    index = VectorStoreIndex(
        nodes,
        embed_model=model,
        callback_manager=CallbackManager(),
        transformations=[splitter],
    )
    retriever = index.as_retriever(similarity_top_k=DEPTH)
    made: dict[str, Piece] = {}

    def piece(node: BaseNode) -> Piece:
        if node.node_id not in made:
            name, text = node.ref_doc_id or "", node.get_content(MetadataMode.NONE)
            start = node.start_char_idx if isinstance(node, TextNode) else None
            if start is None or not documents[name].startswith(text, start):
                raise AssertionError(f"llama-index lost the place of a chunk of {name}")
            places = partial(words_of_excerpt, text, start, files[name])
            made[node.node_id] = Piece(name, text, places)
        return made[node.node_id]

    return lambda question: [piece(found.node) for found in retriever.retrieve(question)]


def embedding(embedder: Embedder, total: int = 0, progress: Progress = silent) -> BaseEmbedding:
    """Our embedder as llama-index's. total: texts to be embedded, for the progress."""
    from llama_index.core.base.embeddings.base import BaseEmbedding

    done = 0

    class Adapter(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: Sequence[str]) -> list[list[float]]:
            nonlocal done
            vectors: list[list[float]] = embedder.embed(texts).tolist()
            done += len(texts)
            progress("Embedding for llama-index", done, max(total, done))
            return vectors

        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = embedder.embed([query])[0].tolist()
            return vector

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    return Adapter(model_name="all-MiniLM-L6-v2", embed_batch_size=64)


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
        every = self.index.sentences_of(range(len(self.index.passages)))
        self._sentence_vectors = self.index.vectors
        self._owners = np.array([one.passage for one in every], np.int64)
        self._number = {passage.id: number for number, passage in enumerate(self.index.passages)}
        read = {document.name: document.text for document in self.index.documents}
        self.documents = {name: documents.get(name, text) for name, text in read.items()}
        self.files = {name: FileWords(text) for name, text in self.documents.items()}
        self._passage_vectors = self._embedder.embed(
            [passage.text for passage in self.index.passages],
            lambda _, done, total: progress("Embedding passages", done, total),
        )
        # At once, not one by one as ours: what a question costs is not measured here.
        vectors = self._embedder.embed_questions(questions)
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
        cosines = self._sentence_vectors @ self._vector(question)
        best = np.full(len(self.index.passages), -1.0)
        np.maximum.at(best, self._owners, cosines)
        return best

    def bm25(self, question: str) -> Scores:
        """For each passage, its BM25 score for the library's own terms, 0 if it has none."""
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
        order = (int(number) for number in np.argsort(-scores, kind="stable"))
        shown = (number for number in order if self.index.passages[number].kind != "heading")
        return [self._piece(number) for number in islice(shown, DEPTH)]

    def _vector(self, question: str) -> NDArray[np.float32]:
        known = self._vectors.get(question)
        vector: NDArray[np.float32] = (
            self._embedder.embed_questions([question])[0] if known is None else known
        )
        return vector

    def _make_piece(self, number: int) -> Piece:
        passage = self.index.passages[number]
        name = passage.document.name
        return Piece(name, passage.text, partial(words_of, passage, self.files[name]))
