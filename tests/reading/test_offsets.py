"""The way back to the file: for the reviews, and for any text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_documents import NAMES, document, file_text

from assistant.chunking.chunks import cut
from assistant.reading.document import OffsetMap, Piece, Span
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.structure import Structure
from assistant.reading.text.plain import read_plain
from assistant.reading.text_builder import Assembly

# What extracted texts and Markdown are made of, so that the rules are reached.
PIECES = st.sampled_from(
    [
        *" \n\r\f\t-|#•\ufffd\u00ad\u00a0\u2028\u200bﬁ",
        "\n\n",
        "\r\n",
        "e\u0301",
        "Table 1 Of things",
        "NO Title Place Number",
        "1",
        "2. Second",
        "NCT01234567",
        "Fig. 2 A caption",
        "Page 2 of 9",
        "1 Background",
        "Abstract",
        "in-",
        "flammatory",
        "molecule s[22]",
        "(A) Then",
        "- item",
        "The end.",
        "# Head",
        "| a | b |",
        "|---|---|",
        "```",
        "===",
    ]
)
TEXTS = st.one_of(
    st.text(),
    st.lists(PIECES).map("".join),
    st.lists(PIECES).map(" ".join),
    st.lists(PIECES).map("\n".join),
)


def check(read: Structure, file: str) -> None:
    """Blocks are in order and inside the text; exact pieces are equal in both."""
    last = 0
    for block in read.blocks:
        assert last <= block.start <= block.end <= len(read.text)
        assert all(block.start <= cell.start <= cell.end <= block.end for cell in block.cells)
        assert (block.kind == "row") == (block.table is not None)
        last = block.end
    end = 0
    for piece in read.origin.pieces:
        assert end <= piece.start < piece.end <= len(read.text)
        assert 0 <= piece.origin_start < piece.origin_end <= len(file)
        if piece.end - piece.start == piece.origin_end - piece.origin_start > 1:
            quote = file[piece.origin_start : piece.origin_end]
            assert read.text[piece.start : piece.end] == quote
        end = piece.end


@given(TEXTS)
def test_plain_text_of_any_kind(file: str) -> None:
    check(read_plain(file), file)


@given(TEXTS)
def test_markdown_of_any_kind(file: str) -> None:
    check(read_markdown(file), file)


@pytest.mark.parametrize("read", [read_plain, read_markdown])
def test_every_word_of_a_plain_file_is_kept(read: Callable[[str], Structure]) -> None:
    file = "\n\n".join(f"Sentence {n} has the word w{n} in it, and more." for n in range(50))
    assert read(file).text == file


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6))
def test_assembly_of_any_lines(file: str, ranges: list[tuple[int, int]]) -> None:
    assembly = Assembly(file)
    lines = [Span(min(a, b), min(len(file), max(a, b))) for a, b in ranges if min(a, b) < len(file)]
    written = assembly.add_lines(lines)
    assert written == Span(0, assembly.length)
    assert len(assembly.text) == assembly.length
    for piece in assembly.origin.pieces:
        if piece.end - piece.start == piece.origin_end - piece.origin_start > 1:
            quote = file[piece.origin_start : piece.origin_end]
            assert assembly.text[piece.start : piece.end] == quote


@given(st.text(), st.data())
def test_ranges_lie_inside_the_file_and_in_order(file: str, data: st.DataObject) -> None:
    read = read_plain(file)
    start = data.draw(st.integers(0, len(read.text)))
    end = data.draw(st.integers(start, len(read.text)))
    ranges = read.origin.to_origin(start, end)
    flat = [offset for pair in ranges for offset in pair]
    assert flat == sorted(flat)
    assert all(0 <= begin <= stop <= len(file) for begin, stop in ranges)


def test_parts_of_pieces() -> None:
    origin = OffsetMap((Piece(0, 5, 10, 15), Piece(5, 7, 15, 16), Piece(8, 12, 20, 24)))
    assert origin.to_origin(0, 12) == ((10, 16), (20, 24))
    assert origin.to_origin(1, 4) == ((11, 14),)
    assert origin.to_origin(5, 6) == ((15, 16),)  # a ligature maps as a whole
    assert origin.to_origin(7, 8) == ()  # put in by cleaning
    assert origin.to_origin(9, 10) == ((21, 22),)


def bare(text: str) -> str:
    """Text without what cleaning may add, remove or exchange."""
    return re.sub(r"[\s\-\ufffd•|.]", "", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_the_reviews_is_found_in_its_file(name: str) -> None:
    review, file = document(name), file_text(name)
    sentences = [span for passage in cut(review) for span in passage.sentences]
    assert len(sentences) > 150
    for span in sentences:
        ranges = review.origin.to_origin(span.start, span.end)
        original = "".join(file[start:end] for start, end in ranges)
        assert bare(original) == bare(review.text[span.start : span.end])


@pytest.mark.parametrize("name", NAMES)
def test_a_sentence_on_one_line_maps_to_itself(name: str) -> None:
    review, file = document(name), file_text(name)
    exact = 0
    for passage in cut(review):
        for span in passage.sentences:
            quote = review.text[span.start : span.end]
            if quote in file:
                ((start, end),) = review.origin.to_origin(span.start, span.end)
                assert file[start:end] == quote
                exact += 1
    assert exact


def test_a_heading_of_invisible_characters_alone_is_none() -> None:
    read = read_markdown("# A\n\n# \x08\n\nB\n")
    assert [(block.kind, block.section) for block in read.blocks] == [
        ("heading", ("A",)),
        ("paragraph", ("A",)),
    ]
