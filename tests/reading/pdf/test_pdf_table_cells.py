"""Cells of tables whose text runs into the next cell, and names that stand over several."""

from __future__ import annotations

from pdf_files import drawn, line, rows

from assistant.reading.pdf import read_pdf

_WIDE = "MMMMMMMM"  # 67 points wide in Helvetica of 10 points
_ROWS = [(_WIDE, "760", "83.7"), ("short", "940", "98.6"), (_WIDE, "150", "82.6")]


def _rule(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return f"{x0} {y0} m {x1} {y1} l S\n".encode()


def _cells(places: tuple[float, ...], names: tuple[str, ...]) -> bytes:
    return b"".join(
        line(cell, x, 680 - 20 * at)
        for at, row in enumerate((names, *_ROWS))
        for x, cell in zip(places, row, strict=True)
    )


def test_text_that_touches_the_next_cell_is_not_joined_with_it() -> None:
    across = b"".join(_rule(50, y, 300, y) for y in (695, 672, 610))
    page = _cells((52, 117, 200), ("Setting", "Default", "Cost")) + across
    found = read_pdf(drawn(page))
    assert rows(found) == [list(row) for row in _ROWS]
    assert found.tables[0].columns == ("Setting", "Default", "Cost")


def test_text_that_lies_over_a_drawn_rule_stays_in_its_cell() -> None:
    across = b"".join(_rule(50, y, 300, y) for y in (695, 675, 655, 635, 610))
    down = b"".join(_rule(x, 695, x, 610) for x in (50, 110, 190, 300))
    page = _cells((55, 115, 195), ("Setting", "Default", "Cost")) + across + down
    assert rows(read_pdf(drawn(page))) == [list(row) for row in _ROWS]


def test_names_over_merged_columns_name_each_of_them() -> None:
    across = b"".join(_rule(50, y, 350, y) for y in (695, 675, 655, 635, 615))
    down = b"".join(_rule(x, 695, x, 615) for x in (50, 110, 230, 350))
    inner = b"".join(_rule(x, 675, x, 615) for x in (170, 290))
    texts = [
        ("", "Before", "", "After", ""),
        ("Town", "Income", "Costs", "Margin", "Staff"),
        ("Oslo", "969", "235", "81.2", "113"),
        ("Bergen", "643", "531", "65.0", "922"),
    ]
    page = b"".join(
        line(cell, 55 + 60 * column, 681 - 20 * at)
        for at, row in enumerate(texts)
        for column, cell in enumerate(row)
        if cell
    )
    found = read_pdf(drawn(page + across + down + inner))
    names = ("Town", "Before Income", "Before Costs", "After Margin", "After Staff")
    assert found.tables[0].columns == names
    assert rows(found) == [list(row) for row in texts[2:]]
