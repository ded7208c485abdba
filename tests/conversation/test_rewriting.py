"""Follow-up questions, made to stand alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.conversation.rewriting import stand_alone
from assistant.conversation.turn import Turn
from assistant.searching.words import tokens


def after(question: str, *earlier: str) -> str:
    return stand_alone(question, [Turn(question=asked) for asked in earlier])


@pytest.mark.parametrize(
    ("earlier", "question", "expected"),
    [
        ("What did MSCs do in mice?", "And in rats?", "What did MSCs do in rats?"),
        (
            "What happened to the concentration of IL-23?",
            "What about IL-27?",
            "What happened to the concentration of IL-27?",
        ),
        (
            "Which trials took place in Jordan?",
            "And in Spain?",
            "Which trials took place in Spain?",
        ),
    ],
)
def test_one_thing_exchanged(earlier: str, question: str, expected: str) -> None:
    assert after(question, earlier) == expected


@pytest.mark.parametrize(
    ("earlier", "question", "put_in"),
    [
        ("What was the five-year survival after aHSCT?", "How many patients was that in?", "aHSCT"),
        ("What does NCT01377870 measure?", "Who runs it?", "NCT01377870"),
        ("Do MSCs cause tumours?", "Why?", "MSCs cause tumours"),
        ("How do MSCs act on B cells?", "What about NSCs?", "B cells"),
        ("What is EAE?", "Is it used in mice?", "EAE"),
        ("What did Bonab et al. find?", "How old were the patients in the study?", "Bonab"),
    ],
)
def test_what_it_refers_to_is_put_in(earlier: str, question: str, put_in: str) -> None:
    searched = after(question, earlier)
    assert searched.startswith(question.rstrip("?"))
    assert searched.endswith("?")
    assert put_in in searched


@pytest.mark.parametrize(
    "question",
    [
        "What are the side effects of HSCT?",
        "Which trials took place in Spain?",
        "What is MS?",
        "How do MSCs prevent the differentiation of B cells?",
        "Which cells that divide are found in bone marrow?",
    ],
)
def test_another_topic_is_not_dragged_along(question: str) -> None:
    assert after(question, "What was the five-year survival after aHSCT?") == question


@pytest.mark.parametrize(
    "question", ["What is MS?", "And in rats?", "Why?", "Who runs it?", "", "How many?"]
)
def test_without_history_it_stays(question: str) -> None:
    assert after(question) == question


def test_a_topic_is_carried_over_two_turns() -> None:
    searched = after(
        "Is it safe?",
        "What was the five-year survival after aHSCT?",
        "How many patients was that in?",
    )
    assert "aHSCT" in searched


def test_a_new_topic_replaces_the_old() -> None:
    searched = after(
        "Where does it take place?",
        "What was the five-year survival after aHSCT?",
        "What does NCT01377870 measure?",
    )
    assert "NCT01377870" in searched
    assert "aHSCT" not in searched


def test_what_was_searched_is_believed() -> None:
    history = [Turn(question="And in rats?", searched="What did NSCs do in rats?")]
    assert stand_alone("And in mice?", history) == "What did NSCs do in mice?"


QUESTIONS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            "what about IL-27 IL-23 and in rats mice it that ? the survival of aHSCT why who ( ) "
            "how many patients was were there ) ( (both) these . NCT01377870".split()
        )
    ).map(" ".join),
)


LEAD = re.compile(r"\W*(?:and|but|so|or|also|then|what about|how about|what of)\b[\s,]*", re.I)
SAYING = QUESTIONS.filter(lambda text: LEAD.sub("", " ".join(text.split())).strip("?!. "))


@given(SAYING, st.lists(SAYING, max_size=4))
def test_no_word_comes_from_elsewhere(question: str, earlier: list[str]) -> None:
    searched = after(question, *earlier)
    known = {char for text in [question, *earlier] for char in text} | set(" ()?")
    assert set(searched) <= known
    words = {token for text in [question, *earlier] for token in tokens(text)}
    pieces = " ".join([question, *earlier])
    assert all(token in words or token in pieces for token in tokens(searched))


@given(QUESTIONS)
def test_alone_it_only_loses_white_space(question: str) -> None:
    assert after(question) == " ".join(question.split())
