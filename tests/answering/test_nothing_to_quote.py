"""Documents in which there is nothing to quote: questions alone, a title alone, signs alone."""

from __future__ import annotations

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.pipeline import QuotedAnswerer
from assistant.retrieval.retriever import Searcher


@pytest.mark.parametrize(
    "text",
    [
        "# Where does the ferry stop?\n",
        "Where does the ferry stop?\n\nWhen does it leave?\n",
        "# Ferries\n",
        "# Ferries\n\n## +\n\n- +\n",
        "# Ferries\n\n## C+\n\nWhere does the ferry stop?\n",
    ],
)
@pytest.mark.parametrize("question", ["Where does the ferry stop?", "Section on ferries + C+?"])
def test_the_question_is_refused_without_an_error(text: str, question: str) -> None:
    embedder = HashEmbedder()
    index = MemoryIndex([document("ferries.md", text)], embedder)
    answer = QuotedAnswerer(Searcher(index, embedder), threshold=0.0).answer(question, question)
    assert not any(statement.text.endswith("?") for statement in answer.statements if answer.found)
