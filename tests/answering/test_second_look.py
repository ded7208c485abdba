from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from assistant.answering.answer_type import wanted
from assistant.answering.scoring import BETWEEN, Evidence, gather, in_context
from memory_index import HashEmbedder, MemoryIndex, document
from numpy.typing import NDArray

from assistant.answering.pipeline import QuotedAnswerer
from assistant.answering.rerank import second_look
from assistant.retrieval.retriever import Searcher

QUESTION = "Which dose was given to the mice?"
TEXT = """# Doses

The dose given to the mice was written down. They got 30 mg. Nobody asked which dose was best.

# Risks

No tumours were seen in any of the mice.
"""


class Liking:
    """Scores a text by whether its sentence holds some words, and keeps what it was asked."""

    def __init__(self, words: str, least: float = -9.0, most: float = 9.0) -> None:
        self.asked: list[tuple[str, str]] = []
        self._words = words
        self._range = least, most

    def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        self.asked += pairs
        held = [self._words in text.split(BETWEEN)[0] for _, text in pairs]
        return np.array([self._range[one] for one in held], dtype=np.float32)


def searcher(encoder: Liking | None = None) -> Searcher:
    embedder = HashEmbedder()
    return Searcher(MemoryIndex([document("a.md", TEXT)], embedder), embedder, encoder)


@pytest.fixture(scope="module")
def evidence() -> list[Evidence]:
    one = searcher()
    query = one.query(QUESTION)
    return gather(one.rank(query), one.lexicon, query, wanted(query.text))


def test_a_sentence_is_read_under_its_heading(evidence: list[Evidence]) -> None:
    texts = {one.text: in_context(one.passage, one.span) for one in evidence}
    assert texts["No tumours were seen in any of the mice."].split(BETWEEN) == [
        "No tumours were seen in any of the mice.",
        "Risks",
    ]


def test_a_sentence_that_leans_is_read_with_the_one_before(evidence: list[Evidence]) -> None:
    texts = {one.text: in_context(one.passage, one.span) for one in evidence}
    assert texts["They got 30 mg."].split(BETWEEN) == [
        "They got 30 mg.",
        "Doses",
        "The dose given to the mice was written down.",
    ]


def test_what_reads_well_comes_first(evidence: list[Evidence]) -> None:
    assert evidence[0].text != "They got 30 mg."
    again = second_look(evidence, QUESTION, Liking("30 mg"), weight=5.0)
    assert again[0].text == "They got 30 mg."
    assert {one.text for one in again} == {one.text for one in evidence}
    scores = [one.score for one in again]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_only_the_best_are_read(evidence: list[Evidence]) -> None:
    encoder = Liking("mice")
    again = second_look(evidence, QUESTION, encoder, sentences=2)
    assert [text.split(BETWEEN)[0] for _, text in encoder.asked] == [
        one.text for one in evidence[:2]
    ]
    assert len(again) == len(evidence)


def test_extreme_scores_are_no_error(evidence: list[Evidence]) -> None:
    again = second_look(evidence, QUESTION, Liking("30 mg", -1e30, 1e30))
    assert all(0 <= one.score <= 1 for one in again)


def test_no_evidence_stays_none() -> None:
    assert second_look([], QUESTION, Liking("")) == []


def test_answering_reads_where_there_is_something_that_reads() -> None:
    encoder = Liking("30 mg")
    QuotedAnswerer(searcher(encoder), threshold=0.0).answer(QUESTION, QUESTION)
    assert {question for question, _ in encoder.asked} == {QUESTION}
