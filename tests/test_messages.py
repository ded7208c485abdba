"""Fixed messages come from one place."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from assistant.history.history import Archive
from assistant.messages import MESSAGES, Messages
from assistant.nlp.lexicon import Lexicon
from assistant.verification.premise import Reason, Support
from assistant.verification.verifier import Checker
from ui.chat import conversation
from ui.chat.ask import Asking
from ui.chat.conversation import Context
from ui.chat.page import document_list, welcome
from ui.chat.queue import Running
from ui.chat.recording import Keeping
from ui.chat.suggestions import Suggesting
from ui.chat.turn import ShownTurn
from ui.cli.output import answer_text, hits_text

sys.path.insert(0, str(Path(__file__).parent / "ui"))
from fake_assistant import FakeAssistant

MARK = "※"
TEXTS: dict[str, str] = {
    name: text
    for name, text in vars(Messages).items()
    if isinstance(text, str) and not name.startswith("_")
}


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every message begins with a mark: a text without one is not from there."""
    for name, text in TEXTS.items():
        monkeypatch.setattr(Messages, name, MARK + text)


def wanted(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_no_message_is_empty_or_padded_and_braces_have_names() -> None:
    for name, text in TEXTS.items():
        assert text.strip() == text != "", name
        assert all(filled and filled.isidentifier() for filled in wanted(text)), name


def test_a_refusal_is_known_by_its_beginning() -> None:
    for asked in (
        MESSAGES.who_was_asked(["Lease", "Annex"], 0),
        MESSAGES.who_was_asked(["Lease"], 6),
    ):
        for text in (MESSAGES.refusal, MESSAGES.refusal_empty):
            assert MESSAGES.is_refusal(f"{text.format(asked=asked)}\nLease — 2. Rent [1]")
    assert MESSAGES.is_refusal(MESSAGES.no_row.format(table="Table 1"))
    assert MESSAGES.is_refusal("The documents do not say. The nearest passages:")  # as before
    assert not MESSAGES.is_refusal("MSCs act on B cells.")
    assert not MESSAGES.is_refusal("")


def test_a_refusal_says_who_was_asked() -> None:
    every = "I found nothing in these 2 documents that answers this"
    assert MESSAGES.who_was_asked(["Lease", "Annex"], 0) == every
    one = "I found nothing in “Lease” that answers this (6 other documents were not asked)"
    assert MESSAGES.who_was_asked(["Lease"], 6) == one
    two = "I found nothing in these 2 documents that answers this (1 other document was not asked)"
    assert MESSAGES.who_was_asked(["Lease", "Annex"], 1) == two


def test_every_reason_against_a_sentence_has_a_phrase() -> None:
    named = {name for name in TEXTS if name.startswith("fault_")}
    assert named == {f"fault_{reason}" for reason in get_args(Reason)}
    for name in named:
        assert wanted(getattr(MESSAGES, name)) <= {"word", "other"}


@pytest.mark.parametrize(
    "sentence", ["The mice got 45 mg.", "The mice got no prednisone.", "A trial in Jordan began."]
)
@pytest.mark.parametrize("supports", [[], [Support(1, "The mice got 30 mg of prednisone.")]])
def test_the_reasons_of_a_check_are_messages(
    sentence: str, supports: list[Support], request: pytest.FixtureRequest
) -> None:
    lexicon = Lexicon(["The mice got 30 mg of prednisone."], ["The mice got 30 mg of prednisone."])
    plain = Checker(lexicon).check(sentence, supports)
    assert plain.reason
    request.getfixturevalue("marked")
    assert Checker(lexicon).check(sentence, supports) == replace(plain, reason=MARK + plain.reason)


def unmarked(text: str) -> list[str]:
    """Messages that stand in a text without the mark."""
    plain = re.sub(r"<[^>]*>", "|", text) + "".join(
        re.findall(r'(?:aria-label|title)="[^"]*"', text)
    )
    plain = re.sub(r"The documents do not say(\.| this)", "", plain)  # a stand-in, and a rating
    found = []
    for message in TEXTS.values():
        fixed = max(re.split(r"\{[^}]*\}", message), key=len).strip()
        telling = message.startswith(fixed) and len(fixed) > 4
        if fixed.isalpha() and fixed.islower():  # a word that documents use too: "cells"
            telling = False
        if telling and re.search(rf"(?<!{MARK}){re.escape(fixed)}(?!\w)", plain):
            found.append(message)
    return found


@pytest.fixture
def fake(tmp_path: Path) -> FakeAssistant:
    return FakeAssistant(tmp_path)


def asked(fake: FakeAssistant, question: str) -> list[str]:
    """Every state of the page while a question is answered."""
    archive = Archive(fake.settings, fake.workspace)  # type: ignore[arg-type]
    keeping = Keeping(fake, archive)  # type: ignore[arg-type]
    suggesting = Suggesting(fake)  # type: ignore[arg-type]
    asking = Asking(fake, keeping, Running(), suggesting)  # type: ignore[arg-type]
    views = list(asking.ask(question, Context()))
    return ["".join(part or "" for part in (view.log, view.live, view.side)) for view in views]


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("composes", [False, True])
@pytest.mark.parametrize("question", ["survival", "and then", "who?", "x" * 5_000])
def test_the_page_takes_its_texts_from_the_messages(
    fake: FakeAssistant, question: str, composes: bool
) -> None:
    fake.composes = composes
    for state in asked(fake, question):
        assert [one for one in unmarked(state) if "4,000" not in state] == []
        assert state.count(MARK) >= 2


@pytest.mark.usefixtures("marked")
def test_so_does_the_page_where_something_went_wrong(fake: FakeAssistant) -> None:
    fake.error = RuntimeError("unexpected")
    *_, last = asked(fake, "survival")
    assert unmarked(last) == []
    assert MESSAGES.unexpected in last


@pytest.mark.usefixtures("marked")
def test_so_does_the_page_before_the_first_question(fake: FakeAssistant) -> None:
    for count in (0, 1, 2):
        shown = welcome(fake.documents[:count])
        assert MARK in shown
        assert unmarked(shown) == []
    assert unmarked(document_list(fake.documents * 40)) == []


@pytest.mark.usefixtures("marked")
def test_a_conversation_that_is_not_kept_says_so(fake: FakeAssistant) -> None:
    told = conversation.live([ShownTurn(1, "x")], Context(), MESSAGES.not_kept)
    assert unmarked(told) == []


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("question", ["survival", "and then", "who?"])
def test_the_terminal_takes_its_texts_from_the_messages(fake: FakeAssistant, question: str) -> None:
    text = answer_text(replace(fake.ask(question), lead=""))
    assert unmarked(text) == []
    assert text.count(MARK) >= 2
    assert unmarked(hits_text(fake.search("survival"))) == []


def test_it_would_be_noticed() -> None:
    assert unmarked("Sources") == ["Sources"]
    assert unmarked('<p title="Source 1: x">') == [MESSAGES.source_label]


def test_a_confidence_is_not_rounded_up_to_what_it_is_not() -> None:
    assert MESSAGES.confidence(0.499) == "Low confidence (0.49 of 1)"
    assert MESSAGES.confidence(0.29) == "Low confidence (0.29 of 1)"
    assert MESSAGES.confidence(0.97) == "High confidence (0.97 of 1)"
