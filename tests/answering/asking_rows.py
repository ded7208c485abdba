"""Answers about documents, found without a model."""

from __future__ import annotations

from memory_index import HashEmbedder, MemoryIndex

from assistant.answering.pipeline import QuotedAnswerer
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer


def answerer(*documents: object) -> QuotedAnswerer:
    embedder = HashEmbedder()
    return QuotedAnswerer(Searcher(MemoryIndex(documents, embedder), embedder))  # type: ignore[arg-type]


def ask(asked: QuotedAnswerer, question: str) -> Answer:
    return asked.answer(question, question)


def begins(answer: Answer) -> list[str]:
    """The first cell of each row that an answer quotes."""
    assert answer.found
    return [statement.text.split(" | ")[0] for statement in answer.statements]
