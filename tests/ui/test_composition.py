"""A language model's words on the page: checked sentences only, the quotes under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fake_assistant import COMPOSED, REVIEW, FakeAssistant, answer, citation

from assistant.checking.verdict import CheckedSentence, Verdict
from assistant.composing.events import Event, Quoted
from ui import exchange, render

QUOTE = "The five-year survival after aHSCT was 92% in 281 patients."


def test_checked_sentences_stand_before_the_quotes_with_their_markers() -> None:
    made = replace(answer("survival?", citation(1, REVIEW, QUOTE)), composed=COMPOSED)
    shown = render.reply(1, made)
    words, _, quotes = shown.partition("The quotes")
    assert "Survival was 92%." in words
    assert 'data-marker="1"' in words
    assert "Most relapses stopped." in words
    assert "partly: the quote does not say “Most”" in words
    assert "27 died" not in shown
    assert "A sentence is withheld: “27” is not in the quote." in words
    assert "281 patients" in quotes


def test_words_that_do_not_lead_are_not_shown_but_why_is() -> None:
    failed = replace(COMPOSED, leads=False, fault="The endpoint did not answer: start it.")
    made = replace(answer("survival?", citation(1, REVIEW, QUOTE)), composed=failed)
    shown = render.reply(1, made)
    assert "Survival was 92%." not in shown
    assert "The endpoint did not answer: start it." in shown
    assert "281 patients" in shown


def test_what_a_model_writes_is_no_markup() -> None:
    evil = CheckedSentence('<img src=x onerror="a()"> [b](javascript:c)', Verdict.SUPPORTED)
    made = replace(
        answer("survival?", citation(1, REVIEW, QUOTE)),
        composed=replace(COMPOSED, sentences=(evil,), model="<b>m</b>"),
    )
    shown = render.reply(1, made)
    assert "<img" not in shown
    assert "<b>" not in shown
    assert "<a" not in shown


def test_the_quotes_come_first_and_stay_while_the_model_writes(tmp_path: object) -> None:
    fake = FakeAssistant(tmp_path)  # type: ignore[arg-type]
    fake.composes = True
    steps = [one.html for one in exchange.ask(fake, [], "survival")]  # type: ignore[arg-type]
    assert len(steps) == 5
    assert all("281 patients" in step for step in steps)
    assert "Writing…" in steps[0]
    assert "Survival was 92%." not in steps[0]
    assert "Survival was 92%." in steps[1]
    assert "Writing…" not in steps[-1]
    assert steps[-1].count("Survival was 92%.") == 1


def test_what_goes_wrong_later_leaves_the_quotes(tmp_path: object) -> None:
    fake = FakeAssistant(tmp_path)  # type: ignore[arg-type]

    def failing(*_: object) -> Iterator[Event]:
        yield Quoted(fake.ask("survival"), composing=True)
        raise RuntimeError("a fault of ours")

    fake.stream = failing  # type: ignore[assignment, method-assign]
    *_, last = exchange.ask(fake, [], "survival")  # type: ignore[arg-type]
    assert "281 patients" in last.html
    assert fake.phrases.unexpected in last.html


def test_what_is_withheld_is_shown_struck_through_where_that_is_asked_for() -> None:
    made = replace(answer("survival?", citation(1, REVIEW, QUOTE)), composed=COMPOSED)
    assert "<s>" not in render.reply(1, made)
    assert "<s>Only 27 died.</s>" in render.reply(1, made, withheld=True)
