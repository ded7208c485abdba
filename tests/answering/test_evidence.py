"""How evidence is measured, over documents of many fields."""

from __future__ import annotations

import pytest
from evidence_samples import searcher

from assistant.answering.evidence import BETWEEN, WEIGHTS, Evidence, gather, in_context
from assistant.answering.rerank import WEIGHTS as READ_WEIGHTS
from assistant.nlp.kinds import kind_of
from assistant.nlp.named import Named
from assistant.nlp.tokens import stem

HANDBOOK = """# Staff handbook

## Holidays

Every clerk has 25 days of holiday a year. They are booked with the manager.

## Expenses

Train tickets are paid back within a month.

| Meal | Most |
|---|---|
| Breakfast | 9 pounds |
| Dinner | 25 pounds |
"""


def found(question: str, text: str = HANDBOOK) -> list[Evidence]:
    one = searcher(text)
    query = one.query(question)
    return gather(one.rank(query), one.lexicon, query, kind_of(query.text))


def named(evidence: list[Evidence], beginning: str) -> Evidence:
    return next(one for one in evidence if one.text.startswith(beginning))


def test_signals_are_known_and_between_zero_and_one() -> None:
    for one in found("How many days of holiday has a clerk?"):
        assert set(WEIGHTS) | set(READ_WEIGHTS) <= set(one.signals)
        assert all(0 <= value <= 1 for value in one.signals.values())


def test_the_sentence_that_answers_comes_first() -> None:
    assert found("How many days of holiday has a clerk?")[0].text.startswith("Every clerk")


def test_the_title_is_no_evidence_but_other_headings_are() -> None:
    kinds = {one.text for one in found("What does the staff handbook say of expenses?")}
    assert "Expenses" in kinds
    assert "Staff handbook" not in kinds


def test_a_row_is_told_by_its_columns() -> None:
    row = named(found("Which meal is dinner?"), "Dinner")
    assert row.signals["row"] == 1.0
    assert row.signals["with_section"] > row.signals["together"]


def test_what_covers_more_of_the_question_counts_more() -> None:
    evidence = found("Are train tickets paid back?")
    ticket, holiday = named(evidence, "Train"), named(evidence, "Every")
    assert ticket.signals["together"] > holiday.signals["together"]
    assert ticket.score > holiday.score
    assert ticket.signals["together"] == pytest.approx(1.0)


def test_a_sentence_is_read_under_its_heading() -> None:
    one = named(found("Are train tickets paid back?"), "Train")
    assert in_context(one.passage, one.span).split(BETWEEN) == [
        "Train tickets are paid back within a month.",
        "Expenses",
    ]


def test_a_leaning_sentence_is_read_with_the_one_before() -> None:
    one = named(found("How is holiday booked?"), "They")
    assert in_context(one.passage, one.span).split(BETWEEN) == [
        "They are booked with the manager.",
        "Holidays",
        "Every clerk has 25 days of holiday a year.",
    ]


def test_a_row_is_read_with_its_columns() -> None:
    one = named(found("What is the most for a dinner?"), "Dinner")
    assert in_context(one.passage, one.span).startswith("Meal: Dinner; Most: 25 pounds")


@pytest.mark.parametrize(
    ("question", "names", "codes"),
    [
        ("What did Ann Lee say of the A40?", {"Ann", "Lee"}, {"A40"}),
        ("Which pump is in the cellar?", set(), set()),
        ("When does flight BA117 leave Oslo?", {"Oslo"}, {"BA117"}),
        ("WHAT DOES THE LEASE SAY OF PETS?", set(), set()),
        ("Which COVID-19-related rules hold?", set(), {"COVID-19"}),
        ("Does a 16-year-old pay?", set(), {"16"}),
        ("Is 1.4.0-beta out?", set(), {"1.4.0-beta"}),
    ],
)
def test_names_and_codes(question: str, names: set[str], codes: set[str]) -> None:
    made = Named.of(question)
    assert made.names == frozenset(map(stem, names))
    assert made.codes == frozenset(map(stem, codes))


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("When will Lumetray 6.2 be released?", {"6.2"}),
        ("What is new in Lumetray 6.2?", {"6.2"}),
        ("Does the Kettle Pro 1.7 litre whistle?", set()),
        ("How did it rise by 4.5 per cent?", set()),
    ],
)
def test_a_version_behind_a_name_is_an_id(question: str, ids: set[str]) -> None:
    assert Named.of(question).ids == frozenset(map(stem, ids))


LEAFLET = """# Brillox K40

## Uses

### Surfaces

Not for aluminium or zinc.

## Contents

- Surfaces
- Storage
"""


def test_what_the_question_names_is_read_with_the_title_and_headings_above() -> None:
    one = named(found("Is it for aluminium?", LEAFLET), "Not for")
    shown = in_context(one.passage, one.span, {stem("Brillox"), stem("zinc")})
    assert shown.split(BETWEEN) == ["Not for aluminium or zinc.", "Surfaces", "Brillox K40"]
    assert in_context(one.passage, one.span, {stem("zinc")}).count(BETWEEN) == 1


def test_a_table_of_contents_is_no_evidence() -> None:
    texts = [one.text for one in found("Which surfaces?", LEAFLET)]
    assert "Surfaces" in texts
    assert "- Storage" not in texts
    assert "Storage" not in texts
