"""What a model has written so far, as finished sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification.claims import finished_sentences, tidied


@pytest.mark.parametrize(
    "line",
    [
        "MSCs are safe [1].",
        "MSCs are safe [1, 3].",
        "MSCs are safe [1][2].",
        "MSCs are safe (Quote 2).",
        "MSCs are safe [Quote 2].",
        "MSCs are safe【3】.",
        "MSCs are safe^1.",
        "MSCs are safe¹.",
        "MSCs are safe (1, 3).",
        "MSCs are safe (see quotes 1 and 2).",
        "**MSCs** are *safe*.",
        "***MSCs** are* __safe__.",
        "_MSCs are safe._",
        "- MSCs are `safe`.",
        "1. MSCs are safe.",
        "### MSCs are safe.",
        "According to quote 2, MSCs are safe.",
        "Quote 1 states that MSCs are safe.",
        "Answer: MSCs are safe.",
        "MSCs\u200b are\u202e safe.",
        "MSCs are [safe](http://example.org/x).",
        "MSCs are <b>safe</b>.",
    ],
)
def test_markers_and_markup_are_dropped(line: str) -> None:
    assert finished_sentences(line, complete=True) == ("MSCs are safe.",)


@pytest.mark.parametrize(
    "line",
    [
        "There were 10 patients (n = 10) in 2 groups.",
        "They grew 10^6 cells.",
        "It uses (2) cells of the donor.",
        "The Th1/Th2 ratio of IL-17 * 2 fell.",
    ],
)
def test_numbers_that_are_no_markers_stay(line: str) -> None:
    assert tidied(line) == line


def test_what_looks_like_emphasis_but_is_none_stays() -> None:
    line = "HLA-DRB1*15 and 2 * 3 in the file a_b_c.txt."
    assert tidied(line) == line


def test_list_items_are_sentences() -> None:
    written = "Here are the effects:\n\n- **Fever** was common.\n- No deaths occurred"
    assert finished_sentences(written) == ("Fever was common.",)
    assert finished_sentences(written, complete=True) == ("Fever was common.", "No deaths occurred")


@pytest.mark.parametrize(
    "written",
    ["Here is the answer:", "Sure! Here is a summary:", "Answer:", "---", "", "[1]", "**"],
)
def test_sentences_without_content_are_dropped(written: str) -> None:
    assert finished_sentences(written, complete=True) == ()


def test_a_sentence_that_may_go_on_is_not_finished() -> None:
    assert finished_sentences("MSCs are safe. They cost 1.") == ("MSCs are safe.",)


def test_lines_of_the_prompt_are_dropped() -> None:
    prompt = (
        "Answer in at most three sentences.\nUse only the quotes.",
        "Are MSCs safe for people?",
    )
    written = "Are MSCs safe for people?\nUse only the quotes.\nMSCs are safe."
    assert finished_sentences(written, complete=True, prompt=prompt) == ("MSCs are safe.",)


_PIECES = st.sampled_from(
    [
        "MSCs are safe",
        ". ",
        "\n",
        "- ",
        "**",
        "[1]",
        "(Quote 2)",
        "5%",
        " et al. ",
        "No",
        ": ",
        "【",
        "x",
        "*",
        "_",
        "`",
        "[",
        "](",
        ")",
        "<b",
        ">",
    ]
)


@given(st.lists(_PIECES, max_size=30))
def test_what_was_finished_stays_as_it_was(pieces: list[str]) -> None:
    text = "".join(pieces)
    whole = finished_sentences(text, complete=True)
    for end in range(len(text)):
        part = finished_sentences(text[:end])
        assert part == whole[: len(part)]


@given(st.text(max_size=300))
def test_any_text_can_be_cut(text: str) -> None:
    for sentence in finished_sentences(text, complete=True):
        assert sentence.strip() == sentence != ""


def test_an_echo_of_several_sentences_takes_nothing_with_it() -> None:
    prompt = ("My father has SPMS. What was his survival?",)
    text = "My father has SPMS. What was his survival?\nSurvival was 92% in men. It was high."
    before: tuple[str, ...] = ()
    for end in range(len(text) + 1):
        now = finished_sentences(text[:end], complete=end == len(text), prompt=prompt)
        assert now[: len(before)] == before
        before = now
    assert before == ("Survival was 92% in men.", "It was high.")
