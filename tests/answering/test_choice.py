"""Which sentences an answer quotes, over evidence made by hand."""

from __future__ import annotations

import pytest
from assistant.answering.scoring import Evidence
from assistant.answering.selection import MAX_SENTENCES, choose
from memory_index import document

from assistant.chunking.chunks import Passage, cut
from assistant.nlp.discourse import leans
from assistant.reading.document import Document
from assistant.retrieval.ranking import RankedPassage, RankedSentence

WORDS = ("BEAM",)
"""Of the question, each with a tenth of its weight."""


def evidence(passages: tuple[Passage, ...], scores: dict[str, float]) -> list[Evidence]:
    """Evidence for the sentences that begin as named, best first."""
    found = []
    for number, passage in enumerate(passages):
        spans = [
            RankedSentence(place, number, span, 0.5, 0.5)
            for place, span in enumerate(passage.sentences)
        ]
        ranked = RankedPassage(number, passage, 0.5, 0.5, tuple(spans))
        for sentence in spans:
            text = passage.document.text[sentence.span.start : sentence.span.end]
            covers = {word: 0.1 for word in WORDS if word in text}
            for beginning, score in scores.items():
                if text.startswith(beginning):
                    found.append(Evidence(sentence, ranked, text, score, covers, met=False))
    return sorted(found, key=lambda item: -item.score)


def chosen(made: Document, scores: dict[str, float], *, why: bool = False) -> list[str]:
    passages = cut(made)
    return [part.text for part in choose(evidence(passages, scores), passages, why=why)]


def test_nothing_from_nothing() -> None:
    assert choose([], ()) == []


def test_in_reading_order_whatever_the_scores() -> None:
    made = document("a.md", "Apples are red. Bears like honey. Cats sleep long.\n")
    assert chosen(made, {"Cats": 0.9, "Apples": 0.85}) == ["Apples are red.", "Cats sleep long."]


def test_weak_evidence_is_left_out() -> None:
    made = document("a.md", "Apples are red. Bears like honey. Cats sleep long.\n")
    assert chosen(made, {"Cats": 0.9, "Apples": 0.2}) == ["Cats sleep long."]


def test_near_repeats_are_dropped() -> None:
    made = document(
        "a.md",
        "The survival of patients after transplantation was 98%.\n\n# B\n\n"
        "The survival of patients after their transplantation was 98%.\n\n# C\n\nBears like honey.",
    )
    scores = {
        "The survival of patients after trans": 0.9,
        "The survival of patients after their": 0.8,
    }
    assert len(chosen(made, scores)) == 1
    assert len(chosen(made, scores | {"Bears": 0.85})) == 2


def test_at_most_three() -> None:
    made = document(
        "a.md", "Apples are red. Bears like honey. Cats sleep long. Dogs bark. Elks eat."
    )
    scores = dict.fromkeys(["Apples", "Bears", "Cats", "Dogs", "Elks"], 0.9)
    assert len(chosen(made, scores)) == MAX_SENTENCES == 3


def test_a_leaning_sentence_brings_the_one_before() -> None:
    made = document("a.md", "Apples are red. Bears like honey. They sleep in winter.\n")
    assert chosen(made, {"They": 0.9}) == ["Bears like honey.", "They sleep in winter."]


def test_but_not_over_a_heading() -> None:
    made = document("a.md", "# A\n\nBears like honey.\n\n# B\n\nThey sleep in winter.\n")
    assert chosen(made, {"They": 0.9}) == ["They sleep in winter."]


def test_nor_over_a_document() -> None:
    one, two = document("a.md", "Bears like honey."), document("b.md", "They sleep in winter.")
    passages = cut(one) + cut(two)
    found = choose(evidence(passages, {"They": 0.9}), passages)
    assert [part.text for part in found] == ["They sleep in winter."]


def test_a_colon_brings_the_items() -> None:
    made = document(
        "a.md", "# A\n\nThere are three kinds:\n\n- red ones\n- blue ones\n- green ones\n\nThe end."
    )
    assert chosen(made, {"There are three": 0.9, "The end": 0.8}) == [
        "There are three kinds:",
        "red ones",
        "blue ones",
        "green ones",
    ]


def test_a_colon_without_items_stands_alone() -> None:
    made = document("a.md", "# A\n\nThere are three kinds:\n\n# B\n\n- red ones\n")
    assert chosen(made, {"There are three": 0.9}) == ["There are three kinds:"]


@pytest.mark.parametrize(
    "sentence",
    [
        "They sleep.",
        "This was seen in all.",
        "It was found.",
        "These results confirm it.",
        "Therefore, it works.",
        "In contrast, the others did.",
        "“These are not.",
    ],
)
def test_sentences_that_lean(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence", ["Bears sleep.", "Italy was first.", "Theyless is a word.", "MSCs inhibit T cells."]
)
def test_sentences_that_stand_alone(sentence: str) -> None:
    assert not leans(sentence)


REASON = "Early grafts were disappointing. This is mainly attributed to few neurons. Bears eat."


def test_the_reason_behind_a_sentence_is_quoted_where_it_is_asked_for() -> None:
    made = document("a.md", REASON)
    first, second, _ = REASON.split(". ")
    assert chosen(made, {"Early": 0.9}) == [f"{first}."]
    assert chosen(made, {"Early": 0.9}, why=True) == [f"{first}.", f"{second}."]


def test_the_other_side_is_quoted_where_it_holds_a_word_of_the_question() -> None:
    made = document("a.md", "Two regimens had risks. Conversely, BEAM had none. Bears eat honey.")
    assert len(chosen(made, {"Two": 0.9, "Conversely": 0.1})) == 2
    made = document("a.md", "Two regimens had risks. Conversely, one had none. Bears eat honey.")
    assert len(chosen(made, {"Two": 0.9, "Conversely": 0.1})) == 1
