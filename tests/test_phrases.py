"""Fixed phrases come from one place, and another language would be seen everywhere."""

from __future__ import annotations

import re
import sys
from dataclasses import asdict, fields, replace
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from assistant import Assistant, Settings, UsageError
from assistant.history.history import Archive
from assistant.messages import ENGLISH, LANGUAGES, Phrases, is_refusal
from assistant.nlp.lexicon import Lexicon
from assistant.verification.premise import Reason, Support
from assistant.verification.verifier import Checker
from assistant.workspace import Workspace
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
MARKED: Phrases = replace(ENGLISH, **{name: MARK + text for name, text in asdict(ENGLISH).items()})


def wanted(phrase: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_every_phrase_with_what_is_put_in(code: str) -> None:
    for field in fields(Phrases):
        phrase = getattr(LANGUAGES[code], field.name)
        assert phrase.strip() == phrase != ""
        assert wanted(phrase) == wanted(getattr(ENGLISH, field.name)), field.name


def test_the_setting_knows_the_languages_that_there_are() -> None:
    assert set(get_args(Settings.model_fields["language"].annotation)) == set(LANGUAGES)
    assert Settings().language == "en"
    with pytest.raises(UsageError, match="ASSISTANT_LANGUAGE"):
        Settings(language="xx")


def test_an_assistant_speaks_the_language_of_its_settings(tmp_path: Path) -> None:
    root = Workspace.create(tmp_path / "w").root
    assert Assistant(root, settings=Settings(language="en")).phrases is ENGLISH


def test_a_refusal_is_known_by_its_beginning() -> None:
    for asked in (ENGLISH.all_asked, ENGLISH.who_was_asked(["Lease"], 6)):
        for phrase in (ENGLISH.refusal, ENGLISH.refusal_empty):
            assert is_refusal(f"{phrase.format(asked=asked)}\nLease — 2. Rent [1]")
    assert is_refusal(ENGLISH.no_row.format(table="Table 1"))
    assert not is_refusal("MSCs act on B cells.")
    assert not is_refusal("")


def test_a_refusal_says_who_was_asked() -> None:
    assert ENGLISH.who_was_asked(["Lease", "Annex"], 0) == "The documents do not say"
    one = "“Lease” does not say (6 other documents were not asked)"
    assert ENGLISH.who_was_asked(["Lease"], 6) == one
    two = "The 2 chosen documents do not say (1 other document was not asked)"
    assert ENGLISH.who_was_asked(["Lease", "Annex"], 1) == two


def test_every_reason_against_a_sentence_has_a_phrase() -> None:
    named = {field.name for field in fields(Phrases) if field.name.startswith("fault_")}
    assert named == {f"fault_{reason}" for reason in get_args(Reason)}
    for name in named:
        assert wanted(getattr(ENGLISH, name)) <= {"word", "other"}


@pytest.mark.parametrize(
    "sentence", ["The mice got 45 mg.", "The mice got no prednisone.", "A trial in Jordan began."]
)
@pytest.mark.parametrize("supports", [[], [Support(1, "The mice got 30 mg of prednisone.")]])
def test_the_checking_speaks_one_language(sentence: str, supports: list[Support]) -> None:
    lexicon = Lexicon(["The mice got 30 mg of prednisone."], ["The mice got 30 mg of prednisone."])
    english = Checker(lexicon).check(sentence, supports)
    assert english.reason
    marked = Checker(lexicon, phrases=MARKED).check(sentence, supports)
    assert marked == replace(english, reason=MARK + english.reason)


def unmarked(text: str) -> list[str]:
    """Phrases that stand in a text as they are in English."""
    plain = re.sub(r"<[^>]*>", "|", text) + "".join(
        re.findall(r'(?:aria-label|title)="[^"]*"', text)
    )
    plain = re.sub(r"The documents do not say(\.| this)", "", plain)  # a stand-in, and a rating
    found = []
    for phrase in asdict(ENGLISH).values():
        fixed = max(re.split(r"\{[^}]*\}", phrase), key=len).strip()
        begins = phrase.startswith(fixed)
        if begins and len(fixed) > 4 and re.search(rf"(?<!{MARK}){re.escape(fixed)}(?!\w)", plain):
            found.append(phrase)
    return found


@pytest.fixture
def fake(tmp_path: Path) -> FakeAssistant:
    made = FakeAssistant(tmp_path)
    made.phrases = MARKED
    return made


def asked(fake: FakeAssistant, question: str) -> list[str]:
    """Every state of the page while a question is answered."""
    archive = Archive(fake.settings, fake.workspace)  # type: ignore[arg-type]
    keeping = Keeping(fake, archive)  # type: ignore[arg-type]
    suggesting = Suggesting(fake)  # type: ignore[arg-type]
    asking = Asking(fake, keeping, Running(), suggesting)  # type: ignore[arg-type]
    views = list(asking.ask(question, Context()))
    return ["".join(part or "" for part in (view.log, view.live, view.side)) for view in views]


@pytest.mark.parametrize("composes", [False, True])
@pytest.mark.parametrize("question", ["survival", "and then", "who?", "x" * 5_000])
def test_the_page_speaks_one_language(fake: FakeAssistant, question: str, composes: bool) -> None:
    fake.composes = composes
    for state in asked(fake, question):
        assert [one for one in unmarked(state) if "4,000" not in state] == []
        assert state.count(MARK) >= 2


def test_the_page_says_that_something_went_wrong_in_one_language(fake: FakeAssistant) -> None:
    fake.error = RuntimeError("unexpected")
    *_, last = asked(fake, "survival")
    assert unmarked(last) == []
    assert MARK + ENGLISH.unexpected in last


def test_before_the_first_question(fake: FakeAssistant) -> None:
    for count in (0, 1, 2):
        shown = welcome(fake.documents[:count], MARKED)
        assert MARK in shown
        assert unmarked(shown) == []
    assert unmarked(document_list(fake.documents * 40, MARKED)) == []


def test_a_conversation_that_is_not_kept_says_so(fake: FakeAssistant) -> None:
    told = conversation.live([ShownTurn(1, "x")], Context(), MARKED, MARKED.not_kept)
    assert unmarked(told) == []


@pytest.mark.parametrize("question", ["survival", "and then", "who?"])
def test_the_terminal_speaks_one_language(fake: FakeAssistant, question: str) -> None:
    text = answer_text(replace(fake.ask(question), lead=""), MARKED)
    assert unmarked(text) == []
    assert text.count(MARK) >= 2
    assert unmarked(hits_text(fake.search("survival"), MARKED)) == []


def test_it_would_be_noticed() -> None:
    assert unmarked("Sources") == ["Sources"]
    assert unmarked('<p title="Source 1: x">') == [ENGLISH.source_label]
