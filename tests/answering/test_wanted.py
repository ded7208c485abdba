from __future__ import annotations

import pytest
from assistant.answering.answer_type import Wanted, Wish, wanted
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.builder import decisive


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What percentage of patients improved?", Wanted.PERCENTAGE),
        ("What proportion relapsed?", Wanted.PERCENTAGE),
        ("How many patients were treated?", Wanted.NUMBER),
        ("What number of cells was given?", Wanted.NUMBER),
        ("How old were the patients?", Wanted.AGE),
        ("When were embryonic stem cells first isolated?", Wanted.TIME),
        ("How much does it cost?", Wanted.MONEY),
        ("What is the price of HSCT?", Wanted.MONEY),
        ("Who first isolated embryonic stem cells?", Wanted.PERSON),
        ("Whose study was it?", Wanted.PERSON),
        ("What does HSCT stand for?", Wanted.DEFINITION),
        ("What is EAE?", Wanted.DEFINITION),
        ("Is there a cure?", Wanted.YES_NO),
        ("And does it work?", Wanted.YES_NO),
        ("How do MSCs act on B cells?", Wanted.ANYTHING),
        ("Which side effects are known?", Wanted.ANYTHING),
    ],
)
def test_what_a_question_asks_for(question: str, kind: Wanted) -> None:
    assert wanted(question).kind is kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Wanted.PERCENTAGE, "It was 98.8% in all."),
        (Wanted.PERCENTAGE, "Half of them improved."),
        (Wanted.NUMBER, "There were 507 patients."),
        (Wanted.NUMBER, "Three of them were ill."),
        (Wanted.AGE, "They were aged 20 to 40."),
        (Wanted.TIME, "In 1981, it was isolated."),
        (Wanted.TIME, "It lasted six months."),
        (Wanted.MONEY, "It was $80,000."),
        (Wanted.PERSON, "Corcione et al. showed it."),
        (Wanted.PERSON, "Leonard Hayflick explained it."),
        (Wanted.DEFINITION, "Multiple sclerosis (MS) is a disease."),
        (Wanted.YES_NO, "Anything at all."),
        (Wanted.ANYTHING, "Anything at all."),
    ],
)
def test_a_sentence_holds_it(kind: Wanted, sentence: str) -> None:
    assert Wish(kind).met(sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Wanted.PERCENTAGE, "There were 507 patients."),
        (Wanted.NUMBER, "It was seen before [12]."),  # a reference mark is no number
        (Wanted.NUMBER, "It was seen before (99, 103)."),
        (Wanted.AGE, "They were ill."),
        (Wanted.MONEY, "It was high."),
        (Wanted.PERSON, "it was shown before."),
    ],
)
def test_a_sentence_does_not_hold_it(kind: Wanted, sentence: str) -> None:
    assert not Wish(kind).met(sentence)


@pytest.mark.parametrize(
    ("kind", "text", "marked"),
    [
        (Wanted.PERCENTAGE, "A survival of 98.8% in 507 patients (99).", ["98.8%"]),
        (Wanted.PERSON, "Corcione et al. [20] showed it.", ["Corcione et al."]),
        (Wanted.ANYTHING, "A survival of 98.8% in 507 patients.", ["98.8%"]),
        (Wanted.YES_NO, "A survival of 98.8% in 507 patients.", []),
    ],
)
def test_decisive_words(kind: Wanted, text: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in decisive(kind, text)] == marked


def test_a_count_is_marked_and_reference_marks_are_not() -> None:
    text = "Of 507 patients [12], 414 had RRMS (99)."
    marked = [text[start:end] for start, end in decisive(Wanted.NUMBER, text)]
    assert any("507" in words for words in marked)
    assert any("414" in words for words in marked)
    assert not any("12" in words or "99" in words for words in marked)


@pytest.mark.parametrize(
    ("sentence", "met"),
    [
        ("Of 507 MS patients, 414 had RRMS.", True),
        ("Twelve individuals were treated.", True),  # patients by another word
        ("It lasted 12 months.", False),
        ("Patients were treated.", False),
    ],
)
def test_a_count_is_of_what_was_asked(sentence: str, met: bool) -> None:
    assert wanted("How many patients were treated?").met(sentence) is met


@given(st.sampled_from(Wanted), st.text())
def test_decisive_ranges_of_any_text(kind: Wanted, text: str) -> None:
    last = 0
    for start, end in decisive(kind, text):
        assert last <= start < end <= len(text)
        last = end


@given(st.text())
def test_any_question_asks_for_something(text: str) -> None:
    assert isinstance(wanted(text).kind, Wanted)
