"""What Markdown is made of besides headings, paragraphs and tables."""

from __future__ import annotations

import pytest

from assistant.reading.document import Source, Table
from assistant.reading.markdown.reader import read_markdown


def blocks(text: str) -> list[tuple[str, str]]:
    read = read_markdown(text)
    return [(b.kind, read.text[b.start : b.end]) for b in read.blocks]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("**bold**, *slanted*, ***both***, ~~gone~~ now", "bold, slanted, both, now"),
        ("Pay ~~700~~ 900 euros, not ~~**1**<br>2~~ 3, a~b", "Pay 900 euros, not 3, a~b"),
        ("Pay <del>700</del><s>8</s> <ins>900</ins>", "Pay 900"),
        ("Pay <s>7</s>8 and <s> is not closed", "Pay 8 and is not closed"),
        ("Pay <span hidden>7 <span>8</span> 9</span>10 <b>x</b>", "Pay 10 x"),
        ('a <i style="text-decoration: line-through">b</i> <i style="display:none">c</i>d', "a d"),
        (
            "a [link *to*](http://a.b 'Title') and <http://c.d/%20e>",
            "a link to and http://c.d/%20e",
        ),
        ("[one][ref] [two][] [three]\n\n[ref]: http://a.b\n[two]: http://c.d", "one two [three]"),
        ("`` co`de `` and `x`", "co`de and x"),
        ("&lt;b&gt; &amp; &#x41; \\*no\\* \\a", "<b> & A *no* \\a"),
        ("10<sup>6</sup> Ca<sup>2+</sup> 4<sup>th</sup> H<sub>2</sub>O", "10⁶ Ca²⁺ 4th H2O"),
        ("<kbd>Ctrl</kbd>+<kbd>C</kbd> <!-- never --> now", "Ctrl+C now"),
        ("one<br>two  \nthree\\\nfour", "one two three four"),
        ("2*3*4 is 24, 2**3**4 is more, snake_case_name", None),
        ("a * b, c ** d, **open, [open", None),
        ("see ![a **small** dog](dog.png) there", "see a small dog there"),
        ("a note[^1] here\n\n[^1]: Small.", "a note here"),
    ],
)
def test_marks_are_not_shown(source: str, shown: str | None) -> None:
    assert blocks(source)[0] == ("paragraph", source if shown is None else shown)


def test_lists_know_their_depth_and_what_introduces_them() -> None:
    read = read_markdown(
        "Do not take it if you:\n\n- are pregnant\n  - or may be\n    soon\n- drive\n\nThe end.\n\n"
        "1. open it\n2. close it\n\nNo list.\n\n- one\n"
    )
    found = [(b.kind, read.text[b.start : b.end], b.level, b.lead) for b in read.blocks]
    assert found == [
        ("paragraph", "Do not take it if you:", 0, None),
        ("item", "are pregnant", 1, 0),
        ("item", "or may be soon", 2, 1),
        ("item", "drive", 1, 0),
        ("paragraph", "The end.", 0, None),
        ("item", "1. open it", 1, None),
        ("item", "2. close it", 1, None),
        ("paragraph", "No list.", 0, None),
        ("item", "one", 1, None),
    ]


def test_tasks_say_whether_they_are_done() -> None:
    assert blocks("- [x] paint\n- [ ] dry\n1. [X] sell\n- [x]no\n") == [
        ("item", "☑ paint"),
        ("item", "☐ dry"),
        ("item", "1. ☑ sell"),
        ("item", "[x]no"),
    ]


def test_definitions_keep_their_terms() -> None:
    text = "Rent\n: The sum that is *due*.\n\nDay:\n: A working day\n: Any other\n"
    assert blocks(text) == [
        ("field", "Rent: The sum that is due."),
        ("field", "Day: A working day"),
        ("paragraph", "Any other"),
    ]


