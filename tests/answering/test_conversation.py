"""A message of one question or several, alone or in a talk."""

from __future__ import annotations

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.conversation import Conversation
from assistant.answering.pipeline import QuotedAnswerer
from assistant.retrieval.retriever import Searcher
from assistant.types import Turn

TEXT = """# The lido

The lido opens at nine on all days but Monday.

The lido was built in 1931 by the architect Ruth Adeyemi.

A towel costs two pounds at the kiosk.
"""


@pytest.fixture(scope="module")
def conversation() -> Conversation:
    embedder = HashEmbedder()
    searcher = Searcher(MemoryIndex([document("lido.md", TEXT)], embedder), embedder)
    return Conversation(searcher, QuotedAnswerer(searcher, threshold=0.0))


def test_each_question_of_a_message_is_answered(conversation: Conversation) -> None:
    message = "When does the lido open, and what does a towel cost?"
    answer = conversation.answer(message, ())
    assert answer.question == message
    assert "opens at nine" in answer.text
    assert "two pounds" in answer.text
    assert "“When does the lido open?”" in answer.lead
    assert "“What does a towel cost?”" in answer.lead
    assert [one.marker for one in answer.citations] == list(range(1, len(answer.citations) + 1))
    texts = {one.marker: one.quote for one in answer.citations}
    assert all(texts[said.marker] == said.text for said in answer.statements)


def test_what_finds_nothing_is_said(conversation: Conversation) -> None:
    strict = Conversation(
        conversation.searcher, QuotedAnswerer(conversation.searcher, threshold=0.3)
    )
    answer = strict.answer("When does the lido open, and who plays Beethoven on Thursdays?", ())
    assert answer.found
    assert any("Who plays Beethoven on Thursdays?" in note for note in answer.notes)


def test_a_follow_up_leans_on_the_talk(conversation: Conversation) -> None:
    answer = conversation.answer(
        "And who built it?", [Turn("When does the lido open?", "At nine.")]
    )
    assert "lido" in " ".join(answer.about)
