from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.reading.document import Span
from evals.gold_cases import fold, holds


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("it was 98.8% in all", "98.8%"),
        ("it was 98.8 % in all", "98.8%"),
        ("half (50 percent) of them", "50%"),
        ("TGF-β rose", "TGF-beta"),
        ("IL–10 and IL−12", "il-12"),
        ("Wharton’s jelly", "Wharton's jelly"),
        ("after  a\nline end", "a line end"),
        ("in 2021.", "2021"),
        ("5, 12, and 17", "12"),
        ("1 × 10^6 cells", "1x10^6 cells"),
        ("stem cells", "stem cell"),
        ("given MSCs", "MSC"),
        ("high-dose CY.", "CY"),
    ],
)
def test_a_form_is_found_however_it_is_spelt(text: str, form: str) -> None:
    assert holds(text, form)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("98.8% survived", "8.8%"),
        ("98.8% survived", "8%"),
        ("12.5 mg", "12"),
        ("1,200 patients", "200"),
        ("1,200 patients", "1"),
        ("NCT018954390", "NCT01895439"),
        ("", "x"),
        ("murine cells", "urine"),
        ("proliferation", "LIF"),
        ("cytokines", "CY"),
    ],
)
def test_a_form_is_not_found_inside_another_word(text: str, form: str) -> None:
    assert not holds(text, form)


def test_a_later_place_counts_where_the_first_is_inside_a_number() -> None:
    assert holds("112 of 12", "12")


def test_what_is_found_has_its_place_in_the_unfolded_text() -> None:
    text = "A  B\n\tc – d.  A b"
    (first, second) = fold(text).find("a b")
    assert text[first.start : first.end] == "A  B"
    assert second == Span(len(text) - 3, len(text))


def test_an_empty_quote_stands_nowhere() -> None:
    assert fold("text").find("  ") == ()


@given(st.text(max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_any_piece_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    spans = fold(text).find(piece)
    if fold(piece).text.strip():
        assert spans
        assert all(fold(text[s.start : s.end]).text == fold(piece).text.strip() for s in spans)
