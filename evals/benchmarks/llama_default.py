"""llama-index's vector index as it ships, but with our embedding model.

Its SentenceSplitter cuts into chunks of 1,024 tokens that overlap by 20; a chunk is one vector, of
its first 256 tokens, which is all that MiniLM reads. Nothing of llama-index's global `Settings` is
used: it would reach for OpenAI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from assistant.models.embedder import Embedder
from assistant.progress import Progress, silent
from evals.benchmarks.pieces import DEPTH, Piece, Ranker
from evals.benchmarks.reading_effort import FileWords, words_of_excerpt

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
