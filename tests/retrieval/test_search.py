"""Ranking, over an index in memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.errors import UsageError
from assistant.models.embedder import Embedder
from assistant.query.question import MAX_QUESTION, clean_question
from assistant.retrieval.llama_index import retriever
from assistant.retrieval.retriever import Searcher, hit, shown
from assistant.types import Hit

DOSES = document(
    "doses.md",
    "# Doses\n\nA dose of 30 mg of exosomes was given to mice every morning.\n\n"
    "# Risks\n\nNo tumours were seen in any of the animals.\n\n"
    "# Funding\n\nThe work was paid for by a foundation. It had no say in it.\n",
    title="Doses of exosomes",
)
PIGS = document("pigs.md", "# Pigs\n\nPigs were fed with apples, and they got a dose of salt.\n")


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    embedder = HashEmbedder()
    return Searcher(MemoryIndex([DOSES, PIGS], embedder), embedder)


def search(searcher: Searcher, question: str, documents: Sequence[str] | None = None) -> list[Hit]:
    return [hit(found) for found in shown(searcher.rank(searcher.query(question), documents))]


def test_the_best_passage_comes_first(searcher: Searcher) -> None:
    found = search(searcher, "Which dose of exosomes was given to the mice?")
    assert found[0].passage.section == ("Doses",)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("question", ["dose", "tumours in animals", "who paid?", "apples", "zzz"])
def test_scores_have_a_range(searcher: Searcher, question: str) -> None:
    found = search(searcher, question)
    assert found
    for one in found:
        assert 0 <= one.score <= 1
        assert -1 <= one.cosine <= 1 + 1e-6
        assert 0 <= one.bm25 <= 1
        assert 1 <= len(one.matched) <= 3
        assert set(one.matched) <= set(one.passage.sentences)


def test_each_passage_is_found_once(searcher: Searcher) -> None:
    ids = [one.passage.id for one in search(searcher, "dose")]
    assert len(ids) == len(set(ids)) == 4


def test_results_repeat(searcher: Searcher) -> None:
    assert search(searcher, "a dose of salt") == search(searcher, "a dose of salt")


def test_the_matched_sentence_is_named_first(searcher: Searcher) -> None:
    best = search(searcher, "Had the foundation no say in it?")[0]
    assert best.passage.section == ("Funding",)
    assert best.passage.document is DOSES


@pytest.mark.parametrize(
    "sentence",
    [
        "A dose of 30 mg of exosomes was given to mice every morning.",
        "No tumours were seen in any of the animals.",
        "Pigs were fed with apples, and they got a dose of salt.",
    ],
)
def test_identical_text_scores_one(embedder: Embedder, sentence: str) -> None:
    searcher = Searcher(MemoryIndex([DOSES, PIGS], embedder), embedder)
    best, second = search(searcher, sentence)[:2]
    assert best.passage.text == sentence
    assert best.score == pytest.approx(1.0, abs=1e-4)
    assert best.cosine == pytest.approx(1.0, abs=1e-4)
    assert best.bm25 == 1.0
    assert second.score < 0.9


def test_meaning_counts_without_a_common_word(embedder: Embedder) -> None:
    searcher = Searcher(MemoryIndex([DOSES, PIGS], embedder), embedder)
    assert search(searcher, "cancer")[0].passage.section == ("Risks",)


def test_only_the_documents_asked_for(searcher: Searcher) -> None:
    for names in (["pigs.md"], ("pigs.md",), {"pigs.md"}):
        found = search(searcher, "dose of exosomes", names)  # type: ignore[arg-type]
        assert {one.passage.document.name for one in found} == {"pigs.md"}
    both = search(searcher, "dose", ["pigs.md", "doses.md"])
    assert {one.passage.document.name for one in both} == {"pigs.md", "doses.md"}
    assert search(searcher, "dose", []) == []


def test_an_unknown_document_is_named(searcher: Searcher) -> None:
    with pytest.raises(UsageError, match=r"'gone\.md'.*doses\.md, pigs\.md"):
        search(searcher, "dose", ["pigs.md", "gone.md"])


@pytest.mark.parametrize(
    ("question", "cleaned"),
    [
        ("What?", "What?"),
        ("  What \n is\tit? ", "What is it?"),
        ("What\u200b is\u202e it\x00?\x1b[31m", "What is it ? [31m"),
        ("x" * MAX_QUESTION, "x" * MAX_QUESTION),
        ("何ですか", "何ですか"),
        ("ما هو", "ما هو"),
        ("What 🤔?", "What 🤔?"),
    ],
)
def test_clean_question(question: str, cleaned: str) -> None:
    assert clean_question(question) == cleaned


@pytest.mark.parametrize(
    "question", ["", " ", "\n\t", "?!", "\x00", "\u200b", "🤔", "x" * (MAX_QUESTION + 1), "…"]
)
def test_questions_that_cannot_be_asked(question: str) -> None:
    with pytest.raises(UsageError) as caught:
        clean_question(question)
    assert "ask" in str(caught.value)


def test_a_question_that_is_too_long_says_how_long() -> None:
    with pytest.raises(UsageError, match="4,001 characters"):
        clean_question("x" * 4001)


@given(st.text(max_size=300))
def test_any_question_is_searched_or_refused(searcher_once: Searcher, question: str) -> None:
    try:
        found = search(searcher_once, question)
    except UsageError:
        assert not any(char.isalnum() and char.isprintable() for char in question)
        return
    assert all(0 <= one.score <= 1 for one in found)


@pytest.fixture(scope="session")
def searcher_once() -> Searcher:
    embedder = HashEmbedder()
    return Searcher(MemoryIndex([DOSES, PIGS], embedder), embedder)


def test_an_index_without_the_words_of_the_question(searcher: Searcher) -> None:
    assert all(one.bm25 == 0 for one in search(searcher, "zebra"))


def test_llama_index_retriever(searcher: Searcher) -> None:
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore, TextNode

    found = retriever(searcher, limit=2)
    assert isinstance(found, BaseRetriever)
    nodes = found.retrieve("Which dose of exosomes was given?")
    assert len(nodes) == 2
    expected = search(searcher, "Which dose of exosomes was given?")
    for node, one in zip(nodes, expected, strict=False):
        assert isinstance(node, NodeWithScore)
        assert isinstance(node.node, TextNode)
        assert node.score == one.score
        assert node.node.id_ == one.passage.id
        assert node.node.text == one.passage.text
        start, end = node.node.start_char_idx, node.node.end_char_idx
        assert one.passage.document.text[start:end] == node.node.text
    assert nodes[0].node.metadata == {
        "document": "doses.md",
        "title": "Doses of exosomes",
        "section": "Doses",
    }


def test_double_and_vectors_agree() -> None:
    index = MemoryIndex([DOSES, PIGS], HashEmbedder())
    assert np.allclose(np.linalg.norm(index.vectors, axis=1), 1, atol=1e-5)
    assert len(index.sentences) == len(index.vectors)