def test_lines_of_labels_are_fields() -> None:
    assert blocks("**Date:** 3 May\n**Place**: Leeds  \nChair: Ann\n\nNote: it is\nwet.\n") == [
        ("field", "Date: 3 May"),
        ("field", "Place: Leeds"),
        ("field", "Chair: Ann"),
        ("paragraph", "Note: it is wet."),
    ]


def test_code_keeps_its_lines() -> None:
    fenced = "````py\ndef f():\n\treturn 1\n\n```\n````\n"
    text = f"{fenced}\n    a\n      b\n\n- x\n\n  ~~~\n  c\n   d\n  ~~~\n"
    assert blocks(text) == [
        ("code", "def f():\n\treturn 1\n\n```"),
        ("code", "a\n  b"),
        ("item", "x"),
        ("code", "c\n d"),
    ]


def test_quotations_and_notes() -> None:
    text = "> As *they*\n> wrote.\n\n> [!NOTE]\n> Be quick.\n\nA[^a].\n\n[^a]: First\n    of all.\n"
    assert blocks(text) == [
        ("quotation", "As they wrote."),
        ("quotation", "Be quick."),
        ("paragraph", "A."),
        ("footnote", "First of all."),
    ]


def test_works_cited_are_references() -> None:
    text = "# A\n\nText.\n\n## 7. References\n\n1. Smith, 2020.\n2. Doe, 2021.\n\n## B\n\n- item\n"
    assert [kind for kind, _ in blocks(text)] == [
        *("heading", "paragraph", "heading", "reference", "reference", "heading", "item"),
    ]


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_captions_of_tables(before: bool, gap: str) -> None:
    table, caption = "| *A* | B |\n|---|---|\n| `x\\|y` | |\n", "Table 2: Some **things**."
    if before and gap == "\n":
        gap = "\n\n"  # on the line right above, it would be the end of a paragraph
    read = read_markdown(
        f"# T\n\n{caption}{gap}{table}" if before else f"# T\n\n{table}{gap[1:]}{caption}"
    )
    assert read.tables == (Table("Table 2: Some things.", ("A", "B")),)
    assert [b.kind for b in read.blocks] == ["heading", "caption", "row"]
    row = read.blocks[-1]
    assert [read.text[cell.start : cell.end] for cell in row.cells] == ["x|y", ""]
    assert row.section == ("T", "Table 2: Some things.")


def test_a_table_in_a_list_or_a_quotation() -> None:
    text = "- | a | b |\n  |---|---|\n  | 1-2 | > |\n\n> a | b\n> --|--\n> c | d\n"
    read = read_markdown(text)
    rows = [[read.text[c.start : c.end] for c in b.cells] for b in read.blocks]
    assert [table.columns for table in read.tables] == [("a", "b"), ("a", "b")]
    assert rows == [["1-2", ">"], ["c", "d"]]


def test_html_is_read_without_its_tags() -> None:
    text = (
        '<h1 align="center">Pump</h1>\n<p>One <b>bold</b> &amp;\nlong<!-- no --> text.</p>\n'
        "<script>hidden()</script>\n<ul><li>first<li>second</ul>\n\n<!-- a\n\ncomment -->\n\n"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1st</td><td>2<sup>3</sup></td></tr></table>\n"
    )
    read = read_markdown(text)
    assert [(b.kind, read.text[b.start : b.end]) for b in read.blocks] == [
        ("heading", "Pump"),
        ("paragraph", "One bold & long text."),
        ("item", "first"),
        ("item", "second"),
        ("row", "1st | 2³"),
    ]
    assert read.tables == (Table("", ("A", "B")),)


def test_html_that_is_not_shown_is_left_out() -> None:
    text = (
        "<div>Pay <del>700</del> 900.</div>\n<p hidden>secret <b>one</b>\n<p>Told.</p>\n"
        '<div style="display: none"><div>two</div>three</div>\n<div><img hidden>Seen.</div>\n'
        '<p><span style="text-decoration: line-through">four</span> Last.</p>\n'
    )
    assert [shown for _, shown in blocks(text)] == ["Pay 900.", "Told.", "Seen.", "Last."]


