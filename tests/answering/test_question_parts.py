"""Questions about each document, about a section, for all of something, and of several parts."""

from __future__ import annotations

import pytest
from evidence_samples import Liking, answerer, searcher

from assistant.answering.conversation import Conversation
from assistant.answering.pipeline import QuotedAnswerer
from assistant.messages import MESSAGES
from assistant.types import Answer

WHALES = (
    "# Whales\n\nBlue whales sing at night. Their milk is rich in fat.\n\n## Studies of song\n\n"
    "Berg et al. heard whales sing. Moore et al. heard nothing. Others slept.\n\n"
    "## Dangers\n\nThe dangers of the sea include:\n\n- nets of fishers\n- loud ships\n"
)
SEALS = "# Seals\n\nGrey seals bark all day. Seals also sing at night, but not as whales do.\n"


@pytest.fixture(scope="module")
def sea() -> QuotedAnswerer:
    return answerer(SEALS, WHALES)


def ask(asked: QuotedAnswerer, question: str) -> Answer:
    return asked.answer(question, question)


def texts(answer: Answer) -> list[str]:
    return [statement.text for statement in answer.statements]


def test_each_document_is_quoted(sea: QuotedAnswerer) -> None:
    asked = "Who sings at night in the two papers?"
    answer = ask(answerer(SEALS, WHALES, encoder=Liking("sing")), asked)
    assert answer.lead == MESSAGES.by_document
    assert {citation.document.name for citation in answer.citations} == {"a.md", "b.md"}
    assert ask(sea, asked).lead == MESSAGES.may_not_answer  # it is less sure
    three = answerer(SEALS, WHALES, "# Sharks\n\nNothing is known.\n", encoder=Liking("sing"))
    assert ask(three, "Who sings at night in all three papers?").lead != MESSAGES.by_document


def test_what_answers_two_questions_is_quoted_once() -> None:
    text = "# Will\n\nThe clock goes to Susan. The piano goes to the school of music.\n"
    found = searcher(text, encoder=Liking("goes"))
    talk = Conversation(found, QuotedAnswerer(found, threshold=0.0))
    answer = talk.answer("Who gets the piano and who gets the clock?", ())
    assert texts(answer) == [text.split("\n\n")[1].strip()]
    assert len(answer.statements[0].decisive) == 2


def test_only_the_section_that_is_named(sea: QuotedAnswerer) -> None:
    answer = ask(sea, "Who heard whales in the section on studies of song?")
    assert {(one.quote == "Studies of song", one.section) for one in answer.citations} == {
        (True, "Whales"),  # the heading itself
        (False, "Whales > Studies of song"),
    }
    assert "Moore et al. heard nothing." in answer.text


def test_the_items_of_a_list_stand_with_what_introduces_them(sea: QuotedAnswerer) -> None:
    found = texts(ask(sea, "The list of dangers of the sea: what are all of them?"))
    at = found.index("The dangers of the sea include:")
    assert found[at + 1 : at + 3] == ["nets of fishers", "loud ships"]


def test_what_decides_is_marked_inside_an_excerpt(sea: QuotedAnswerer) -> None:
    (statement, *_) = ask(sea, "Is the milk of whales rich in fat?").statements
    (span,) = statement.decisive
    assert statement.text[span[0] : span[1]] == "Their milk is rich in fat."
