"""Our search as a llama-index retriever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.chunking.chunks import Passage
from assistant.retrieval.retriever import Searcher, hit, shown
from assistant.types import Hit

if TYPE_CHECKING:
    from llama_index.core.retrievers import BaseRetriever

_UNREAD = ["place", "file_sha256"]  # for people; a model that reads a node has no use of them


def retriever(searcher: Searcher, limit: int = 5) -> BaseRetriever:
    """A llama-index retriever over an index; usable in any of its query or chat engines.

    Its nodes carry `document`, `title`, `section`, and as far as they are known `place` (the lines
    and characters of the file, in words) and `file_sha256` as metadata. `start_char_idx` and
    `end_char_idx` count characters of the document's text, as llama-index has it, not of the file.
    """
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

    class HybridRetriever(BaseRetriever):
        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            query = searcher.query(query_bundle.query_str)
            found = [hit(ranked) for ranked in shown(searcher.rank(query))[:limit]]
            return [NodeWithScore(node=_node(one), score=one.score) for one in found]

    def _node(found: Hit) -> TextNode:
        passage = found.passage
        return TextNode(
            id_=passage.id,
            text=passage.text,
            start_char_idx=passage.start,
            end_char_idx=passage.end,
            metadata={
                "document": passage.document.name,
                "title": passage.document.title,
                "section": " > ".join(passage.section),
                **_of_the_file(passage),
            },
            excluded_embed_metadata_keys=_UNREAD,
            excluded_llm_metadata_keys=_UNREAD,
        )

    return HybridRetriever()


def _of_the_file(passage: Passage) -> dict[str, str]:
    if passage.place is None:
        return {}
    return {"place": str(passage.place), "file_sha256": passage.document.file.sha256}
