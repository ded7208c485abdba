"""What is suggested is answered, from where it was made of, and is not said yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from memory_index import HashEmbedder, MemoryIndex, document

from assistant import Assistant, Settings, Turn
from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MEDIUM
from assistant.retrieval.retriever import Searcher
from assistant.suggestions.answered import Candidate, places, verified
from assistant.suggestions.examples import examples
from assistant.suggestions.maker import Maker
from assistant.suggestions.suggester import Suggester
from assistant.workspace import Workspace

BEES = """# Keeping bees

## How do honeybees find flowers?

Honeybees find flowers through their sense of smell and the dances of other bees.

## What do honeybees produce?

Honeybees produce honey and wax, and a little royal jelly.

## Why do keepers smoke the hive?

Smoke from dry grass calms the guards, so that frames can be lifted out without stings.

## Who pays for a broken frame?

The club pays for broken frames from the fund that Greta Holm looks after.

## Swarms

In May the swarms leave the hive. News of swarms goes to the warden.
"""
COWS = """# Keeping cows

## Why do cows lie down?

Cows lie down to chew, and before rain.

## Milking

Milking takes place at six in the morning. The milking parlour is cleaned after milking.

| Breed | Weight | Milk |
|---|---|---|
| Holstein | 680 kg | much |
| Jersey | 430 kg | less |
"""


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    embedder = HashEmbedder()
    return Searcher(
        MemoryIndex([document("bees.md", BEES), document("cows.md", COWS)], embedder), embedder
    )


@pytest.fixture(scope="module")
def answerer(searcher: Searcher) -> QuotedAnswerer:
    return QuotedAnswerer(searcher)


@pytest.fixture
def suggester(searcher: Searcher, answerer: QuotedAnswerer) -> Suggester:
    return Suggester(searcher, answerer)


def test_first_questions_are_answered_and_differ(
    suggester: Suggester, answerer: QuotedAnswerer
) -> None:
    first = suggester.first(4)
    assert len(first) == 4
    found = [answerer.answer(question, question) for question in first]
    assert all(answer.found and answer.confidence >= MEDIUM for answer in found)
    assert len({places(answer) for answer in found}) == 4
    assert {next(iter(places(answer)))[0] for answer in found} == {"bees.md", "cows.md"}


def test_first_questions_stay_the_same(suggester: Suggester) -> None:
    assert suggester.first(3) is suggester.first(3)
    assert suggester.first(0) == ()


def test_next_questions_say_something_new(suggester: Suggester, answerer: QuotedAnswerer) -> None:
    asked = "How do honeybees find flowers?"
    answer = answerer.answer(asked, asked)
    following = suggester.next(answer, (), 3, None)
    assert following
    assert asked not in following
    for question in following:
        again = answerer.answer(question, question)
        assert again.found
        assert not places(again) <= places(answer)


def test_what_was_asked_or_told_is_not_suggested(
    suggester: Suggester, answerer: QuotedAnswerer
) -> None:
    asked = "How do honeybees find flowers?"
    answer = answerer.answer(asked, asked)
    first, *_ = suggester.next(answer, (), 3, None)
    told = answerer.answer(first, first)
    history = (Turn(first, told.text),)
    assert first not in suggester.next(answer, history, 3, None)
    assert first not in suggester.next(answer, (Turn("And?", told.text),), 3, None)


def test_only_the_documents_asked_are_drawn_on(
    suggester: Suggester, answerer: QuotedAnswerer
) -> None:
    asked = "What do honeybees produce?"
    answer = answerer.answer(asked, asked, ["cows.md"])
    for question in suggester.next(answer, (), 3, ["cows.md"]):
        again = answerer.answer(question, question)
        assert {name for name, _, _ in places(again)} == {"cows.md"}


def test_what_is_not_asked_is_not_drawn_on(suggester: Suggester, answerer: QuotedAnswerer) -> None:
    first = suggester.first(4, ["cows.md"])
    assert first
    assert all("bees" not in question for question in first)
    assert suggester.first(4, ["bees.md"]) != first
    asked = "What do honeybees produce?"
    answer = answerer.answer(asked, asked)  # by bees.md, which is not asked any longer
    for question in suggester.next(answer, (), 3, ["cows.md"]):
        assert "bees" not in question


def test_an_answer_from_elsewhere_verifies_nothing(
    searcher: Searcher, answerer: QuotedAnswerer
) -> None:
    question = "What do honeybees produce?"
    right = next(one for one in Maker(searcher).of_document("bees.md") if one.question == question)
    assert verified(right, answerer)
    cows = next(p for p in searcher.index.passages if p.document.name == "cows.md")
    elsewhere = replace(right, document=cows.document, source=cows.sentences[0])
    assert not verified(elsewhere, answerer)


def test_what_a_conversation_would_change_is_not_offered(
    searcher: Searcher, answerer: QuotedAnswerer
) -> None:
    passage = searcher.index.passages[0]
    asked = "What do they produce?"
    leaning = Candidate(asked, "asked", asked, passage.document, passage.sentences[0])
    turns = (Turn("Where do dairy cows graze?", "Dairy cows graze on meadows. [1]"),)
    assert not verified(leaning, answerer, turns)


def test_what_is_too_long_to_be_asked_is_not_offered(
    searcher: Searcher, answerer: QuotedAnswerer
) -> None:
    passage = searcher.index.passages[0]
    question = f"Where do worker bees {'really ' * 600}live?"
    long = Candidate(question, "asked", question, passage.document, passage.sentences[0])
    assert not verified(long, answerer)


def test_the_keepers_examples_come_first(tmp_path: Path) -> None:
    root = Workspace.create(tmp_path / "workspace").root
    assert examples(root / "corpus") == ()
    (root / "corpus" / "examples.txt").write_text("Why?\n\n  How  so?\nWho?\n", "utf-8")
    made = Assistant(root, settings=Settings(offline=True))
    assert made.first_questions() == ("Why?", "How so?", "Who?")
    assert made.first_questions(limit=2) == ("Why?", "How so?")


def test_the_first_questions_of_the_reviews_are_answered(reviews: Assistant) -> None:
    opened = reviews._open()
    first = opened.suggester.first(6)
    assert 4 <= len(first) <= 6
    answers = [reviews.ask(question, answers="quoted") for question in first]
    assert all(answer.found and answer.confidence >= MEDIUM for answer in answers)
    assert {one.document.name for answer in answers for one in answer.citations} == {
        document.name for document in reviews.documents
    }


def test_the_reviews_go_on_after_an_answer(reviews: Assistant) -> None:
    answer = reviews.ask("How do MSCs act on B cells?", answers="quoted")
    following = reviews.next_questions(answer)
    assert 1 <= len(following) <= 3
    for question in following:
        history = (Turn(answer.question, answer.text, answer.searched),)
        assert reviews.ask(question, history, answers="quoted").found
