"""A refusal says so where question and documents are in different languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant.answering.pipeline import QuotedAnswerer
from assistant.answering.tongues import language_line
from assistant.reading.document import Document
from assistant.retrieval.retriever import Searcher

ENGLISH = "The berth is paid in advance. The harbour master keeps the keys. " * 8
GERMAN = "Der Liegeplatz wird im Voraus bezahlt. Der Hafenmeister hat die Schlüssel. " * 8
ASKED = "Wie lange darf man im Hafen liegen bleiben?"
ENGLISH_ASKED = "How long may a boat stay in the harbour?"


def of(language: str, text: str = ENGLISH) -> Document:
    return replace(document(f"{language or 'odd'}.md", text), language=language)


def answerer(*documents: Document, threshold: float = 1.0) -> QuotedAnswerer:
    embedder = HashEmbedder()
    return QuotedAnswerer(Searcher(MemoryIndex(documents, embedder), embedder), threshold)


@pytest.mark.parametrize("threshold", [1.0, 0.0])
def test_a_refusal_and_a_doubtful_answer_name_both_languages(threshold: float) -> None:
    answer = answerer(of("en"), threshold=threshold).answer(ASKED, ASKED)
    assert answer.confidence < 0.5
    assert answer.notes == (
        "The question seems to be German, the documents English: ask in English, or name a "
        "multilingual model (ASSISTANT_EMBEDDING_MODEL).",
    )


def test_an_english_question_on_german_documents() -> None:
    [line] = answerer(of("de", GERMAN)).answer(ENGLISH_ASKED, ENGLISH_ASKED).notes
    assert line.startswith("The question seems to be English, the documents German: ask in German")


def test_nothing_is_said_in_one_language() -> None:
    assert answerer(of("en")).answer(ENGLISH_ASKED, ENGLISH_ASKED).notes == ()


def test_only_the_documents_that_were_asked_count() -> None:
    both = answerer(of("en"), of("de", GERMAN))
    assert "an English one" in both.answer(ASKED, ASKED).notes[0]
    assert "documents English" in both.answer(ASKED, ASKED, ["en.md"]).notes[0]


def test_where_the_model_does_not_reach_that_is_said() -> None:
    line = language_line(ASKED, [of("de", GERMAN)])
    assert line.startswith("The question seems to be German, and the search model is an English")
    assert not language_line(ASKED, [of("de", GERMAN)], multilingual=True)


def test_a_multilingual_model_needs_no_other() -> None:
    line = language_line(ASKED, [of("en"), of("en"), of("fr")], multilingual=True)
    assert line == (
        "The question seems to be German, the documents English and French: "
        "ask in English or French for more."
    )


@pytest.mark.parametrize(
    "documents",
    [[], [of("")], [of("en"), of("")], [of("en", "Too short.")], [of("en"), of("xx")]],
)
def test_nothing_is_said_where_a_documents_language_is_not_known(
    documents: list[Document],
) -> None:
    assert language_line(ASKED, documents) == ""


def test_neighbouring_languages_are_not_held_against_each_other() -> None:
    asked = "Hva koster en billett for barn og voksne?"
    assert "documents" not in language_line(asked, [of("da")]).partition(":")[0]
