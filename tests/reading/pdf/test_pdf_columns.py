"""Columns, paragraphs over columns and pages, and what stands around them."""

from __future__ import annotations

import pytest
from pdf_files import LATIN, drawn, line, read, rows, texts

from assistant.reading.pdf import read_pdf

HEAD = """
#set page(paper: "a4", columns: COLUMNS, numbering: "1",
  header: [Journal of Ferries 12 (2023) 34 #h(1fr) Byron and Planck])
#set par(justify: true)
#set text(size: 10pt, hyphenate: true, lang: "en")
"""


def head(columns: int) -> str:
    return HEAD.replace("COLUMNS", str(columns))


def paragraphs(count: int) -> list[str]:
    return [f"Paragraph number {number} of the report. {LATIN}".strip() for number in range(count)]


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_paragraphs_are_whole_and_in_order(columns: int) -> None:
    written = paragraphs(24)
    found = read(head(columns) + "\n\n".join(written))
    assert texts(found, "paragraph", "item") == written
    assert found.report.columns == columns
    assert found.report.numbers_unread == 0


def test_headers_and_page_numbers_are_left_out_but_stay_in_the_layer() -> None:
    found = read(head(2) + "\n\n".join(paragraphs(40)))
    assert len(found.layer.units) > 2
    assert "Journal of Ferries" not in found.text
    assert found.layer.text.count("Journal of Ferries") == len(found.layer.units)


def test_a_title_over_two_columns_comes_first() -> None:
    title = '#place(top + center, scope: "parent", float: true)[#text(20pt)[Ferries of the sound]]'
    found = read(f"{head(2)}{title}\n" + "\n\n".join(paragraphs(12)))
    assert found.text.startswith("Ferries of the sound\n\nParagraph number 0")
    assert found.source.title == "Ferries of the sound"


def test_a_slanting_mark_and_a_stamp_at_the_side_are_left_out() -> None:
    background = (
        "background: [#rotate(-50deg, text(70pt, fill: luma(220))[DRAFT])"
        "#place(left + horizon, rotate(-90deg, reflow: true)[stamped 2023-01-02])], numbering"
    )
    found = read(head(1).replace("numbering", background) + "\n\n".join(paragraphs(6)))
    assert texts(found, "paragraph") == paragraphs(6)
    assert "DRAFT" in found.layer.text
    assert "stamped" in found.layer.text


@pytest.mark.parametrize("columns", [1, 2])
def test_numbers_of_lines_are_left_out(columns: int) -> None:
    written = paragraphs(16)
    source = head(columns) + '#set par.line(numbering: "1")\n' + "\n\n".join(written)
    assert texts(read(source), "paragraph") == written


def test_words_broken_at_a_line_end_are_joined() -> None:
    words = "Extraordinarily complicated constitutional responsibilities notwithstanding."
    page = '#set page(width: 170pt, height: auto)\n#set text(hyphenate: true, lang: "en")\n'
    assert texts(read(page + words), "paragraph") == [words]


def column(lines: int, x: float, words: str, top: int = 740) -> bytes:
    return b"".join(line(f"{words} {at:02}", x, top - 14 * at) for at in range(lines))


def test_a_column_that_ends_early_is_read_last() -> None:
    long = column(40, 50, "all of the words of the left column go to line")
    short = column(2, 320, "then the words of the other column go to line")
    found = read_pdf(drawn(long + short))
    assert [len(words.split("line")) - 1 for words in texts(found, "paragraph")] in ([40, 2], [42])
    assert found.text.index("line 39") < found.text.index("then the words")


def test_a_table_in_one_of_two_columns_stays_in_it() -> None:
    left = column(40, 50, "all of the words of the left column go to line")
    right = column(6, 320, "then the words of the other column go to line")
    cells = [[f"G{at}", str(at * 31 + 100), f"{at}.5", str(at * 7 + 10)] for at in range(20)]
    body = b"".join(
        line(cell, 320 + 60 * place, 630 - 17 * at)
        for at, row in enumerate([["Part", "Load", "Crack", "Cycles"], *cells])
        for place, cell in enumerate(row)
    )
    found = read_pdf(drawn(left + right + body))
    assert rows(found) == cells
    assert found.text.index("line 39") < found.text.index("then the words")


def test_three_columns_of_text_are_no_table() -> None:
    words = "ferries and boats of", "winter on the sound", "ice along the shore"
    columns = b"".join(
        column(30, 50 + 180 * at, f"{one} are many at") for at, one in enumerate(words)
    )
    found = read_pdf(drawn(columns))
    assert not found.tables
    assert found.text.index("ferries and boats of are many at 29") < found.text.index("winter")


def test_three_ragged_columns_of_long_words_are_no_table() -> None:
    words = "Grundwasserneubildung", "Trinkwasserentnahme an", "Messstellen der tieferen"
    columns = b"".join(
        line(
            f"{one} {'sank' if at % 3 else 'stieg rasch'} {at:02}", 50 + 180 * place, 740 - 14 * at
        )
        for place, one in enumerate(words)
        for at in range(30)
    )
    found = read_pdf(drawn(columns))
    assert not found.tables
    assert found.text.index("sank 29") < found.text.index("Trinkwasser")


def test_narrow_columns_of_lines_with_words_set_apart() -> None:
    names = ("Brandt", "Costa", "Dahl", "Eriksen", "Faber", "Gallo", "Hsu", "Ito", "Jung", "Abel")
    works = ("The salt tax", "War and peace", "Ships", "Merchants", "Decline", "Sources")
    cited = [
        f"{number}. {names[number % 10]} A, {names[number % 7]} K. {works[number % 6]}. Letters on"
        f" Invented Matters {1980 + number}; {number}: {number * 37 % 991}."
        for number in range(1, 40)
    ]
    page = "#set page(width: 450pt, height: 600pt, margin: 50pt, columns: 3)\n"
    page += "#set text(10pt, hyphenate: false)\n"
    body = "".join(f'#par(hanging-indent: 14pt)[#"{one}"]\n' for one in cited)
    found = read(f"{page}#set par(justify: true)\n= References\n\n{body}")
    assert texts(found, "reference") == cited
