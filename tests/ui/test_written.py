"""A language model's words on the page: checked sentences only, the quotes under them."""

from __future__ import annotations

from dataclasses import replace

from fake_assistant import COMPOSED, REVIEW, answer, citation

from assistant.messages import MESSAGES
from assistant.types import Answer, CheckedSentence, Verdict
from ui.answer_view import shown
from ui.chat.turn import ShownTurn, turn

QUOTE = "The five-year survival after aHSCT was 92% in 281 patients."


def told(given: Answer, *, withheld: bool = False) -> str:
    return turn(ShownTurn(1, given.question, shown(given)), withheld=withheld)


def test_checked_sentences_stand_before_the_quotes_with_their_markers() -> None:
    page = told(replace(answer("survival?", citation(1, REVIEW, QUOTE)), composed=COMPOSED))
    words, _, quotes = page.partition("The quotes")
    assert "Survival was 92%." in words
    assert 'data-marker="1"' in words
    assert "Most relapses stopped." in words
    assert "partly: the quote does not say “Most”" in words
    assert "27 died" not in page
    assert "1 sentence is hidden" in words
    assert "A sentence is hidden: “27” is not in the quote." in words
    assert "281 patients" in quotes


def test_words_that_do_not_lead_are_not_shown_but_why_is() -> None:
    failed = replace(COMPOSED, leads=False, fault="The endpoint did not answer: start it.")
    page = told(replace(answer("survival?", citation(1, REVIEW, QUOTE)), composed=failed))
    assert "Survival was 92%." not in page
    assert "The endpoint did not answer: start it." in page
    assert "281 patients" in page


def test_a_stopped_text_says_so_and_nothing_of_a_fault() -> None:
    made = answer("survival?", citation(1, REVIEW, QUOTE))
    kept = told(replace(made, composed=replace(COMPOSED, stopped=True)))
    assert "Survival was 92%." in kept
    assert MESSAGES.stopped in kept
    none = replace(COMPOSED, sentences=(), leads=False, stopped=True)
    bare = told(replace(made, composed=none))
    assert MESSAGES.stopped in bare
    assert MESSAGES.found_nothing not in bare
    assert MESSAGES.quotes_stay not in bare


def test_what_a_model_writes_is_no_markup() -> None:
    evil = CheckedSentence('<img src=x onerror="a()"> [b](javascript:c)', Verdict.SUPPORTED)
    made = replace(
        answer("survival?", citation(1, REVIEW, QUOTE)),
        composed=replace(COMPOSED, sentences=(evil,), model="<b>m</b>"),
    )
    page = told(made)
    assert "<img" not in page
    assert "<b>" not in page
    assert "href=" not in page


def test_what_is_withheld_is_shown_struck_through_where_that_is_asked_for() -> None:
    made = replace(answer("survival?", citation(1, REVIEW, QUOTE)), composed=COMPOSED)
    assert "<s>" not in told(made)
    assert "<s>Only 27 died.</s>" in told(made, withheld=True)


def test_how_long_each_step_took_is_said() -> None:
    page = told(replace(answer("survival?", citation(1, REVIEW, QUOTE)), composed=COMPOSED))
    assert "searched in 20 ms" in page
    assert "1 quote chosen in 10 ms" in page
    assert "2 of 3 sentences supported, written and checked in 1.5 s" in page
