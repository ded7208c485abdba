"""Words and sentences are parted wherever a line or a page ends, and lead back to their places."""

from __future__ import annotations

import pytest

from assistant.chunking.chunks import cut
from assistant.reading.document import Document, Source
from assistant.reading.reader import read_bytes

ENDS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]


def read(name: str, text: str) -> Document:
    return read_bytes(name, text.encode(), Source())


def sentences(document: Document) -> list[str]:
    return [document.text[s.start : s.end] for p in cut(document) for s in p.sentences]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("end", ENDS)
def test_no_line_end_glues_words(name: str, end: str) -> None:
    text = f"page one text.{end}page two text.{end}{end}Page three.{' More follows.' * 50}"
    document = read(name, text)
    assert document.text.split() == text.split()
    for word in ("one", "two", "Page three"):
        at = document.text.index(word)
        ((start, stop),) = document.origin.to_origin(at, at + len(word))
        assert text[start:stop] == word


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_form_feed_without_a_line_end_parts_sentences(name: str) -> None:
    document = read(name, "It ended here.\fThe next page began. It was blank.\fSo was the third.")
    assert sentences(document) == [
        "It ended here.",
        "The next page began.",
        "It was blank.",
        "So was the third.",
    ]


def test_a_sentence_runs_on_over_a_page() -> None:
    document = read("a.txt", "A sentence that runs\fon over a page.\f\nAnother.")
    assert sentences(document)[0] == "A sentence that runs on over a page."


@pytest.mark.parametrize("break_", ["\f", "\n\f", "\f\n", "\n\f\n"])
def test_a_header_at_every_page_is_left_out(break_: str) -> None:
    words = ("first", "second", "third", "fourth", "fifth")
    pages = (f"Journal of Examples {at}\nThe {word} page." for at, word in enumerate(words))
    document = read("a.txt", break_.join(pages))
    assert sentences(document) == [f"The {word} page." for word in words]


def test_lines_are_counted_as_editors_count_them() -> None:
    document = read("a.txt", "One.\fTwo.\vThree.\u2028Four.\nFive.")
    assert document.file.line_starts == (0, 23)
