"""Follow-up questions, made to stand alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlp.tokens import tokens
from assistant.query.question import MAX_QUESTION, is_asked
from assistant.query.rewriting import FollowUp, follow_up, stand_alone
from assistant.types import Turn


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
    ("earlier", "question", "expected"),
    [
        ("What does NCT01377870 measure?", "Who runs it?", "Who runs NCT01377870?"),
        ("Do MSCs cause tumours?", "Why?", "Why do MSCs cause tumours?"),
        ("How do MSCs act on B cells?", "What about NSCs?", "How do NSCs act on B cells?"),
        ("What is EAE?", "Is it used in mice?", "Is EAE used in mice?"),
        (
            "Which trial tests SCM-010?",
            "Where is it being done?",
            "Where is the trial that tests SCM-010 being done?",
        ),
        (
            "What did Bonab et al. find?",
            "How old were the patients in the study?",
            "How old were the patients in the study by Bonab et al.?",
        ),
        (
            "What was the five-year survival after aHSCT?",
            "How many patients was that in?",
            "How many patients was that in (about the five-year survival after aHSCT)?",
        ),
        (
            "How many patients improved in the Swiss study?",
            "What was their average age?",
            "What was the average age of the patients who improved in the Swiss study?",
        ),
        ("Which trials took place in Spain?", "How many?", "How many trials took place in Spain?"),
    ],
)
def test_what_it_points_to_is_put_in(earlier: str, question: str, expected: str) -> None:
    assert after(question, earlier) == expected


@pytest.mark.parametrize(
    ("answer", "question", "expected"),
    [
        ("Soluble mediators such as LIF, BDNF and TGF [1]", "the first of those", "LIF"),
        ("Drugs such as X (cyclophosphamide), Y, and others", "the second one", "Y"),
        ("The cells help. Another idea is an effect on T cells.", "the latter", "another idea"),
    ],
)
def test_one_of_those_listed(answer: str, question: str, expected: str) -> None:
    history = [Turn("What helps in MS?", answer)]
    assert stand_alone(f"What is {question} for?", history) == f"What is {expected} for?"


@pytest.mark.parametrize("answer", ["Doses such as 30 mg and 60 mg", "In 15 of 25. In 12 of 30."])
def test_a_number_of_an_answer_is_never_put_in(answer: str) -> None:
    searched = stand_alone("Was the second one enough?", [Turn("What was given?", answer)])
    assert not any(char.isdigit() for char in searched)


def test_the_name_of_a_study_may_come_from_the_answer() -> None:
    history = [Turn("Who compared aHSCT with DMTs?", "In 2021, Häußler et al. compared them.")]
    assert stand_alone("What did they find?", history) == "What did Häußler et al. find?"


def test_a_correction_takes_the_place_of_what_was_wrong() -> None:
    earlier = "Did cytokines change in rats?"
    assert after("Sorry, not cytokines, I meant T cells", earlier) == "Did T cells change in rats?"
    assert after("No, in mice", earlier) == "Did cytokines change in mice?"


def test_a_return_leaves_out_what_came_between() -> None:
    searched = after("Back to EAE: is it used in rats?", "What is EAE?", "What is BEAM?")
    assert searched == "Is EAE used in rats?"


@pytest.mark.parametrize("lead", ["Something else:", "Let's change the subject.", "New topic:"])
def test_an_announced_change_of_topic_leaves_the_old_one_behind(lead: str) -> None:
    placed = follow_up(f"{lead} how many are there?", [Turn("What is EAE?", "A model [1]")])
    assert placed == FollowUp("How many are there?")


def test_a_question_of_its_own_points_back_to_no_answer() -> None:
    assert follow_up("What is NEDA?", [Turn("What is EAE?", "A model [1]")]).back == ()


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


def test_a_question_that_names_nothing_is_looked_for_near_the_last_answer() -> None:
    last = Turn("What did Kim et al. use?", "Kim et al. used lipopolysaccharide.")
    assert follow_up("Which neurons were lost in the end?", [last]).back
    assert not follow_up("How do NSCs inhibit T cells?", [last]).back


@pytest.mark.parametrize(
    ("question", "points_back"),
    [
        ("Which treatment kept them better?", True),
        ("Which of the patients did better?", True),
        ("Did the treated mice do better than the others?", True),
        ("Are relapses rarer after the aHSCT?", False),
        ("Is intrathecal delivery better than intravenous delivery?", False),
    ],
)
def test_what_compares_without_saying_with_what_points_back(
    question: str, points_back: bool
) -> None:
    assert (after(question, "What did Häußler et al. compare?") != question) is points_back


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


@pytest.mark.parametrize(
    ("piece", "answer"),
    [
        ("the first one ", "Trials took place in Jordan, Iran and Spain."),
        ("they ", ""),
        ("it ", ""),
        ("its dose ", ""),
        ("the trial ", "Bonab et al. asked 25 patients."),
    ],
)
def test_a_question_never_gets_too_long(piece: str, answer: str) -> None:
    earlier = Turn(
        "Which trials of dental pulp stem cells took place in the north of Jordan?", answer
    )
    question = (piece * MAX_QUESTION)[: MAX_QUESTION - 10]
    assert stand_alone(question, [earlier]) == " ".join(question.split())
    short = (piece * 10)[:-1]
    assert stand_alone(short, [earlier]) != short  # there is something to put in


@pytest.mark.parametrize(
    "question", ["By the way: ?", "Something else: …", "Let's change the subject - !", "1 2 3 – ?"]
)
def test_a_lead_and_nothing_after_it_stays(question: str) -> None:
    """What is left of it would be an empty question."""
    assert is_asked(after(question, "What did MSCs do in mice?"))


def test_long_talks_stay_short() -> None:
    """Each question leans on the one before it."""
    turns: list[Turn] = []
    for number in range(40):
        question = f"And what about its effect on item {number}, " + "and so on " * 100
        turns.append(Turn(question, "A, B and C. " * 200, stand_alone(question, turns)))
    assert max(len(turn.searched) for turn in turns) <= MAX_QUESTION


QUESTIONS = st.one_of(
    st.text(),
    st.lists(
        st.sampled_from(
            "what about IL-27 IL-23 and in rats mice it that ? the survival of aHSCT why who ( ) "
            "how many patients was were there ) ( (both) these . NCT01377870".split()
        )
    ).map(" ".join),
)


OURS = ("(about the that who of s)",)  # what rewriting adds of its own
LEAD = re.compile(r"\W*(?:and|but|so|or|also|then|what about|how about|what of)\b[\s,]*", re.I)
SAYING = QUESTIONS.filter(lambda text: LEAD.sub("", " ".join(text.split())).strip("?!. "))


@given(SAYING, st.lists(SAYING, max_size=4))
def test_no_word_comes_from_elsewhere(question: str, earlier: list[str]) -> None:
    searched = after(question, *earlier)
    said = " ".join([question, *earlier, *OURS]).lower()
    assert all(token.lower() in said for token in tokens(searched))


LONG = QUESTIONS.map(lambda text: f"{text} " * (MAX_QUESTION // (len(text) + 1)))


@given(st.one_of(QUESTIONS, LONG), st.lists(st.one_of(QUESTIONS, LONG), max_size=3), QUESTIONS)
def test_what_may_be_asked_may_be_searched(question: str, earlier: list[str], told: str) -> None:
    history = [Turn(asked, told) for asked in earlier]
    assert not is_asked(question) or is_asked(stand_alone(question, history))


@given(QUESTIONS)
def test_alone_it_only_loses_white_space(question: str) -> None:
    assert after(question) == " ".join(question.split())


PAIRS = [
    json.loads(line)
    for name in ("followups.jsonl", "fresh_followups.jsonl")
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["question"] for pair in PAIRS])
def test_written_pairs(pair: dict[str, Any]) -> None:
    history = [Turn(question, answer) for question, answer in pair["history"]]
    searched = stand_alone(pair["question"], history).lower()
    assert [word for word in pair["contains"] if word.lower() not in searched] == []
    assert [word for word in pair["lacks"] if word.lower() in searched] == []
