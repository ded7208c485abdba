"""The table rules hold for another paper: other columns, other registries, other page breaks."""

from __future__ import annotations

from typing import Any

from assistant.reading.structure import Structure
from assistant.reading.text.lines import Line
from assistant.reading.text.plain import read_plain
from assistant.reading.text.tables import MAX_COLUMNS, _begin

BEFORE = """\
Introduction

Extracellular vesicles carry proteins and nucleic acids from one cell to another, and they
cross the barrier between blood and brain far more easily than the cells from which they came.
Because of this they were tried in people soon after the first experiments, and the registered
trials, which are of very different size and quality, show that the

"""
TABLE = """\
Table 2 Registered trials of extracellular vesicles in stroke

No Study name Country Registry number Primary endpoint

1 Vesicles after ischaemic
stroke

United
Kingdom

ISRCTN12345678 Change in mRS at
90 days

2 Intranasal vesicles

Germany

2015-001234-12 Adverse events

3 Placental vesicles for pa-
tients with stroke

China

DRKS00012345 Infarct volume on
MRI

Smith et al. Journal of Vesicles (2022) 3:14 Page 2 of 9

Table 2 Registered trials of extracellular vesicles in stroke (Continued)

No Study name Country Registry number Primary endpoint

reaching hospital late

at day 7

4 Vesicles and thrombolysis Spain NCT04123456 Bleeding
5 Vesicles in children Chile ACTRN12614000123456 • Safety
• Growth

Smith et al. Journal of Vesicles (2022) 3:14 Page 3 of 9

"""
AFTER = """\
field is still young and that larger trials are needed before anything can be said about their
benefit in everyday practice. Until then they should be given within trials alone, and all of
them should be registered before the first patient is treated.
"""
CAPTION = "Table 2 Registered trials of extracellular vesicles in stroke"


def rows(read: Structure) -> list[list[str]]:
    return [
        [read.text[cell.start : cell.end] for cell in block.cells]
        for block in read.blocks
        if block.kind == "row"
    ]


def paragraphs(read: Structure) -> list[str]:
    return [read.text[b.start : b.end] for b in read.blocks if b.kind == "paragraph"]


def test_rows_of_another_paper() -> None:
    read = read_plain(BEFORE + TABLE + AFTER)
    (table,) = read.tables
    assert table.caption == CAPTION
    assert table.columns == (
        "No",
        "Study name",
        "Country",
        "Registry number",
        "Primary endpoint",
    )
    assert rows(read) == [
        [
            "1",
            "Vesicles after ischaemic stroke",
            "United Kingdom",
            "ISRCTN12345678",
            "Change in mRS at 90 days",
        ],
        ["2", "Intranasal vesicles", "Germany", "2015-001234-12", "Adverse events"],
        [
            "3",
            "Placental vesicles for patients with stroke reaching hospital late",
            "China",
            "DRKS00012345",
            "Infarct volume on MRI at day 7",
        ],
        ["4", "Vesicles and thrombolysis", "Spain", "NCT04123456", "Bleeding"],
        ["5", "Vesicles in children", "Chile", "ACTRN12614000123456", "• Safety • Growth"],
    ]


def test_the_sentence_around_a_table_runs_on() -> None:
    (paragraph,) = paragraphs(read_plain(BEFORE + TABLE + AFTER))
    assert "quality, show that the field is still young" in paragraph
    assert paragraph.endswith("before the first patient is treated.")


def test_caption_and_rows_are_a_section_of_their_own() -> None:
    read = read_plain(BEFORE + TABLE + AFTER)
    of_table = [block for block in read.blocks if block.kind in ("caption", "row")]
    assert [block.kind for block in of_table] == ["caption"] + ["row"] * 5
    assert {block.section for block in of_table} == {(CAPTION,)}
    assert {block.section for block in read.blocks if block not in of_table} == {("Introduction",)}


def test_prose_right_after_a_table_is_not_its_last_row() -> None:
    whole = AFTER.replace("field is", "The field is")
    short = "Table 1 Doses\n\nNo Animal Dose\n\n1 Mouse\n\n10 mg\n\n2 Rat\n\n20 mg\n\n"
    read = read_plain(BEFORE.replace("show that the", "differ.") + short + whole)
    assert [row[0] for row in rows(read)] == ["1", "2"]
    assert all("young" not in cell for row in rows(read) for cell in row)
    assert any(paragraph.startswith("The field is") for paragraph in paragraphs(read))


def test_cells_without_registration_numbers_are_parted_by_blank_lines() -> None:
    text = "Table 1 Doses\n\nNo Animal Dose\n\n1 Mouse\n\n10 mg\n\n2 Brown rat\n\n20 mg\n"
    read = read_plain(BEFORE + text)
    assert rows(read) == [["1", "Mouse", "10 mg"], ["2", "Brown rat", "20 mg"]]


def test_a_sentence_that_names_a_table_is_no_table() -> None:
    text = "The doses differ, as\n\nTable 2 shows that 1 of them\nis far higher than the rest.\n"
    read = read_plain(text)
    assert not read.tables
    assert not rows(read)


def test_two_tables_do_not_mix() -> None:
    first = "Table 1 Doses\n\nNo Animal Dose\n\n1 Mouse\n\n10 mg\n\n2 Rat\n\n20 mg\n\n"
    second = "Table 2 Ages\n\nNo Animal Age\n\n1 Pig\n\n3 months\n\n2 Dog\n\n9 months\n"
    read = read_plain(BEFORE + first + second)
    assert [table.caption for table in read.tables] == ["Table 1 Doses", "Table 2 Ages"]
    assert [(b.table, read.text[b.start : b.end]) for b in read.blocks if b.kind == "row"] == [
        (0, "1. Mouse | 10 mg"),
        (0, "2. Rat | 20 mg"),
        (1, "1. Pig | 3 months"),
        (1, "2. Dog | 9 months"),
    ]


def test_the_last_of_many_columns_holds_the_rest() -> None:
    names = [f"Col{number}" for number in range(99)]
    read = read_plain(f"Table 1. Prices\n\n{'  '.join(names)}\n\n1 a\n\nb\n\n2 c\n")
    (table,) = read.tables
    assert table.columns == (*names[: MAX_COLUMNS - 1], " ".join(names[MAX_COLUMNS - 1 :]))


def test_a_caption_is_judged_by_the_lines_near_it() -> None:
    class Counted(list[Line]):
        taken = 0

        def __getitem__(self, at: Any) -> Any:  # noqa: ANN401 - as a list's
            self.taken += 1
            return super().__getitem__(at)

    lines = Counted(Line(at, at + 1, f"a{at}") for at in range(1_000))
    lines[0] = Line(0, 7, "Table 1 (continued)", after_blank=True)
    assert _begin(lines, 0) is not None
    assert lines.taken < 100
