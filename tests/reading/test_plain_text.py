"""Plain text as people type it, not extracted from a page."""

from __future__ import annotations

from assistant.reading.text.extracted import read_extracted
from assistant.reading.text.lines import split_lines
from assistant.reading.text.plain import read_plain


def blocks(text: str) -> list[tuple[str, str]]:
    read = read_plain(text)
    return [(b.kind, read.text[b.start : b.end]) for b in read.blocks]


def test_paragraphs_apart_by_blank_lines() -> None:
    text = "The first of them is here.\n\nThe second\ngoes on.\n\nThe third is the last.\n"
    assert blocks(text) == [
        ("paragraph", "The first of them is here."),
        ("paragraph", "The second goes on."),
        ("paragraph", "The third is the last."),
    ]


def test_one_paragraph_a_line() -> None:
    long = "A sentence that is long enough to fill a line all by itself, and goes on and on. "
    assert blocks(f"{long * 4}\n{long * 5}\n{long * 3}") == [
        ("paragraph", (long * count).strip()) for count in (4, 5, 3)
    ]


def test_items_of_a_list() -> None:
    text = (
        "There are two kinds of them:\n\n• The first kind is small.\n• The second kind\n  is not.\n"
    )
    assert blocks(text) == [
        ("paragraph", "There are two kinds of them:"),
        ("item", "The first kind is small."),
        ("item", "The second kind is not."),
    ]


def test_a_figure_inside_a_sentence() -> None:
    body = (
        "The cells were given on the first day and were found again in the lungs and in the\n"
        "spleen, but never in the brain, which they were expected to enter, as shown by the\n\n"
    )
    caption = "Fig. 1 Where the cells were found. Bars\nshow one standard deviation\n\n"
    rest = "staining of every organ at the end of the fourth week after they had been given.\n"
    file = "Methods\n\n" + body + caption + rest
    read = read_extracted(file, split_lines(file))
    kinds = [(b.kind, read.text[b.start : b.end]) for b in read.blocks]
    assert kinds[1][1].endswith("as shown by the staining of every organ at the end of the fourth "
                                "week after they had been given.")  # fmt: skip
    assert kinds[2] == (
        "caption",
        "Fig. 1 Where the cells were found. Bars show one standard deviation",
    )


def test_nothing_to_read() -> None:
    assert blocks("") == []
    assert blocks(" \n\n\t\n") == []


def test_a_very_long_line_takes_no_longer_than_its_length() -> None:
    text = "word " * 200_000
    assert len(read_plain(text).text) == len(text) - 1
