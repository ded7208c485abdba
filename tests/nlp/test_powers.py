"""Raised digits that were lost in extracted text are pointed out, and nothing else is."""

import pytest

from assistant.nlp.powers import bare_powers, lost_powers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a low dose (1 × 106 cells/kg) or", [("1 × 106", "1 × 10⁶")]),
        ("1.7x10 4 MDCK cells/well", [("1.7x10 4", "1.7 x 10⁴")]),
        ("3 × 10 10 ffu/mL, 2 x 105/ml", [("3 × 10 10", "3 × 10¹⁰"), ("2 x 105", "2 x 10⁵")]),
        ("1 × 10⁶ cells", []),
        ("a relay of 4 × 100 m, 2 × 1000 and 3 x 10", []),
        ("a board of 297 x 105 or 20 x 105 mm", []),
        ("2 x 10.5 and 3 x 104.5 and 4 x 10%", []),
        ("version 1.2 × 1 and 10 × 10 95 of them", []),
    ],
)
def test_lost_powers(text: str, found: list[tuple[str, str]]) -> None:
    assert list(lost_powers(text)) == found


LOST = "Each well held 2 × 106 cells."


@pytest.mark.parametrize(
    ("text", "around", "found"),
    [
        ("The mice received 106 cells.", LOST, [("106", "10⁶")]),
        ("105 CD34+ cells per kg or 1010 vg", LOST, [("105", "10⁵"), ("1010", "10¹⁰")]),
        ("The mice received 106 cells.", "Each well held 2000 cells.", []),
        ("The mice received 106 cells.", "Each well held 2 × 10⁶ cells.", []),
        ("In all, 106 patients were asked, and 105 answered.", LOST, []),
        ("2 × 106 cells, 1,106 cells, 10.106 cells, 5-106 cells", LOST, []),
        ("a table of 106 cells-wide rows, 102 cells, 120 cells", LOST, []),
    ],
)
def test_bare_powers(text: str, around: str, found: list[tuple[str, str]]) -> None:
    assert list(bare_powers(text, around)) == found
