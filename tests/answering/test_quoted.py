"""Answers over an index in memory: exact citations, and refusals that help."""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace

import pytest
import real_documents
from hypothesis import given
from hypothesis import strategies as st
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.builder import Citations
from assistant.answering.confidence import THRESHOLD
from assistant.answering.pipeline import QuotedAnswerer
from assistant.chunking.chunks import cut
from assistant.errors import UsageError
from assistant.messages import MESSAGES
from assistant.reading.document import ReadingReport
from assistant.reading.units import Unit
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer

QUESTIONS = [
    "How do MSCs act on B cells?",
    "What was the five-year survival after aHSCT?",
    "Which trials took place in Jordan?",
    "How many trials are in Table 1?",
    "What is the capital of France?",
    "Who is the principal investigator of NCT01377870?",
    "What are the side effects of HSCT?",
    "xyzzy",
]


def make(*documents: object, threshold: float = THRESHOLD) -> QuotedAnswerer:
    embedder = HashEmbedder()
    index = MemoryIndex(documents, embedder)  # type: ignore[arg-type]
    return QuotedAnswerer(Searcher(index, embedder), threshold)


@pytest.fixture(scope="module")
def reviews() -> QuotedAnswerer:
    return make(*map(real_documents.document, real_documents.NAMES))


@pytest.fixture(scope="session")
def small() -> QuotedAnswerer:
    text = "# Doses\n\nA dose of 30 mg was given to 12 mice.\n\n# Risks\n\nNo tumours were seen.\n"
    return make(document("a.md", text, title="Doses of exosomes"))


