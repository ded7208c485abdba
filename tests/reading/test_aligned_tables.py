"""Tables of plain text whose columns stand below each other."""

from __future__ import annotations

import pytest

from assistant.reading.text.plain import read_plain


def rows(text: str) -> list[tuple[str, ...]]:
    read = read_plain(text)
    return [
        tuple(read.text[cell.start : cell.end] for cell in block.cells)
        for block in read.blocks
        if block.kind == "row"
    ]


def test_a_short_last_row_and_empty_cells() -> None:
    text = (
        "Ferry times\n\nPier          First    Last\nNorth          6:10   22:40\n"
        "Castle Quay            23:05\nMill           7:00\n\nThere is no ferry at Easter.\n"
    )
    assert rows(text) == [
        ("North", "6:10", "22:40"),
        ("Castle Quay", "", "23:05"),
        ("Mill", "7:00", ""),
    ]
    assert read_plain(text).tables[0].columns == ("Pier", "First", "Last")
    assert read_plain(text).report.tables == 1


def test_a_title_above_and_a_rule_below_the_names() -> None:
    text = (
        "Guides of the season\nGuide      Language       Tours\n---------  -------------  -----\n"
        "Aino       Finnish            4\nMarit                         2\nOle        Danish\n"
        "All speak English.\n"
    )
    assert rows(text) == [("Aino", "Finnish", "4"), ("Marit", "", "2"), ("Ole", "Danish", "")]
    assert read_plain(text).text.startswith("Guides of the season")
    assert read_plain(text).text.endswith("All speak English.")


def test_cells_apart_by_tabs_may_be_empty() -> None:
    text = "Herb\tWeeks\tBed\nDill\t6\tA\nMint\t\tB\nSage\t9\n"
    assert rows(text) == [("Dill", "6", "A"), ("Mint", "", "B"), ("Sage", "9", "")]


def test_lines_that_cannot_be_told_apart_stay_lines() -> None:
    text = "nails  3   long and    thin\nscrews     brass\nhooks     2   iron      of two sizes\n"
    read = read_plain(text)
    assert not read.tables
    assert len(read.blocks) == 3
    assert read.report.tables_as_lines == 1


def test_justified_prose_is_no_table() -> None:
    text = (
        "The  harbour  was built  in the year of the great flood, and was\n"
        "enlarged twice since  then.   The first works took nine years, and the\n"
        "second  took  only  four,  because steam  cranes  were used by  then.\n"
    )
    read = read_plain(text)
    assert len(read.blocks) == 1
    assert not read.report.tables_as_lines


@pytest.mark.parametrize(
    "table",
    [
        "Item | Price\nTent | 12.00\nCart | 20.50\n",
        "Item\tPrice\nTent\t12.00\nCart\t20.50\n",
        "+----+----+\n|Item|Price|\n+----+----+\n|Tent|12.00|\n|Cart|20.50|\n",
        "Item   Price\nTent   12.00\nCart   20.50\n",
        "Item  Price\nTent  12.00\nCart  20.50\n",
    ],
)
@pytest.mark.parametrize("above", ["Fees of 2024\n", "3.  Fees\n", "FEES\n", "The fees:\n"])
@pytest.mark.parametrize("below", ["", "All with VAT.  See below.\n"])
def test_lines_right_above_and_below_a_table_are_none_of_it(
    table: str, above: str, below: str
) -> None:
    assert rows(above + table + below) == [("Tent", "12.00"), ("Cart", "20.50")]
    assert read_plain(above + table + below).tables[0].columns == ("Item", "Price")


def test_a_cell_may_be_wider_than_its_column_elsewhere() -> None:
    text = "Day     From   To\nMonday  09:00  17:00\nFriday  09:00  16:00\nSunday  closed\n"
    assert rows(text)[-1] == ("Sunday", "closed", "")


def test_the_first_column_needs_no_name() -> None:
    text = "Tides\n     High    Low\nMon  04:12   10:31\nTue  05:02   11:20\n"
    assert rows(text) == [("Mon", "04:12", "10:31"), ("Tue", "05:02", "11:20")]
    assert read_plain(text).tables[0].columns == ("", "High", "Low")
