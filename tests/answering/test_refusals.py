"""What a refusal says: who was asked, and what is nearest."""

from __future__ import annotations

import pytest
from evidence_samples import searcher
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MESSAGES
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
    assert answer.lead == MESSAGES.refusal.format(asked=MESSAGES.who_was_asked(["a.md"], 0))


@pytest.mark.parametrize(
    "question",
    ["Was natalizumab given to the mice?", "Why was prednisone given to the mice?"],
)
def test_a_refusal_names_who_was_asked_and_the_nearest_passages(question: str) -> None:
    embedder = HashEmbedder()
    searcher = Searcher(MemoryIndex([document("a.md", TEXT)], embedder), embedder)
    answer = QuotedAnswerer(searcher, threshold=1.0).answer(question, question)
    assert not answer.found
    assert answer.lead == MESSAGES.refusal.format(asked=MESSAGES.who_was_asked(["a.md"], 0))
    assert MESSAGES.is_refusal(answer.lead)
    assert {citation.section for citation in answer.citations} == {"Doses", "Risks"}


def test_where_only_some_documents_were_asked_a_refusal_says_so() -> None:
    embedder = HashEmbedder()
    texts = {"lease.md": "# Lease\n\nThe rent is due.\n", "a.md": TEXT, "b.md": TEXT}
    index = MemoryIndex([document(name, text) for name, text in texts.items()], embedder)
    answerer = QuotedAnswerer(Searcher(index, embedder), threshold=1.0)
    question = "Why was prednisone given to the mice?"
    of_one = answerer.answer(question, question, ["lease.md"])
    asked = MESSAGES.who_was_asked(["lease.md"], 2)
    assert asked.endswith("(2 other documents were not asked)")
    assert of_one.lead.startswith(asked)
    assert of_one.not_asked == 2
    of_all = answerer.answer(question, question, list(texts))
    assert of_all.lead.startswith(MESSAGES.who_was_asked(list(texts), 0))
    assert of_all.not_asked == 0


POOLS = (
    "# North Pool\n\n## Lockers\n\nLockers are cleared in September.\n",
    "# South Pool\n\n## Water\n\nThe water has 25 degrees.\n",
)


def test_a_refusal_names_what_was_searched_and_each_title_once() -> None:
    refusing = QuotedAnswerer(searcher(*POOLS), threshold=1.0)
    question = "When are the lockers cleared in the South Pool?"
    answer = refusing.answer(question, question)
    assert answer.lead.startswith(MESSAGES.who_was_asked(["South Pool"], 1))
    assert answer.not_asked == 0
    assert [one.text for one in answer.statements] == ["South Pool — Water"]
