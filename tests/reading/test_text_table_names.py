"""Names of columns and captions of tables in typed text, and titles above who wrote the text."""

from __future__ import annotations

import pytest

from assistant.reading.document import Document, Source
from assistant.reading.reader import read_bytes

_LEAFLET = """\
Package leaflet: Solvatrin 35 mg tablets
Ann Berg, Piet van der Veen

1 Use

The longest crack measured
2.7 metres. It was mended within a week of the inspection, at the cost of the county.

1.1 Traffic

A ferry ran.

2 Side effects

Table 1. Side effects in 1,264 people

Side effect           35 mg, %   70 mg, %   Placebo
Headache              7.3        12.6       5.2
Raised liver values   2.2        5.9        0.8

Limits of the release

Limit     Value    Unit
Servers   17       servers
Clients   48500    clients
"""


def _read(text: str) -> Document:
    return read_bytes("a.txt", text.encode(), Source())


def test_a_title_stands_above_who_wrote_the_text() -> None:
    source = _read(_LEAFLET).source
    assert source.title == "Package leaflet: Solvatrin 35 mg tablets"
    assert source.authors == "Ann Berg, Piet van der Veen"


@pytest.mark.parametrize(
    "head",
    [
        "12 Oak Street\nSpringfield\n\nDear Jonas,\n\nthe pumps come on Thursday.\n",
        "From: Ann\nTo: Ben\n\n1. Pumps\n\nThey come on Thursday.\n",
        "Milk\nEggs\n\nBuy them on Thursday at the market.\n",
    ],
)
def test_other_short_first_lines_are_no_title(head: str) -> None:
    assert _read(head).source.title == ""


def test_an_amount_at_the_beginning_of_a_line_is_no_clause() -> None:
    document = _read(_LEAFLET)
    headings = [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"]
    assert "1.1 Traffic" in headings


def test_names_of_columns_may_have_numbers_and_tables_know_their_captions() -> None:
    effects, limits = _read(_LEAFLET).tables
    assert effects.columns == ("Side effect", "35 mg, %", "70 mg, %", "Placebo")
    assert effects.caption == "Table 1. Side effects in 1,264 people"
    assert (limits.caption, limits.columns[0]) == ("Limits of the release", "Limit")


def test_years_above_amounts_name_columns() -> None:
    found = _read(
        "Region   2019   2020   2021\nNorth    1,204  1,310  1,402\nSouth    980    990    1,001\n"
    )
    assert found.tables[0].columns == ("Region", "2019", "2020", "2021")


@pytest.mark.parametrize(
    "rows",
    [
        "Anna   room 3   12\nBen    room 4   14\nCarl   room 5   11\n",
        "Fair   2019   2020\nShow   2021   2022\nRace   2018   2024\n",
    ],
)
def test_a_first_row_like_the_others_is_a_row(rows: str) -> None:
    assert not _read(rows).tables


def test_a_formula_is_no_heading() -> None:
    document = _read("1 Theory\n\nHeat flows.\n\nQ = 5.67 A + 12.9 h\n\nHere A is the area.\n")
    assert [block.kind for block in document.blocks].count("heading") == 1
