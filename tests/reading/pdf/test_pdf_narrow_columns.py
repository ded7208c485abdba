"""Columns whose lines look like cells, and tables whose cells look like columns."""

from __future__ import annotations

import re

import pytest
from pdf_files import LATIN, drawn, line, read, rows, texts

from assistant.reading.pdf import read_pdf

_JUSTIFIED = '#set par(justify: true)\n#set text(hyphenate: true, size: 10pt, lang: "en")\n'


def test_words_of_narrow_justified_columns_are_neither_cells_nor_columns() -> None:
    source = "#set page(width: 400pt, height: 500pt, margin: 50pt, columns: 3)\n" + _JUSTIFIED
    sentences = [f"Extraordinarily {at} passengers notwithstanding embarked." for at in range(60)]
    found = read(source + " ".join(sentences))
    assert not found.tables
    assert " ".join(texts(found, "paragraph")) == " ".join(sentences)


def test_numbered_entries_in_columns_are_no_rows() -> None:
    entry = "{}. Smith J, Doe K.\\\nThe herring\\\nAnnals of Made-\\\nup Work 1986;\\\n9: {}.\n\n"
    source = "#set page(width: 420pt, height: 400pt, margin: 40pt, columns: 3)\n"
    found = read(source + "".join(entry.format(at, 300 + at) for at in range(1, 13)))
    assert not found.tables
    assert re.findall(r"9: (\d+)\.", found.text) == [str(300 + at) for at in range(1, 13)]


_TABLE = """
#set page(width: 420pt, height: 500pt, margin: 40pt)
#table(columns: (50pt, 60pt, 60pt, 60pt), stroke: none,
  [Setting], [Default], [Latency,\\ ms], [Remarks],
  ..range(4).map(at => ([s#at], [#(31 + at)], [#(7 + at).5],
    [After the cache has been warmed it needs #(80 + at) seconds.])).flatten())
"""


def test_long_narrow_cells_do_not_hide_the_columns() -> None:
    found = read(_TABLE)
    assert found.tables[0].columns == ("Setting", "Default", "Latency, ms", "Remarks")
    remark = "After the cache has been warmed it needs {} seconds."
    assert rows(found) == [
        [f"s{at}", str(31 + at), f"{7 + at}.5", remark.format(80 + at)] for at in range(4)
    ]


def test_a_title_stays_above_where_the_last_column_is_empty() -> None:
    source = (
        "#set page(width: 700pt, height: 400pt, margin: 50pt, columns: 3)\n"
        '#place(top + center, scope: "parent", float: true)'
        "[#align(center)[= The ferry\nAnn Berg]]\n"
    )
    found = read(source + LATIN * 4)
    assert " ".join(found.text.split()) == " ".join(f"The ferry Ann Berg {LATIN * 4}".split())


def test_a_column_of_two_lines_beside_a_heading_is_read_last() -> None:
    column = [line("Introduction", 50, 700), *(
        line("The ferry leaves the northern harbour early.", 50, 680 - 14 * at) for at in range(20)
    )]  # fmt: skip
    rest = [line(f"and crosses the sound in less than an hour{dot}", 300, 700 - 14 * at)
            for at, dot in enumerate((",", "."))]  # fmt: skip
    found = read_pdf(drawn(b"".join((*column, *rest))))
    assert found.text.rstrip().endswith("an hour.")


@pytest.mark.parametrize("tagged", [True, False])
def test_names_of_columns_that_stand_again_are_no_row(tagged: bool) -> None:
    typst = pytest.importorskip("typst")
    source = (
        '#set page(width: 420pt, height: 300pt, margin: 40pt, numbering: "1")\n'
        '#set document(title: "Ports")\n'
        "#table(columns: 3, table.header([Port], [Barrels], [Toll]),"
        "..range(30).map(at => ([p#at], [#(400 + at)], [#(700 + at)])).flatten())"
    )
    standards = {} if tagged else {"pdf_standards": []}
    found = read_pdf(bytes(typst.compile(source.encode(), **standards)))
    assert [table.columns for table in found.tables] == [("Port", "Barrels", "Toll")]
    assert rows(found) == [[f"p{at}", str(400 + at), str(700 + at)] for at in range(30)]
