"""Passages: whole sentences of one section, of about equal length."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_documents import NAMES, SHOKATI, document

from assistant.chunking.chunks import MAX_SENTENCE, PASSAGE_WORDS, Passage, cut
from assistant.reading.document import Document
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.structure import Structure
from assistant.reading.text.plain import read_plain


def made(read: Structure, name: str = "a.txt") -> Document:
    return Document(name, read.text, "0" * 64, blocks=read.blocks, tables=read.tables)


def plain(text: str, name: str = "a.txt") -> Document:
    return made(read_plain(text), name)


def markdown(text: str, name: str = "a.md") -> Document:
    return made(read_markdown(text), name)


def words(passage: Passage) -> int:
    return len(passage.text.split())


def check(document: Document) -> tuple[Passage, ...]:
    """What holds for the passages of every document."""
    passages = cut(document)
    last = 0
    for passage in passages:
        assert passage.document is document
        assert last <= passage.start < passage.end <= len(document.text)
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        at = passage.start
        for span in passage.sentences:
            assert at <= span.start < span.end
            assert document.text[span.start : span.end].strip()
            at = span.end
        last = passage.end
    assert len({passage.id for passage in passages}) == len(passages)
    return passages


@pytest.mark.parametrize("name", NAMES)
def test_passages_of_the_reviews(name: str) -> None:
    review = document(name)
    passages = check(review)
    headings = [block for block in review.blocks if block.kind == "heading"]
    alone = [(one.start, one.end) for one in passages if one.kind == "heading"]
    assert alone == [(block.start, block.end) for block in headings]
    for passage in passages:
        inside = [b for b in review.blocks if b.start < passage.end and b.end > passage.start]
        if passage.kind == "heading":
            (block,) = inside
            assert block.section == (*passage.section, block.section[-1])
        else:
            assert {block.section for block in inside} == {passage.section}


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_of_a_review_is_in_one_passage(name: str) -> None:
    review = document(name)
    covered = [0] * len(review.text)
    for passage in cut(review):
        for span in passage.sentences:
            for at in range(span.start, span.end):
                covered[at] += 1
    for block in review.blocks:
        counts = {
            covered[at] for at in range(block.start, block.end) if not review.text[at].isspace()
        }
        assert counts == {1}


@pytest.mark.parametrize("name", NAMES)
def test_passages_are_read_at_a_glance(name: str) -> None:
    texts = [passage for passage in cut(document(name)) if passage.kind == "text"]
    counts = sorted(words(passage) for passage in texts)
    assert counts[-1] <= PASSAGE_WORDS * 2
    assert PASSAGE_WORDS / 2 <= counts[len(counts) // 2] <= PASSAGE_WORDS * 1.1


def test_rows_and_captions_are_passages_of_their_own() -> None:
    review = document(SHOKATI)
    passages = cut(review)
    rows = [passage for passage in passages if passage.kind == "row"]
    assert len(rows) == 34
    for row in rows:
        assert len(row.sentences) == 1
        assert row.block is not None
        block = review.blocks[row.block]
        assert (block.kind, block.start, block.end) == ("row", row.start, row.end)
    captions = [passage for passage in passages if passage.kind == "caption"]
    blocks = [block for block in review.blocks if block.kind == "caption"]
    assert [(p.start, p.end) for p in captions] == [(b.start, b.end) for b in blocks]
    without = [passage for passage in passages if passage.kind in ("text", "caption")]
    assert all(passage.block is None for passage in without)


def test_ids_are_the_same_in_every_cut_and_differ_between_documents() -> None:
    text = "The same words are in both.\n\nAnd these too, in another paragraph of it."
    again = [passage.id for passage in cut(plain(text))]
    assert [passage.id for passage in cut(plain(text))] == again
    assert not {passage.id for passage in cut(plain(text, "b.txt"))} & set(again)


def test_ids_of_equal_passages_in_one_document_differ() -> None:
    check(markdown("# A\n\nThe same words.\n\n# B\n\nThe same words.\n"))


def test_ids_before_a_change_stay() -> None:
    before = cut(markdown("# A\n\nThe first.\n\n# B\n\nThe second.\n"))
    after = cut(markdown("# A\n\nThe first.\n\n# B\n\nAnother second.\n"))
    same = [one.id == other.id for one, other in zip(before, after, strict=True)]
    assert same == [True, True, True, False]  # the headings, and the first paragraph


def test_a_long_section_is_cut_into_even_parts() -> None:
    text = " ".join(f"Sentence number {n} has exactly eight words here." for n in range(60))
    passages = check(plain(text))
    counts = [words(passage) for passage in passages]
    assert len(counts) == math.ceil(480 / PASSAGE_WORDS)
    assert max(counts) - min(counts) <= 16


def test_a_short_section_is_one_passage_over_its_paragraphs_and_items() -> None:
    heading, passage = check(markdown("# A\n\nTwo of them.\n\n- one\n- two\n\nThat is all."))
    assert (heading.kind, heading.text, heading.section) == ("heading", "A", ())
    assert [passage.document.text[s.start : s.end] for s in passage.sentences] == [
        "Two of them.",
        "one",
        "two",
        "That is all.",
    ]


def test_a_very_long_sentence_is_cut_at_white_space() -> None:
    long = " ".join(["word"] * 2000)
    passages = check(plain(long))
    spans = [span for passage in passages for span in passage.sentences]
    assert len(spans) > 5
    assert max(span.end - span.start for span in spans) <= 1500
    assert "".join(long[s.start : s.end] for s in spans).replace(" ", "") == "word" * 2000


def test_a_very_long_word_is_cut_somewhere() -> None:
    passages = check(plain("x" * 4000))
    spans = [span for passage in passages for span in passage.sentences]
    assert [span.end - span.start for span in spans] == [1500, 1500, 1000]


@pytest.mark.parametrize("cell", ["a " * 7_000, "b" * 4_000, "c " * 900 + "d" * 2_000])
def test_a_very_long_row_is_cut_at_white_space(cell: str) -> None:
    read = markdown(f"| A | B |\n|---|---|\n| {cell} | last |\n| short | row |\n")
    long, short = check(read)
    assert (long.kind, short.kind) == ("row", "row")
    assert len(short.sentences) == 1
    assert max(span.end - span.start for span in long.sentences) <= MAX_SENTENCE
    parts = [read.text[span.start : span.end] for span in long.sentences]
    assert "".join(parts).replace(" ", "") == long.text.replace(" ", "")
    assert long.text.replace(" ", "") == f"{cell}|last".replace(" ", "")
    assert read.blocks[long.block or 0].end == long.end  # one row is one passage


def test_a_very_long_caption_is_cut_too() -> None:
    read = plain("Some words before it, which are a sentence.\n\nFigure 1. " + "word " * 1_000)
    caption = next(passage for passage in check(read) if passage.kind == "caption")
    assert len(caption.sentences) > 1
    assert max(span.end - span.start for span in caption.sentences) <= MAX_SENTENCE


def test_a_row_of_nothing_that_is_seen_is_no_passage() -> None:
    check(markdown("| A | B |\n|---|---|\n| \u200b | \u200b |\n| 1 | 2 |\n"))


def test_a_document_of_headings_alone_can_be_found() -> None:
    found = check(markdown("# Exosomes\n\n## Dose\n"))
    assert [(one.kind, one.text, one.section) for one in found] == [
        ("heading", "Exosomes", ()),
        ("heading", "Dose", ("Exosomes",)),
    ]


def test_a_heading_is_not_above_itself_and_the_text_is_under_it() -> None:
    found = check(markdown("# Lease\n\n## Rent\n\nIt is due on the first.\n\n## Deposit\n"))
    assert [(one.kind, one.section) for one in found] == [
        ("heading", ()),
        ("heading", ("Lease",)),
        ("text", ("Lease", "Rent")),
        ("heading", ("Lease",)),
    ]


def test_an_empty_document_has_no_passages() -> None:
    assert cut(plain("")) == ()


PARTS = st.lists(
    st.one_of(
        st.text(),
        st.sampled_from(
            ["# Head", "- item", "The end. Of it.", "x" * 1600, "a b " * 500, "Fig. 1 A"]
        ),
    )
)


@given(PARTS.map("\n\n".join))
def test_plain_text_of_any_kind(text: str) -> None:
    check(plain(text))


@given(PARTS.map("\n\n".join))
def test_markdown_of_any_kind(text: str) -> None:
    check(markdown(text))


def test_the_heading_above_references_is_no_passage() -> None:
    text = "# Shoes\n\nThey are light.\n\n## References\n\n1. Holt M. Boots. Annals 2011; 4: 12.\n"
    read = read_markdown(text)
    found = cut(Document("a.md", read.text, "", blocks=read.blocks, tables=read.tables))
    assert [passage.text for passage in found] == ["Shoes", "They are light."]
