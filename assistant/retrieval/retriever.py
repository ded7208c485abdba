"""Search an opened index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.chunking.chunks import Passage, PassageKind
from assistant.errors import UsageError
from assistant.nlp.lexicon import Lexicon, Query
from assistant.query.question import clean_question
from assistant.reading.document import Document
from assistant.retrieval.ranking import NOWHERE, RankedPassage, Searchable, rank
from assistant.types import Hit


class Embeds(Protocol):
    """What searching needs of an embedding model; see `assistant.models.embedder.Embedder`."""

    def embed(self, texts: list[str]) -> NDArray[np.float32]:
        """Shape (texts, dimension), rows of length 1."""

    def embed_questions(self, texts: list[str]) -> NDArray[np.float32]:
        """The same of questions, which some models embed in another way."""

    @property
    def fingerprint(self) -> str:
        """Equal where vectors can be compared."""

    @property
    def vocabulary(self) -> frozenset[str]:
        """Ordinary words of the language."""


class Reads(Protocol):
    """What answering needs of a cross-encoder; see `assistant.models.reranker`."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """A score for each (question, text), in log-odds; more is better."""


class SearchableIndex(Searchable, Protocol):
    """A searchable index that knows its documents."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """Sorted by name."""

    def passages_of(self, document: str) -> Sequence[Passage]:
        """Those of a document, in order; none of one that is not there."""

    def count_of(self, kind: PassageKind) -> int:
        """How many passages of that kind there are."""

    def of_kind(
        self, kind: PassageKind, documents: Collection[str] | None = None
    ) -> Iterator[Passage]:
        """Those of that kind, document by document; of these documents only, if given."""

    def vectors_of(self, sentences: Sequence[tuple[str, int]]) -> NDArray[np.float32]:
        """Of sentences: the id of the passage, and which of its sentences it is."""


class Searcher:
    """Searches one generation of the index. Safe to use from several threads.

    encoder: reads what was found together with the question, for who answers; None: nothing does.
    """

    def __init__(
        self, index: SearchableIndex, embedder: Embeds, encoder: Reads | None = None
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.encoder = encoder
        self.lexicon = Lexicon.of(index.statistics, embedder.vocabulary)

    def require(self, documents: Iterable[str]) -> None:
        """Raise UsageError unless there are documents of all these names."""
        known = {document.name for document in self.index.documents}
        if unknown := sorted(set(documents) - known):
            names = ", ".join(sorted(known))
            raise UsageError(f"No document {unknown[0]!r} in the index; there are: {names}.")

    def query(self, question: str) -> Query:
        """Check and prepare a question.

        Raises:
            UsageError: it is empty, or longer than `MAX_QUESTION` characters.
        """
        return self.lexicon.query(clean_question(question))

    def rank(
        self,
        query: Query,
        documents: Iterable[str] | None = None,
        near: Mapping[int, float] = NOWHERE,
        vector: NDArray[np.float32] | None = None,
    ) -> list[RankedPassage]:
        """All candidate passages, best first.

        documents: names of documents; only their passages are searched.
        near:      passage number to what its score is raised by, in [0, 1].
        vector:    of the query, if it is known already; see `vector`.

        Raises:
            UsageError: there is no document of such a name.
        """
        if documents is not None:
            documents = list(documents)
            self.require(documents)
        if vector is None:
            vector = self.vector(query)
        return rank(self.index, self.lexicon, query, vector, documents, near)

    def vector(self, query: Query) -> NDArray[np.float32]:
        """What the query means: shape (dimension,), of length 1."""
        vector: NDArray[np.float32] = self.embedder.embed_questions([query.text])[0]
        return vector


def shown(ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
    """Those that are shown as found: no headings, unless nothing else is there.

    A heading decides what answers, and is read with what stands under it.
    """
    return [one for one in ranked if one.passage.kind != "heading"] or list(ranked)


def hit(ranked: RankedPassage) -> Hit:
    """The public form of a ranked passage."""
    return Hit(ranked.passage, round(ranked.score, 6), ranked.cosine, ranked.bm25, ranked.matched)
