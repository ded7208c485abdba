"""Questions of the documents' own, of headings, definitions and cells; what reads badly is none."""

from __future__ import annotations

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.retrieval.retriever import Searcher
from assistant.suggestions.maker import Maker
from assistant.suggestions.questions import Wording, is_question, noun_phrase

LEASE = Wording(
    "The rent is due on the first day, and the deposit is held by a bank. Notice of repairs is "
    "given in writing, and the waiting list is kept by Ms Ruiz of Leeds. A claim for damage to "
    "the roof is made at once, before you check the roof. The Tenant pays for insurance."
)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("2. RENT", "the rent"),
        ("Repairs", "repairs"),
        ("3.1 Waiting list", "the waiting list"),
        ("Insurance", "insurance"),
        ("Tenant", "the Tenant"),
        ("Leeds", "Leeds"),
        ("Check the roof", ""),
        ("A deposit for the roof", ""),
        ("Introduction", ""),
        ("Table 1", ""),
        ("2.3.1 (2025-06-02)", ""),
        ("Wales", ""),  # the text does not show what it is
        ("", ""),
    ],
)
def test_a_heading_is_asked_about_if_the_text_uses_it_as_a_noun(
    heading: str, expected: str
) -> None:
    assert noun_phrase(heading, LEASE) == expected


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("How do I get a refund?", True),
        ("Ist der Fahrschein übertragbar?", True),
        ("Where do I buy one?", False),
        ("And my dog?", False),
        ("What? Why not today?", False),
        ("“Will she come tomorrow?”", False),
        ("Refunds of tickets", False),
    ],
)
def test_a_question_stands_by_itself(text: str, *, asks: bool) -> None:
    assert is_question(text) is asks


def _made(text: str) -> dict[str, str]:
    embedder = HashEmbedder()
    searcher = Searcher(MemoryIndex([document("a.md", text)], embedder), embedder)
    return {one.question: one.kind for one in Maker(searcher).of_document("a.md")}


def test_questions_of_a_document_are_kept() -> None:
    text = (
        "# Lido\n\n## May children swim alone?\n\nFrom the age of ten.\n\n"
        "Q: When does the lido open?\n\nA: At nine.\n"
    )
    made = _made(text)
    assert made["May children swim alone?"] == made["When does the lido open?"] == "asked"


def test_a_single_question_inside_a_story_is_none() -> None:
    assert not _made("# A tale\n\nWho had shut the gate? Nobody in the village knew.\n")


def test_what_is_defined_is_asked_for() -> None:
    text = (
        "# Winter on the ice\n\nA hydrocopter is a sledge that is driven by a propeller. "
        "Hydrocopters run in winter, and a hydrocopter needs ice.\n\n"
        "It is a boat that sinks. The aim is a plan that works.\n"
    )
    assert _made(text) == {"What is a hydrocopter?": "definition"}


def test_abbreviations_and_terms_that_are_set_out_are_asked_for() -> None:
    text = (
        "# Lease\n\nThe Residents Parking Scheme (RPS) covers the yard.\n\n"
        "“Quiet hours” means the time from ten to six.\n"
    )
    assert set(_made(text)) == {"What does RPS stand for?", "What does “Quiet hours” mean?"}
