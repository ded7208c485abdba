"""llama-index's `VectorStoreIndex` over Chroma in a folder, as its documentation sets it up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any, cast

import chromadb
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.node_parser import NodeParser
from llama_index.core.node_parser.node_utils import build_nodes_from_splits
from llama_index.core.schema import BaseNode
from llama_index.core.vector_stores.types import VectorStoreQuery
from llama_index.vector_stores.chroma import ChromaVectorStore

from evals.beside.given import Article, Articles, GivenVectors

_TEN = 10
_BATCH = 1_000  # texts embedded at once; its default of 10 is meant for services


class _Embedding(BaseEmbedding):
    """The vectors that are given, as lists of numbers, as its other models give them."""

    _vectors: GivenVectors = PrivateAttr()

    def __init__(self, vectors: GivenVectors) -> None:
        super().__init__(model_name="given", embed_batch_size=_BATCH)
        self._vectors = vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = self._vectors.embed(texts).tolist()
        return found

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


class _Sentences(NodeParser):
    """A node for each of our sentences. Its own `SentenceSplitter` makes chunks of 1,024 tokens, a
    thirtieth as many vectors: less to store, and another thing to find.
    """

    _cut: dict[str, Article] = PrivateAttr(default_factory=dict)

    def learn(self, name: str, article: Article) -> Document:
        """How a document is cut; what is given to the index."""
        self._cut[name] = article
        return Document(id_=name, text=article.text)

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **_: object
    ) -> list[BaseNode]:
        found: list[BaseNode] = []
        for node in nodes:
            found += build_nodes_from_splits(list(self._cut[node.node_id].sentences), node)
        return found


class Index:
    """A persistent client of Chroma with one collection, everything else by default."""

    reading = 0.0  # sentences are given

    def __init__(self, folder: Path, vectors: GivenVectors) -> None:
        self._folder, self._model, self._parser = folder, _Embedding(vectors), _Sentences()
        self._index: VectorStoreIndex | None = None
        self._store: ChromaVectorStore | None = None

    def store(self, articles: Articles) -> None:
        """`from_documents`."""
        context = StorageContext.from_defaults(vector_store=self._opened())
        self._index = VectorStoreIndex.from_documents(
            [self._parser.learn(*item) for item in articles.items()],
            storage_context=context,
            embed_model=self._model,
            transformations=[self._parser],
        )

    def open(self) -> None:
        """`from_vector_store`."""
        self._index = VectorStoreIndex.from_vector_store(
            self._opened(), embed_model=self._model, transformations=[self._parser]
        )

    def add(self, name: str, article: Article) -> None:
        """`insert`."""
        self._open.insert(self._parser.learn(name, article))

    def change(self, name: str, article: Article) -> None:
        """`update_ref_doc`."""
        self._open.update_ref_doc(self._parser.learn(name, article))

    def remove(self, name: str) -> None:
        """`delete_ref_doc`."""
        self._open.delete_ref_doc(name)

    def search(self, question: str) -> int:
        """Its retriever, which goes by vectors alone."""
        return len(self._open.as_retriever(similarity_top_k=_TEN).retrieve(question))

    def nearest(self, text: str, limit: int) -> Sequence[Hashable]:
        """The vector store's own query."""
        vector = self._model.get_query_embedding(text)
        query = VectorStoreQuery(query_embedding=vector, similarity_top_k=limit)
        return [cast(Any, node).text for node in self._opened_store.query(query).nodes or ()]

    def texts(self, found: Sequence[Hashable]) -> list[str]:
        """Read with them."""
        return [str(text) for text in found]

    def held(self) -> dict[str, int]:
        """By the metadata that it keeps."""
        rows = self._opened_store.client.get(include=["metadatas"])["metadatas"]
        return dict(Counter(row["document_id"] for row in rows))

    def is_told(self) -> bool | None:
        """There is no such thing."""
        return None

    def _opened(self) -> ChromaVectorStore:
        SharedSystemClient.clear_system_cache()  # else it stays the same one
        settings = Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(str(self._folder), settings)
        self._store = ChromaVectorStore(client.get_or_create_collection("documents"))
        return self._store

    @property
    def _open(self) -> VectorStoreIndex:
        return cast(VectorStoreIndex, self._index)

    @property
    def _opened_store(self) -> ChromaVectorStore:
        return cast(ChromaVectorStore, self._store)
