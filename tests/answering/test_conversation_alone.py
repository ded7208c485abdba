"""Whether a question that may lean on the talk is answered without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

import pytest

from assistant.answering import conversation
from assistant.answering.conversation import Conversation
from assistant.answering.pipeline import QuotedAnswerer
from assistant.retrieval.retriever import Searcher
from assistant.types import Answer, Turn

BEFORE = [Turn("What is the silk banner insured for?", "The silk banner is insured for £9,500.")]


class Sure:
    """Answers with a confidence for a question in a talk, and one for the same alone."""

    def __init__(self, within: float, alone: float) -> None:
        self._sure = {True: within, False: alone}
        self.asked: list[str] = []

    def answer(
        self,
        question: str,
        searched: str,
        documents: Iterable[str] | None = None,
        near: Mapping[int, float] | None = None,
    ) -> Answer:
        self.asked.append(searched)
        sure = self._sure["(" in searched]
        return Answer(question, searched, sure >= 0.2, "", (), (), sure)


def asked(question: str, within: float, alone: float, monkeypatch: pytest.MonkeyPatch) -> Answer:
    monkeypatch.setattr(conversation, "nearby", lambda *_: {})
    answerer = cast(QuotedAnswerer, Sure(within, alone))
    return Conversation(cast(Searcher, None), answerer).answer(question, BEFORE)


@pytest.mark.parametrize(
    ("within", "alone", "stands"),
    [(0.5, 0.9, True), (0.5, 0.46, True), (0.5, 0.4, False), (0.15, 0.19, False)],
)
def test_a_complete_question_stands_alone_unless_the_talk_makes_it_surer(
    within: float, alone: float, stands: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = asked("How many stoppages are there?", within, alone, monkeypatch)
    assert (answer.searched == "How many stoppages are there?") is stands


@pytest.mark.parametrize(
    ("question", "alone", "stands"),
    [
        ("When was it insured for so much money?", 0.7, False),
        ("When was it insured for so much money?", 0.8, True),
        ("Was it insured by Mr Pym?", 0.52, False),
        ("Was it insured by Mr Pym?", 0.6, True),
    ],
)
def test_a_word_that_points_back_asks_for_more(
    question: str, alone: float, stands: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = asked(question, 0.5, alone, monkeypatch)
    assert (answer.about == ()) is stands


def test_what_surely_leans_is_not_tried_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asked("And who insured it?", 0.3, 0.9, monkeypatch)
    assert "banner" in answer.searched