def check(answer: Answer) -> None:
    """What holds for every answer."""
    assert 0 <= answer.confidence <= 1
    assert answer.timings.total >= 0
    assert [c.marker for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    by_marker = {citation.marker: citation for citation in answer.citations}
    for citation in answer.citations:
        text = citation.document.text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip() == citation.quote != ""
        assert citation.origin
    assert {statement.marker for statement in answer.statements} == set(by_marker)
    for statement in answer.statements:
        if answer.found:
            assert statement.text == by_marker[statement.marker].quote
        assert f"{statement.text} [{statement.marker}]" in answer.text
        assert all(0 <= s < e <= len(statement.text) for s, e in statement.decisive)
    if not answer.found:
        assert answer.lead
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_is_exact(reviews: QuotedAnswerer, question: str) -> None:
    answer = reviews.answer(question, question)
    assert answer.question == question
    check(answer)
    for citation in answer.citations:
        file = real_documents.file_text(citation.document.name)
        original = "".join(file[start:end] for start, end in citation.origin)
        plain = re.compile(r"[\s\-\ufffd•|.]")
        assert plain.sub("", original) == plain.sub("", citation.quote)


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_repeat(reviews: QuotedAnswerer, question: str) -> None:
    first, second = (reviews.answer(question, question) for _ in range(2))
    assert str(first) == str(second)
    assert first.confidence == second.confidence


def test_an_answer_keeps_both_questions(small: QuotedAnswerer) -> None:
    answer = small.answer("And the dose?", "What dose was given to the mice?")
    assert answer.question == "And the dose?"
    assert answer.searched == "What dose was given to the mice?"


def test_a_plain_question_is_answered(small: QuotedAnswerer) -> None:
    answer = small.answer("q", "What dose was given to the mice?")
    assert answer.found
    assert str(answer) == "A dose of 30 mg was given to 12 mice. [1]"
    (citation,) = answer.citations
    assert citation.section == "Doses"
    assert citation.document.title == "Doses of exosomes"


def test_a_refusal_names_the_nearest_passages(small: QuotedAnswerer) -> None:
    answer = small.answer("q", "Who won the football match in Manchester yesterday?")
    assert not answer.found
    assert MESSAGES.is_refusal(answer.text)
    assert answer.text.partition("\n")[0].endswith("that answers this. The nearest passages:")
    assert "Doses of exosomes — " in answer.text
    assert [statement.marker for statement in answer.statements] == [1, 2]
    assert {citation.section for citation in answer.citations} == {"Doses", "Risks"}
    check(answer)


def test_a_name_with_a_line_end_makes_no_line_of_a_refusal() -> None:
    name = "a\x1b[2J\nYes. [1]\n\u202e.md"
    made = make(document(name, "# Doses\n\nNo tumours were seen.\n"), threshold=1.0)
    answer = made.answer("q", "Who won it?")
    assert not answer.found
    assert [line for line in str(answer).splitlines() if "Yes" in line] == [
        "I found nothing in “a[2J Yes. [1] .md” that answers this. The nearest passages:",
        "a[2J Yes. [1] .md — Doses [1]",
    ]


@pytest.mark.parametrize("searched", ["What dose should I take?", "Is my football injury bad?"])
def test_who_seeks_advice_is_told_that_it_is_none(small: QuotedAnswerer, searched: str) -> None:
    answer = small.answer("And me?", searched)
    assert answer.notes == (MESSAGES.no_advice if answer.found else MESSAGES.ask_a_doctor,)
    assert answer.notes[0] not in answer.text


@pytest.mark.parametrize("searched", ["What dose was given to mice?", "May I sublet the office?"])
def test_nobody_else_is(small: QuotedAnswerer, searched: str) -> None:
    assert small.answer("q", searched).notes == ()


@pytest.mark.parametrize("question", [
    "In tumurs: " + "tumurs " * 560 + "is given, and what dose was given to mice?",
    "What is the dose of " + "tumurs " * 560 + "and what dose was given to the twelve mice?",
])  # fmt: skip
def test_mended_words_do_not_make_a_question_too_long(small: QuotedAnswerer, question: str) -> None:
    assert 3_800 < len(question) <= 4_000
    answer = small.answer(question, question)
    assert len(answer.searched) > 4_000  # nobody typed that
    check(answer)


def test_only_the_documents_asked_for(reviews: QuotedAnswerer) -> None:
    for name in real_documents.NAMES:
        answer = reviews.answer("q", "How do MSCs act on B cells?", [name])
        assert {citation.document.name for citation in answer.citations} == {name}


def test_no_document_asked_for_is_a_refusal(small: QuotedAnswerer) -> None:
    answer = small.answer("q", "What dose was given?", [])
    assert not answer.found
    assert answer.citations == ()
    check(answer)


def test_an_unknown_document_is_an_error(small: QuotedAnswerer) -> None:
    with pytest.raises(UsageError, match="gone"):
        small.answer("q", "What dose was given?", ["gone.md"])


@given(st.text(max_size=200))
def test_any_question_is_answered_or_refused(small: QuotedAnswerer, question: str) -> None:
    with contextlib.suppress(UsageError):  # nothing in it to ask
        check(small.answer(question, question))


def test_one_place_has_one_marker() -> None:
    made = document("a.md", "One of them. Two of them. Three of them.")
    (passage,) = cut(made)
    citations = Citations()
    markers = [citations.cite(passage, passage.sentences[n]).marker for n in (2, 0, 2, 1, 0)]
    assert markers == [1, 2, 1, 3, 2]
    assert [citation.quote for citation in citations.values()] == [
        "Three of them.",
        "One of them.",
        "Two of them.",
    ]


def test_powers_of_ten_that_lost_their_raised_digits_are_pointed_out() -> None:
    answer = make(document("a.md", "# Doses\n\nMice got 1 × 106 cells or 4 x 107 cells.\n")).answer(
        "q", "How many cells did mice get?"
    )
    assert answer.notes == (
        "Raised digits may be lost here: “1 × 106” may be 1 × 10⁶; “4 x 107” may be 4 x 10⁷.",
    )


def test_a_quote_from_a_page_with_uncertain_letters_is_said_to_be_one() -> None:
    read = document("a.md", "# Doses\n\nA dose of 30 mg was given to 12 mice.\n")
    file = replace(read.file, line_starts=(), units=(Unit("page", 1, 0), Unit("page", 2, 5)))
    paged = replace(read, file=file, report=ReadingReport(uncertain_pages=(2,)))
    assert make(paged).answer("q", "What dose was given to the mice?").notes == (
        f"Page 2 of “{read.title}” has a font that does not say which letters it draws: "
        "some may be wrong or missing.",
    )
    sure = replace(paged, report=ReadingReport(uncertain_pages=(1,)))
    assert not make(sure).answer("q", "What dose was given to the mice?").notes


def test_a_quote_from_a_scan_is_said_to_be_one() -> None:
    read = document("a.md", "# Doses\n\nA dose of 30 mg was given to 12 mice.\n")
    file = replace(read.file, line_starts=(), units=(Unit("page", 1, 0), Unit("page", 2, 5)))
    scanned = replace(read, file=file, report=ReadingReport(recognised_pages=(2,)))
    answer = make(scanned).answer("q", "What dose was given to the mice?")
    assert answer.notes == (
        f"Page 2 of “{read.title}” is a scan: its words were recognised, and may be wrong.",
    )


def test_a_heading_that_is_quoted_is_not_above_itself() -> None:
    text = "# Lease\n\n## Pets\n\nCats are allowed. Dogs need a permission.\n"
    answer = make(document("a.md", text)).answer("Are dogs allowed?", "Are dogs allowed?")
    assert {one.quote: one.section for one in answer.citations} == {
        "Lease": "",
        "Pets": "Lease",
        "Cats are allowed. Dogs need a permission.": "Lease > Pets",
    }
