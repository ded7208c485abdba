from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from made_files import blocks, check, rows, sections, texts

from assistant.errors import UnreadableDocument
from assistant.reading.structure import Structure
from assistant.reading.typeset.rst import read_rst

TEXT = """\
==========
The Manual
==========

:Author: Ann Lee
:Date: 2020-01-02

Install
=======

Run ``pip install x`` with *care*; see `the docs <http://x.y>`_ and :ref:`intro`.
Take 10\\ :sup:`6` cells [1]_. As follows::

    $ pip install x
      now

Do not:

- run it
  twice

  - deep
- stop

term
   What it is.

.. note:: Mind this.

.. code-block:: python
   :linenos:

   x = 1

.. a comment
   hidden

Lee said:

    A quotation.

Usage
-----

1. one
2. two

.. [1] A footnote.
.. [Lee19] Lee A. 2019.
"""

TABLES = """\
+------+------+
| Age  | mg   |
+======+======+
| 2    | 5    |
|      | or 6 |
+------+------+
| 3    | 7    |
+------+------+

=====  ====
Name   Dose
=====  ====
Ann    5 mg
Bo     6
=====  ====

.. list-table:: Prices
   :header-rows: 1

   * - Item
     - Cost
   * - Rent
     - 5

.. csv-table:: Values
   :header: "a", "b"

   "x, y", 2
"""


def read(text: str) -> Structure:
    found = read_rst(text.encode())
    check(found)
    return found


def test_all_parts() -> None:
    found = read(TEXT)
    assert blocks(found) == [
        ("heading", "The Manual"),
        ("field", "Author: Ann Lee"),
        ("field", "Date: 2020-01-02"),
        ("heading", "Install"),
        (
            "paragraph",
            "Run pip install x with care; see the docs and intro. Take 10⁶ cells [1]. As follows:",
        ),
        ("code", "$ pip install x\n  now"),
        ("paragraph", "Do not:"),
        ("item", "run it twice"),
        ("item", "deep"),
        ("item", "stop"),
        ("item", "term: What it is."),
        ("paragraph", "Mind this."),
        ("code", "x = 1"),
        ("paragraph", "Lee said:"),
        ("quotation", "A quotation."),
        ("heading", "Usage"),
        ("item", "1. one"),
        ("item", "2. two"),
        ("footnote", "1 A footnote."),
        ("reference", "[Lee19] Lee A. 2019."),
    ]
    assert sections(found)[-1] == ("The Manual", "Install", "Usage")
    assert (found.source.title, found.source.authors) == ("The Manual", "Ann Lee")
    assert found.layer.text == TEXT


def test_four_kinds_of_tables() -> None:
    found = read(TABLES)
    assert rows(found) == [
        ["2", "5 or 6"],
        ["3", "7"],
        ["Ann", "5 mg"],
        ["Bo", "6"],
        ["Rent", "5"],
        ["x, y", "2"],
    ]
    assert [table.columns for table in found.tables] == [
        ("Age", "mg"),
        ("Name", "Dose"),
        ("Item", "Cost"),
        ("a", "b"),
    ]
    assert texts(found, "caption") == ["Prices", "Values"]


def test_hostile_text() -> None:
    started = time.process_time()
    deep = "".join(" " * depth + "- x\n" for depth in range(2_000))
    for text in (deep, "== ==\nx\n" * 5_000, "*" * 50_000, "`x" * 20_000, ".. x::\n" * 5_000):
        check(read_rst(("a\n\n" + text).encode()))
    assert time.process_time() - started < 20


@given(
    st.lists(
        st.sampled_from(
            ["\n", "\n\n", "===", "---", "- a", "1. b", "  ", "    ", ".. x:: y", ".. [1] z", "::",
             "+--+--+", "|a |b |", "+==+==+", "== ==", ":f: v", "`a <b>`_", "*e*", "x", "\\*", "\t"]
        )
    ).map("".join)
)  # fmt: skip
def test_any_text(text: str) -> None:
    try:
        read(text)
    except UnreadableDocument:
        return


SPANNED = """\
+------------+------------+-----------+
| Group      | Doses                  |
|            +------------+-----------+
|            | first      | second    |
+============+============+===========+
| Ann        | 5 + 1      | C++       |
+------------+------------+-----------+
| Bo, who    | nothing in either week |
| is ill     +------------+-----------+
|            | 3          | \\-        |
+------------+------------+-----------+
"""


def test_cells_of_a_drawn_table_reach_over_columns_and_rows() -> None:
    found = read(SPANNED)
    assert found.tables[0].columns == ("Group", "Doses / first", "Doses / second")
    assert rows(found) == [
        ["Ann", "5 + 1", "C++"],
        ["Bo, who is ill", "nothing in either week", ""],
        ["Bo, who is ill", "3", "-"],
    ]


def test_cells_of_a_table_by_columns_reach_over_columns() -> None:
    found = read(
        "=====  =====  ======\n   Inputs     Output\n------------  ------\n  A      B    A or B\n"
        "=====  =====  ======\nno     no     no\nyes    no     yes\n=====  =====  ======\n"
    )
    assert found.tables[0].columns == ("Inputs / A", "Inputs / B", "Output / A or B")
    assert rows(found) == [["no", "no", "no"], ["yes", "no", "yes"]]


def test_a_table_that_is_drawn_badly_loses_no_word() -> None:
    found = read("+----+----+\n| one | two |\n+---+\n| three\n+----+----+\n\nAfter.\n")
    read_words = found.text.replace("|", " ").split()
    assert {"three", "After."} <= set(read_words)


def test_lines_of_a_line_block() -> None:
    found = read("| Mill Lane 4,\n| Ely *north*\n|   and on\n|\n| Second part.\n\nText.\n")
    assert blocks(found) == [
        ("paragraph", "Mill Lane 4, Ely north and on"),
        ("paragraph", "Second part."),
        ("paragraph", "Text."),
    ]


def test_what_is_included_is_told_and_conditions_are_read() -> None:
    found = read(
        "Title\n=====\n\n.. include:: parts/dosing.rst\n\n.. only:: html\n\n   Shown there.\n\n"
        "   Inner\n   -----\n\n   Below it.\n\n.. literalinclude:: a.py\n   :lines: 1-2\n\n"
        ".. csv-table:: Doses\n   :file: doses.csv\n"
    )
    assert blocks(found)[1:] == [
        ("paragraph", "Shown there."),
        ("heading", "Inner"),
        ("paragraph", "Below it."),
    ]
    (told,) = found.report.notes
    assert told == "Files that it includes were not read: parts/dosing.rst, a.py, doses.csv."


HEAD = """\
=======
Dosing
=======
---------------
In small steps
---------------

:Authors: - Ann Lee
          - Bo Ray
:Author: Cy Day
:Date: $Date: 2021/03/04 $

First
=====

Text.

:author: somebody else
"""


def test_title_subtitle_and_authors() -> None:
    found = read(HEAD)
    assert blocks(found)[:3] == [
        ("heading", "Dosing"),
        ("heading", "In small steps"),
        ("field", "Authors: Ann Lee; Bo Ray"),
    ]
    assert sections(found)[-1] == ("Dosing", "First")
    source = found.source
    assert (source.title, source.year) == ("Dosing", 2021)
    assert source.authors == "Ann Lee, Bo Ray, Cy Day"


def test_a_section_alone_below_the_title_is_no_subtitle() -> None:
    found = read("Title\n=====\n\nUse\n---\n\nRun it.\n")
    assert sections(found)[-1] == ("Title", "Use")
