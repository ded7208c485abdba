"""What the beginning and the pointing words of a question tell."""

from __future__ import annotations

import pytest

from assistant.nlp.discourse import Lead, opening, unpointed


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("On the Green line?", Lead.ON),
        ("for children", Lead.ON),
        ("And in winter?", Lead.ON),
        ("In which room is the choir?", Lead.NONE),
        ("In the lease, is there a deposit?", Lead.NONE),
        ("Side effects of aHSCT", Lead.NONE),
    ],
)
def test_a_piece_that_begins_with_a_preposition_goes_on(question: str, lead: Lead) -> None:
    assert opening(question).lead is lead


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("When is the kiosk at the second of them open?", "When is the kiosk at open?"),
        ("What is the first of these for?", "What is for?"),
        ("And the other one?", "And ?"),
        ("What are the first of all duties?", "What are the first of all duties?"),
    ],
)
def test_pointing_words_name_nothing(question: str, left: str) -> None:
    assert unpointed(question) == left
