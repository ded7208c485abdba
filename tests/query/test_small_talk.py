"""Small talk gets one sentence and no search."""

from __future__ import annotations

import pytest
from memory_index import HashEmbedder

from assistant import Assistant
from assistant.messages import MESSAGES
from assistant.query.small_talk import SmallTalk, talk, without_talk
from assistant.types import Turn
from ui.answer_view import shown
from ui.cli.output import answer_text


@pytest.fixture(scope="module")
def small_talk() -> SmallTalk:
    return SmallTalk(HashEmbedder())


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("hi", MESSAGES.talk_hello),
        ("Thanks a lot!", MESSAGES.talk_thanks),
        ("bye", MESSAGES.talk_bye),
        ("Who are you?", MESSAGES.talk_self),
        ("how do I use this?", MESSAGES.talk_self),
        ("Who are you and what can you do?", MESSAGES.talk_self),
        ("hello, how does this work?", MESSAGES.talk_self),
        ("explain that more simply", MESSAGES.talk_reword),
        ("shorter", MESSAGES.talk_reword),
        ("Are you sure?", MESSAGES.talk_sure),
    ],
)
def test_small_talk_gets_its_sentence(small_talk: SmallTalk, said: str, reply: str) -> None:
    assert small_talk.reply(said) == reply


@pytest.mark.parametrize(
    "question",
    [
        "Hello, how do I drain the tank?",
        "Thanks, and in winter?",
        "Who is the owner?",
        "?",
        "1066",
        "Who built it?",
        "Which one is longer?",
        "Can I trust it?",
        "And how do they work?",
    ],
)
def test_questions_are_searched(small_talk: SmallTalk, question: str) -> None:
    assert small_talk.reply(question) == ""


def test_only_the_sentence_is_shown() -> None:
    answer = talk("hi", MESSAGES.talk_hello)
    assert answer.is_talk
    assert answer_text(answer) == MESSAGES.talk_hello
    assert shown(answer).is_talk


def test_a_follow_up_leans_on_no_small_talk() -> None:
    asked = Turn("How high is it?", "It is 3 m high. [1]")
    assert without_talk([asked, Turn("thanks", MESSAGES.talk_thanks)]) == (asked,)


def test_with_the_real_model(reviews: Assistant) -> None:
    answer = reviews.ask("hey, thank you so much")
    assert (answer.text, answer.citations, answer.notes) == (MESSAGES.talk_thanks, (), ())
    assert not reviews.ask("What are mesenchymal stem cells?").is_talk
