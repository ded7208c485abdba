"""What kind of thing a question asks for, and which texts hold one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.nlp.kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What percentage of voters turned out?", "share"),
        ("How many goals were scored?", "number"),
        ("How old is the bridge?", "age"),
        ("What dose of lime is spread?", "number"),
        ("In which year was the mill built?", "time"),
        ("How far is the hut from the pass?", "number"),
        ("How long does the dough rest?", "length"),
        ("How often must the filter be changed?", "rate"),
        ("When does the lease end?", "time"),
        ("When was the price list last changed?", "time"),
        ("Who sets the price?", "person"),
        ("What time does the ferry leave?", "time"),
        ("How much does a season ticket cost?", "money"),
        ("Which fee is due?", "money"),
        ("What is the entrance fee?", "money"),
        ("Who chairs the committee?", "person"),
        ("Whose signature is needed?", "person"),
        ("Is there a lift?", ""),
        ("Where is the stopcock?", "place"),
        ("Where can I complain?", ""),  # a person is as good an answer
        ("Why was the vote put off?", ""),
        ("Which colours are there?", ""),
        ("Which costs are not covered?", ""),
    ],
)
def test_what_a_question_asks_for(question: str, kind: str) -> None:
    assert kind_of(question).name == kind


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("share", "The turnout was 61 % in all."),
        ("share", "Half of them stayed."),
        ("number", "There were 507 entries."),
        ("number", "Three of them were late."),
        ("length", "Let it rest for two hours."),
        ("rate", "Change it every month."),
        ("time", "It ends on 31 March."),
        ("time", "It leaves at noon."),
        ("money", "It costs £12 a week."),
        ("person", "The chair is Ann Lee."),
        ("person", "the treasurer signs it"),
        ("", "Anything at all."),
        ("age", "They were aged 20 to 40."),
        ("age", "Dogs should be at least 15 months old."),
        ("time", "It was built in 1874."),
        ("time", "Boats were built here in the 1950s."),
        ("time", "It opens as soon as the ice is gone."),
        ("time", "The abbey was founded in 911."),
        ("length", "The crossing takes an hour and a bit."),
        ("length", "They have stood here since the autumn of 1957."),
        ("length", "It is known in seconds."),
        ("rate", "It meets each six months."),
        ("rate", "It may be used ten days in any month."),
        ("age", "I was fifteen and three months."),
        ("money", "Single, adult | 42 kr"),
        ("person", "It was signed by Åse Lund."),
        ("person", "Entry revised by L. Quist."),
        ("place", "It was launched at Dunmore."),
        ("place", "The stopcock is behind the boiler."),
        ("place", "Forms are kept at reception."),
        ("place", "Upstairs, second door."),
    ],
)
def test_a_text_holds_it(kind: str, text: str) -> None:
    assert Kind(kind).met(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "It was seen before [12]."),  # a reference mark is no number
        ("number", "It was seen before (99, 103)."),
        ("money", "It was high."),
        ("time", "It was bright."),
        ("length", "It was bright."),
        ("time", "It was built by hand."),
        ("time", "It was wiped with a cloth."),  # "h" stands for hours, but not inside a word
        ("person", "it was shown."),
        ("share", "It was high."),
        ("person", "It was closed in Germany last March."),
        ("person", "It is a rule of the EU."),
        ("place", "It was launched in 1934 and had two masts."),
        ("place", "It was launched on 3 May."),
        ("place", "It is made of oak to last."),
    ],
)
def test_a_text_does_not_hold_it(kind: str, text: str) -> None:
    assert not Kind(kind).met(text)


@given(st.text(), st.text())
def test_any_question_and_any_text(question: str, text: str) -> None:
    assert kind_of(question).met(text) in (True, False)
