"""Tables: ruled, framed, without rules, over pages, turned."""

from __future__ import annotations

import pytest
from pdf_files import LATIN, drawn, line, read, rows, texts

from assistant.reading.pdf import read_pdf

PONDS = [
    ["North", "12", "23.4 ± 1.2", "0.03"],
    ["South", "17", "19.8 ± 2.1", "<0.001"],
    ["East", "", "21.0", "0.2"],
    ["West", "1,204", "22.7", "0.11"],
]
COLUMNS = ("Pond", "Frogs", "Mean mass (g)", "p")


def table(stroke: str, body: list[list[str]] = PONDS, columns: tuple[str, ...] = COLUMNS) -> str:
    cells = ", ".join(f"[{cell}]".replace("<", "\\<") for row in body for cell in row)
    head = ", ".join(f"[*{name}*]" for name in columns)
    rule = "table.hline()," if stroke == "none" else ""
    return (
        f"#figure(table(columns: {len(columns)}, stroke: {stroke}, {rule} table.header({head}),"
        f"{rule} {cells}, {rule}), caption: [Frogs by pond.])\n"
    )


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize("columns", [1, 2])
def test_a_table_becomes_rows_below_its_caption(stroke: str, columns: int) -> None:
    found = read(f"#set page(columns: {columns})\n{LATIN}\n{table(stroke)}\n{LATIN * 9}")
    assert rows(found) == PONDS
    assert [one.columns for one in found.tables] == [COLUMNS]
    assert found.tables[0].caption == "Table 1: Frogs by pond."


@pytest.mark.parametrize(("first", "between"), [(1, ". "), (1911, " | ")])
def test_only_rows_that_count_from_one_read_as_numbered(first: int, between: str) -> None:
    body = [[str(first), "North", "12"], [str(first + 1), "South", "17"]]
    found = read(f"{LATIN}\n{table('0.5pt', body, ('Nr', 'Pond', 'Frogs'))}\n{LATIN}")
    assert texts(found, "row") == [
        f"{first}{between}North | 12",
        f"{first + 1}{between}South | 17",
    ]


def test_a_table_without_any_rule() -> None:
    source = f"{LATIN}\n\n" + table("none").replace("table.hline(),", "") + LATIN
    assert rows(read(source)) == PONDS


def test_a_table_that_goes_on_over_a_page_is_one() -> None:
    body = [[f"Site {at}", str(at * 7), f"{at}.5", "0.01"] for at in range(70)]
    found = read("#show figure: set block(breakable: true)\n" + table("none", body) + LATIN)
    assert rows(found) == body
    assert len(found.tables) == 1
    assert len(found.layer.units) == 2


def test_a_turned_table() -> None:
    found = read(f"{LATIN}\n\n#rotate(-90deg, reflow: true)[{table('0.5pt')}]")
    assert rows(found) == PONDS
    assert found.tables[0].caption == "Table 1: Frogs by pond."


def test_wrapped_cells_stay_in_their_row() -> None:
    body = [
        ["1", "A long description that needs more than one line", "Tehran"],
        ["2", "Another description that also needs several lines of its cell", "Barcelona"],
        ["3", "Short", "Genoa in Italy, near the sea"],
    ]
    cells = ", ".join(f"[{cell}]" for row in body for cell in row)
    found = read(
        "#table(columns: (30pt, 110pt, 70pt), stroke: none, table.hline(), "
        "table.header([*No*], [*What*], [*Where*]), table.hline(), " + cells + ", table.hline())"
    )
    assert rows(found) == body
    assert found.tables[0].columns == ("No", "What", "Where")


def test_prose_between_rules_is_no_table() -> None:
    found = read(f"#line(length: 100%)\n{LATIN}\n#line(length: 100%)\n{LATIN}")
    assert not found.tables
    assert texts(found, "paragraph") == [LATIN.strip()] * 2


def test_a_framed_note_is_no_table() -> None:
    found = read(f"#rect[{LATIN}]")
    assert not found.tables
    assert texts(found, "paragraph") == [LATIN.strip()]


def test_a_table_of_the_same_width_has_its_own_columns() -> None:
    wide = "#table(columns: (1fr, 1fr), stroke: none, table.hline(), [Ferry], [Crew],"
    more = "#table(columns: (1fr, 1fr, 1fr, 1fr), stroke: none, table.hline(), [A], [B], [C], [D],"
    first = f"{wide} table.hline(), [Star], [12], [Moon], [14], table.hline())"
    second = f"{more} table.hline(), [1], [2], [3], [4], [5], [6], [7], [8], table.hline())"
    found = read(f"{first}\n{LATIN}\n{second}\n{LATIN}\n{first}")
    assert [table.columns for table in found.tables] == [
        ("Ferry", "Crew"),
        ("A", "B", "C", "D"),
        ("Ferry", "Crew"),
    ]
    assert rows(found)[2:4] == [["1", "2", "3", "4"], ["5", "6", "7", "8"]]


def test_names_of_two_lines_head_a_table_without_rules() -> None:
    body = [[f"G{at}", str(at * 31 + 100), f"{at}.5"] for at in range(6)]
    lines = [(["Spec-", "Range,", "Crack,"], 720), (["imen", "MPa", "mm"], 708)]
    lines += [(row, 690 - 18 * at) for at, row in enumerate(body)]
    words = [line(cell, 50 + 90 * at, y) for row, y in lines for at, cell in enumerate(row)]
    found = read_pdf(drawn(b"".join(words)))
    assert rows(found) == body
    assert found.tables[0].columns == ("Specimen", "Range, MPa", "Crack, mm")
