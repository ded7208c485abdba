"""Numbers in every form."""

from __future__ import annotations

import pytest

from assistant.nlp.normalize import fold
from assistant.nlp.quantities import quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 patients", [(1200, "")]),
        ("12.5%", [(12.5, "%")]),
        ("70 percent", [(70, "%")]),
        ("3–5 years", [(36, "months"), (60, "months")]),
        ("a 5-year rate over five years", [(60, "months"), (60, "months")]),
        ("fifteen people", [(15, "")]),
        ("twenty-five mice", [(25, "")]),
        ("half of them", [(50, "%")]),
        ("three-quarters of the mice", [(75, "%")]),
        ("1 × 10^6 cells/kg", [(1e6, "cells/kg")]),
        ("1 × 106 cells/kg", [(1e6, "cells/kg")]),
        ("2 x 10 6 cells/kg", [(2e6, "cells/kg")]),
        ("2×10⁶ cells/kg", [(2e6, "cells/kg")]),
        ("1 million cells/kg", [(1e6, "cells/kg")]),
        ("3 percentage points", [(3, "percentage points")]),
        ("18 and 7.7%, respectively", [(18, "%"), (7.7, "%")]),
        ("within 24 h", [(24, "hours")]),
        ("by day 100", [(100, "days")]),
        ("IL-17, CD4+ and NCT01377870 [12] in a phase II trial (99, 103)", []),
    ],
)
def test_a_text_gives_its_numbers_with_their_units(
    text: str, expected: list[tuple[float, str]]
) -> None:
    found = [(pytest.approx(number.value), number.unit) for number in quantities(fold(text))]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("about 70%", "about"),
        ("more than 90%", "over"),
        ("less than 1%", "under"),
        ("≥ 5 years", "over"),
        ("70%", ""),
    ],
)
def test_a_number_knows_its_bound(text: str, bound: str) -> None:
    assert [number.bound for number in quantities(fold(text))] == [bound]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CD4 (+) cells", "CD4+ cells"),
        ("IFN-γ", "IFN-gamma"),
        ("Phase I/IIa", "Phase 1/2a"),
        ("zero\u200bwidth", "zerowidth"),
        ("patient’s", "patient's"),
    ],
)
def test_two_spellings_are_folded_into_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)