def test_pictures_are_captions_and_badges_nothing() -> None:
    assert blocks("[![Build](a.svg)](http://x)\n\n![The pump from above](b.png)\n") == [
        ("caption", "The pump from above")
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("The pump must be off before the lid is opened.", "paragraph"),
        ("[1.2.0] - 2024-05-02", "heading"),
        ("Minutes of 3 May 2024", "heading"),
        ("Maximum load: 40 kg", "paragraph"),
        ("What is the maximum load?", "heading"),
        ("2.1 Phase 2 trials", "heading"),
        ("Widgets, Inc.", "heading"),
        ("Results", "heading"),
    ],
)
def test_a_heading_that_says_something_can_be_quoted(heading: str, kind: str) -> None:
    read = read_markdown(f"## {heading}\n\nText.\n")
    shown = heading
    first, second = read.blocks
    assert (first.kind, first.section, second.section) == (kind, (shown,), (shown,))


def test_a_paragraph_above_a_rule_is_none() -> None:
    assert blocks("The pump must be off.\n---\n\nTitle\n---\n") == [
        ("paragraph", "The pump must be off."),
        ("heading", "Title"),
    ]


@pytest.mark.parametrize("text", ["> " * 99 + "deep", "  " * 30 + "- a", "[" * 200 + "a"])
def test_what_is_nested_deep_is_still_read(text: str) -> None:
    assert read_markdown(f"{text}\n").text.strip("[- ") in ("deep", "a")


def test_front_matter_says_what_the_document_is() -> None:
    read = read_markdown(
        "---\ntitle: On *pumps*\nauthors:\n  - A. Bo\n  - {given: C., family: Du}\n"
        "date: 2024-03-01\ndoi: https://doi.org/10.1000/x.1\nlang: de-AT\n---\nText.\n"
    )
    assert read.source == Source("On *pumps*", "A. Bo, C. Du", 2024, doi="10.1000/x.1")
    assert (read.language, read.text) == ("de", "Text.")
    toml = read_markdown("+++\ntitle = 'T'\nauthor = 'B'\nyear = 1999\n+++\nText.\n")
    assert toml.source == Source("T", "B", 1999)


@pytest.mark.parametrize(
    "matter", ["title: [unclosed", "- a\n- b", "title: &a [*a, *a]", "title: !!python/object:x y"]
)
def test_front_matter_that_says_nothing_is_no_error(matter: str) -> None:
    assert read_markdown(f"---\nx: 1\n{matter}\n---\nText.\n").text == "Text."


def test_what_is_nested_too_deep_is_kept_as_text_and_told() -> None:
    text = "Before.\n\n" + ">" * 120 + " The key is under the mat.\n\nAfter.\n"
    read = read_markdown(text)
    assert read.text == "Before.\n\nThe key is under the mat.\n\nAfter."
    assert read.report.notes == ("1 line is nested too deep, and was read as plain text.",)
    items = "".join("  " * depth + f"- item {depth}\n" for depth in range(70))
    assert all(f"item {depth}" in read_markdown(items).text for depth in range(70))


def test_drawings_and_templates_within_a_line_are_not_read() -> None:
    text = (
        "The pump <svg width=9><title>Icon</title><text>7 bar</text></svg> runs.\n\n"
        "## Head <template>9</template>line\n\n* one <svg>\n  <text>8</text>\n  </svg> item\n\n"
        "| a <svg><text>6</text></svg> |\n|---|\n| 1<template>5</template> |\n\n<svg/> End.\n"
    )
    shown = [text for _, text in blocks(text)]
    assert shown == ["The pump runs.", "Head line", "one item", "1", "End."]
    assert read_markdown(text).tables[0].columns == ("a",)
