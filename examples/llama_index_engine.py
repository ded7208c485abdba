"""Use the search as a retriever in a llama-index query engine.

    python examples/llama_index_engine.py "How do MSCs act on B cells?"

A `MockLLM`, which repeats its prompt, stands in for a language model: put any llama-index `LLM`
there. What such a model writes is not checked; `Assistant.ask(answers="composed")` checks it.
"""

from __future__ import annotations

import sys

from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import get_response_synthesizer

from assistant import Assistant


def main(question: str, workspace: str | None = None) -> int:
    """Print the engine's answer and its sources; returns how many there are."""
    engine = RetrieverQueryEngine(
        retriever=Assistant(workspace).retriever(limit=3),
        response_synthesizer=get_response_synthesizer(llm=MockLLM()),
    )
    response = engine.query(question)
    print(response)
    for source in response.source_nodes:
        print(f"{source.score:.2f}  {source.metadata['document']}  {source.metadata['section']}")
    return len(response.source_nodes)


if __name__ == "__main__":
    if len(sys.argv) <= 1:
        sys.exit(__doc__)  # how it is called
    main(*sys.argv[1:])
