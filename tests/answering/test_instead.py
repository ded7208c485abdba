"""A refusal says what is not in the documents, where code can tell."""

from __future__ import annotations

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import ENGLISH
from assistant.retrieval.retriever import Searcher

TEXT = """# Doses

Prednisone was given to twelve mice. The mice were observed by trained staff.

# Risks

No tumours were seen in the mice that were given prednisone.
"""


def test_a_refusal_does_not_deny_the_doses_of_other_trades() -> None:
    text = "# Meadow\n\nThe meadow gets 50 kilos of lime per hectare in March.\n"
    embedder = HashEmbedder()
    searcher = Searcher(MemoryIndex([document("a.md", text)], embedder), embedder)
    question = "What dose of lime does the meadow get?"
    answer = QuotedAnswerer(searcher, threshold=1.0).answer(question, question)
    assert answer.lead == ENGLISH.refusal


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        (
            "Was natalizumab given to the mice?",
            ENGLISH.refusal_unknown.format(words="“natalizumab”"),
        ),
        (
            "What dose of prednisone was given to the mice?",
            ENGLISH.refusal_lacking.format(kind=ENGLISH.kind_dose),
        ),
        ("Why was prednisone given to the mice?", ENGLISH.refusal),
    ],
)
def test_a_refusal_says_what_is_missing(question: str, lead: str) -> None:
    embedder = HashEmbedder()
    searcher = Searcher(MemoryIndex([document("a.md", TEXT)], embedder), embedder)
    answer = QuotedAnswerer(searcher, threshold=1.0).answer(question, question)
    assert not answer.found
    assert answer.lead == lead
    assert answer.lead.startswith(ENGLISH.refusals)
    assert answer.citations
