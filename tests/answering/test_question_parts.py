"""Questions of several parts, about each document, and for all of something."""

from __future__ import annotations

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MESSAGES
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer

WHALES = (
    "# Whales\n\nBlue whales sing at night. Their milk is rich in fat.\n\n## Studies of song\n\n"
    "Berg et al. heard whales sing. Moore et al. heard nothing. Others slept.\n\n"
    "## Dangers\n\nThe dangers of the sea include:\n\n- nets of fishers\n- loud ships\n"
)
SEALS = "# Seals\n\nGrey seals bark all day. Seals also sing at night, but not as whales do.\n"


@pytest.fixture(scope="module")
def sea() -> QuotedAnswerer:
    embedder = HashEmbedder()
    made = (document("seals.md", SEALS), document("whales.md", WHALES))
    return QuotedAnswerer(Searcher(MemoryIndex(made, embedder), embedder), threshold=0.0)


def ask(asked: QuotedAnswerer, question: str) -> Answer:
    return asked.answer(question, question)


def texts(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def test_each_part_is_answered(sea: QuotedAnswerer) -> None:
    answer = ask(sea, "What is the milk of whales rich in, and when do grey seals bark loudly?")
    assert {"Their milk is rich in fat.", "Grey seals bark all day."} <= set(texts(answer))


def test_each_document_is_quoted(sea: QuotedAnswerer) -> None:
    answer = ask(sea, "Who sings at night in the two papers?")
    assert answer.lead == MESSAGES.by_document
    assert {citation.document.name for citation in answer.citations} == {"seals.md", "whales.md"}


def test_all_studies_of_a_section(sea: QuotedAnswerer) -> None:
    question = "Whose studies are cited in the section on studies of song? Name all of them."
    assert texts(ask(sea, question)) == [
        "Berg et al. heard whales sing.",
        "Moore et al. heard nothing.",
    ]


def test_the_items_of_a_list(sea: QuotedAnswerer) -> None:
    answer = ask(sea, "The bulleted list of dangers of the sea: what are all of them?")
    assert [text.lstrip("- ") for text in texts(answer)][1:] == ["nets of fishers", "loud ships"]
