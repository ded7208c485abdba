"""Numbers at the edges of pages: those of headers are left out, those of tables stay."""

from __future__ import annotations

from fpdf import FPDF
from pdf_files import drawn, line, rows, text

from assistant.reading.pdf import read_pdf
from assistant.reading.pdf.fragments import Fragment, Page, Rect, Style
from assistant.reading.pdf.page_lines import Line
from assistant.reading.pdf.running_numbers import unfounded
from assistant.reading.pdf.segment import Segment

PLACES = (50, 130, 210, 290)
NAMES = ("Segment", "Income", "Costs", "Remarks")


def row(cells: tuple[str, ...], y: int) -> bytes:
    return b"".join(line(cell, x, y) for cell, x in zip(cells, PLACES, strict=True) if cell)


def page(number: int, values: list[int]) -> bytes:
    """A table without rules that begins high on the page, its last cells of two lines."""
    head = row(("", "Before", "", "After"), 760) + row(NAMES, 743)
    body = b""
    for at, value in enumerate(values):
        y = 724 - 36 * at
        body += row((f"Branch {number}-{at}", str(value), str(value + 7), "grew as fast"), y)
        body += line("as it had before", PLACES[3], y - 12)
    return head + body + line(str(number), 300, 30)


def test_whole_numbers_below_a_repeated_head_stay() -> None:
    values = [[681, 12, 44, 58], [997, 3, 5, 81], [114, 9, 260, 17]]
    found = read_pdf(drawn(*(page(at, each) for at, each in enumerate(values, 1))))
    assert [(cells[1], cells[2]) for cells in rows(found)] == [
        (str(value), str(value + 7)) for each in values for value in each
    ]
    assert {cells[3] for cells in rows(found)} == {"grew as fast as it had before"}
    assert len(found.tables) == 1
    assert found.report is not None
    assert found.report.numbers_unread == 0


def test_numbers_that_grow_with_the_pages_are_left_out() -> None:
    pages = [
        line(f"Report 2024, page {at + 11}", 50, 770) + line("Some words of the text.", 50, 600)
        for at in range(4)
    ]
    found = read_pdf(drawn(*pages))
    assert "Report" not in found.text


def test_numbers_that_do_not_grow_stay() -> None:
    pages = [
        line(f"Loss of {loss} million", 50, 770) + line("Some words of the text.", 50, 600)
        for loss in (17, 450, 33, 208)
    ]
    found = read_pdf(drawn(*pages))
    everything = " ".join(text(found, block) for block in found.blocks)
    assert all(f"Loss of {loss} million" in everything for loss in (17, 450, 33, 208))


def one_line(words: str, y: float, x: float = 50.0) -> Line:
    rect = Rect(x, y - 8, x + 40, y + 2)
    return Line([Segment.of(Fragment(words, 0, x, x + 40, y, Style("F", 10.0), rect))])


def test_what_was_left_out_wrongly_is_counted() -> None:
    pages = [Page(number, 600, 800) for number in (1, 2, 3)]
    none: list[list[Line]] = [[], [], []]
    growing = [[one_line(str(4 + at), 780)] for at in range(3)]
    assert unfounded(pages, none, growing) == 0
    cells = [[one_line(number, 110)] for number in ("681", "997", "114")]
    assert unfounded(pages, none, cells) == 3
    same = [[one_line("100", 110)] for _ in pages]
    assert unfounded(pages, none, same) == 0
    beside = [[one_line("Firms", 110, 200)] for _ in pages]
    assert unfounded(pages, beside, same) == 3


def test_lines_that_are_all_there_is_are_kept() -> None:
    pdf = FPDF(unit="pt", format=(300, 200))
    for year in range(3):
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        pdf.text(30, 20, "Contract No 77")
        pdf.text(30, 60, f"Rent in year {year} is {500 + year} EUR.")
    text = read_pdf(bytes(pdf.output())).text
    assert all(f"Rent in year {year} is {500 + year} EUR." in text for year in range(3))
