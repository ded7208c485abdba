"""Ordering evidence again by what a cross-encoder says of it."""

from __future__ import annotations

import pytest
from evidence_samples import Liking, answerer, searcher

from assistant.answering.evidence import BETWEEN, Evidence, gather
from assistant.answering.rerank import second_look
from assistant.nlp.kinds import kind_of

QUESTION = "Which dose was given to the mice?"
TEXT = """# Doses

The dose given to the mice was written down. They got 30 mg. Nobody asked which dose was best.

# Risks

No tumours were seen in any of the mice.
"""


@pytest.fixture(scope="module")
def evidence() -> list[Evidence]:
    one = searcher(TEXT)
    query = one.query(QUESTION)
    return gather(one.rank(query), one.lexicon, query, kind_of(query.text))


def test_what_reads_well_comes_first(evidence: list[Evidence]) -> None:
    assert evidence[0].text != "They got 30 mg."
    again = second_look(evidence, QUESTION, Liking("30 mg"))
    assert again[0].text == "They got 30 mg."
    assert again[0].read == 9.0
    assert {one.text for one in again} == {one.text for one in evidence}
    scores = [one.score for one in again]
    assert scores == sorted(scores, reverse=True)


def test_only_the_best_are_read_and_kept(evidence: list[Evidence]) -> None:
    encoder = Liking("mice")
    again = second_look(evidence, QUESTION, encoder, sentences=2)
    read = [one.text for one in evidence[:2]]
    assert [text.split(BETWEEN)[0] for _, text in encoder.asked] == read
    assert {one.text for one in again} == set(read)


def test_no_evidence_stays_none() -> None:
    assert second_look([], QUESTION, Liking("")) == []


def test_answering_reads_where_there_is_something_that_reads() -> None:
    encoder = Liking("30 mg")
    answer = answerer(TEXT, encoder=encoder).answer(QUESTION, QUESTION)
    assert {question for question, _ in encoder.asked} == {QUESTION}
    assert "30 mg" in answer.statements[0].text


TERMS = {"Alder": 30, "Birch": 90}


def test_of_each_of_several_documents_is_read_what_is_asked_of_it() -> None:
    encoder = Liking("notice period")
    leases = [f"# {name} lease\n\nThe notice period is {n} days." for name, n in TERMS.items()]
    asked = "How does the notice period differ between the Alder and the Birch lease?"
    answer = answerer(*leases, encoder=encoder).answer(asked, asked)
    assert not any(name in question for question, _ in encoder.asked for name in TERMS)
    assert {one.document.name for one in answer.stated} == {"a.md", "b.md"}
