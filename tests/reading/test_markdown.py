from __future__ import annotations

import pytest

from assistant.reading.document import Table
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.structure import MAX_TITLE
from assistant.reading.text.tables import MAX_COLUMNS

TEXT = """\
# Exosomes

A paragraph with **bold** text
over two lines.

- one
- two
  goes on
* three

## Dose ##

1. first
2) second

| Drug | Phase |
|------|:-----:|
| 1 | Alpha |
| 2 | Beta \\| Gamma |

```python
# not a heading
dose = 30
```

Underlined
==========

Below it.

Second level
---

The end.
"""


def blocks(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    read = read_markdown(text)
    return [(b.kind, b.section, read.text[b.start : b.end]) for b in read.blocks]


def test_all_parts() -> None:
    dose = ("Exosomes", "Dose")
    assert blocks(TEXT) == [
        ("heading", ("Exosomes",), "Exosomes"),
        ("paragraph", ("Exosomes",), "A paragraph with bold text over two lines."),
        ("item", ("Exosomes",), "one"),
        ("item", ("Exosomes",), "two goes on"),
        ("item", ("Exosomes",), "three"),
        ("heading", dose, "Dose"),
        ("item", dose, "1. first"),
        ("item", dose, "2) second"),
        ("row", dose, "1 | Alpha"),
        ("row", dose, "2 | Beta | Gamma"),
        ("code", dose, "# not a heading\ndose = 30"),
        ("heading", ("Underlined",), "Underlined"),
        ("paragraph", ("Underlined",), "Below it."),
        ("heading", ("Underlined", "Second level"), "Second level"),
        ("paragraph", ("Underlined", "Second level"), "The end."),
    ]


def test_a_number_in_a_first_cell_is_a_cell_like_others() -> None:
    text = "| Year | Men | Women |\n|---|---|---|\n| 1911 | 702 | 61 |\n| 1912 | 655 | 70 |\n"
    assert [text for _, _, text in blocks(text)] == ["1911 | 702 | 61", "1912 | 655 | 70"]


def test_table_columns() -> None:
    assert read_markdown(TEXT).tables == (Table("", ("Drug", "Phase")),)


def test_cells_point_into_the_text() -> None:
    read = read_markdown(TEXT)
    rows = [block for block in read.blocks if block.kind == "row"]
    cells = [[read.text[cell.start : cell.end] for cell in row.cells] for row in rows]
    assert cells == [["1", "Alpha"], ["2", "Beta | Gamma"]]


def test_a_table_without_outer_bars() -> None:
    read = read_markdown("a | b\n---|---\n1 | 2\n")
    (row,) = read.blocks
    assert [read.text[cell.start : cell.end] for cell in row.cells] == ["1", "2"]


def test_a_table_stands_in_the_section_around_it() -> None:
    kinds = {(kind, section) for kind, section, _ in blocks(TEXT) if kind == "row"}
    assert kinds == {("row", ("Exosomes", "Dose"))}


def test_levels_may_be_left_out_and_come_back() -> None:
    found = blocks("# A\n\n### C\n\n## B\n\n# D\n")
    assert [section for _, section, _ in found] == [("A",), ("A", "C"), ("A", "B"), ("D",)]


@pytest.mark.parametrize("text", ["#nospace", "####### seven", "Text # not", "\\# escaped"])
def test_what_only_looks_like_a_heading(text: str) -> None:
    ((kind, section, _),) = blocks(text)
    assert kind == "paragraph"
    assert section == ()


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_an_open_fence_ends_with_the_file(fence: str) -> None:
    assert blocks(f"{fence}\nopen\n# still code") == [("code", (), "open\n# still code")]


@pytest.mark.parametrize(
    "matter",
    [
        "---\ntitle: A secret title\nauthor: x\n---\n",
        "\ufeff---\n# a comment\n\ntitle: A secret title\n...\n",
        "---\r\n'title': A secret title\r\ntags:\r\n  - a\r\n---\r\n",
        "+++\ntitle = 'A secret title'\n+++\n",
        "---\n---\n",
    ],
)
def test_front_matter_is_no_text(matter: str) -> None:
    text = f"{matter}\n# Head\n\nThe body has a sentence.\n"
    found = read_markdown(text)
    assert found.text == "Head\n\nThe body has a sentence."
    assert found.blocks[1].section == ("Head",)
    at = found.text.index("body")
    ((start, end),) = found.origin.to_origin(at, at + 4)
    assert text[start:end] == "body"


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule, then text.\n---\nMore.",
        "---\ntitle: never closed\n\nText.",
        "Text.\n---\ntitle: not at the start\n---\n",
        "----\ntitle: four dashes\n----\n",
    ],
)
def test_what_only_looks_like_front_matter_stays(text: str) -> None:
    shown = read_markdown(text).text
    assert [word for word in shown.split() if word.strip("-")] == [
        word for word in text.split() if word.strip("-")
    ]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("# Title", "Title"),
        ("   ###### Title", "Title"),
        ("#\tTitle \t", "Title"),
        ("## Title ##", "Title"),
        ("## Title## ##  ", "Title##"),
        ("## Title # #", "Title #"),
        ("## C#", "C#"),
        ("# #", ""),
        ("#  ", ""),
        ("# a \u00a0 b", "a b"),
    ],
)
def test_what_belongs_to_a_heading(line: str, title: str) -> None:
    read = read_markdown(f"{line}\n\nText.\n")
    headings = [block for block in read.blocks if block.kind == "heading"]
    assert [read.text[block.start : block.end] for block in headings] == [title] * bool(title)


@pytest.mark.parametrize("line", ["#Title", "####### Title", "    # Title", "#"])
def test_what_is_no_heading(line: str) -> None:
    read = read_markdown(f"{line}\n\nText.\n")
    assert "heading" not in [block.kind for block in read.blocks]


def test_a_very_long_heading_is_not_repeated_in_full_below_it() -> None:
    read = read_markdown(f"# {'long ' * 2_000}\n\nText.\n\n## Part\n\nMore.\n")
    heading, text, _, more = read.blocks
    assert heading.end - heading.start == 9_999
    assert len(text.section[0]) == MAX_TITLE
    assert read.text.startswith(text.section[0])
    assert more.section == (text.section[0], "Part")


def test_the_last_of_many_columns_holds_the_rest() -> None:
    names, cells = ([f"{letter}{number}" for number in range(99)] for letter in "hc")
    bars = "|".join
    read = read_markdown(f"|{bars(names)}|\n|{'-|' * 99}\n|{bars(cells)}|\n| x |\n")
    assert read.tables[0].columns == (*names[: MAX_COLUMNS - 1], bars(names[MAX_COLUMNS - 1 :]))
    full, short = ([read.text[one.start : one.end] for one in row.cells] for row in read.blocks)
    assert full == [*cells[: MAX_COLUMNS - 1], bars(cells[MAX_COLUMNS - 1 :])]
    assert short == ["x", *[""] * (MAX_COLUMNS - 1)]
