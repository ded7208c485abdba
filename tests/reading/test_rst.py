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
