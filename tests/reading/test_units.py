"""Pages and other parts of files: which one a quote lies in, and where on it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.chunking.chunks import cut
from assistant.indexing.document_rows import document_from_row, document_to_row
from assistant.reading.document import Document, ReadingReport, Source, Span
from assistant.reading.formats import Reader
from assistant.reading.places import in_words, lines_in_words
from assistant.reading.reader import read_bytes
from assistant.reading.structure import Layer, Structure, Writer
from assistant.reading.text_builder import Assembly
from assistant.reading.units import (
    Boxes,
    PageBox,
    Unit,
    UnitRange,
    boxes_within,
    pack,
    units_of,
    unpack,
)
from assistant.sandbox.protocol import put_together
from assistant.sandbox.worker import _taken_apart

SHEETS = (
    Unit("sheet", 1, 0, "Costs"),
    Unit("row", 1, 0),
    Unit("row", 2, 10),
    Unit("sheet", 2, 20, "Rents"),
    Unit("row", 1, 20),
    Unit("row", 2, 30),
)


def test_a_quote_lies_in_the_units_around_it() -> None:
    assert units_of(SHEETS, 22, 25) == (
        UnitRange("sheet", 2, 2, "Rents", "Rents"),
        UnitRange("row", 1, 1),
    )
    assert units_of(SHEETS, 2, 15)[1] == UnitRange("row", 1, 2)
    assert units_of(SHEETS, 12, 22) == (UnitRange("sheet", 1, 2, "Costs", "Rents"),)
    assert units_of((), 0, 5) == ()


def linear_units_of(units: tuple[Unit, ...], start: int, end: int) -> tuple[UnitRange, ...]:
    """The units around a range, found by looking at each."""
    found: list[UnitRange] = []
    first_inside = last_inside = 0
    for kind in dict.fromkeys(unit.kind for unit in units):
        those = [unit for unit in units if unit.kind == kind]
        ones = [unit for unit in those if unit.start <= start]
        others = [unit for unit in those if unit.start < end]
        if not ones or ones[-1].start < first_inside:
            continue
        if (others or those)[-1].start < last_inside:
            continue
        one = ones[-1]
        other = others[-1] if others and others[-1].start > one.start else one
        found.append(UnitRange(kind, one.number, other.number, one.label, other.label))
        if one is not other:
            break
        first_inside = last_inside = one.start
    return tuple(found)


@given(
    st.lists(st.tuples(st.sampled_from(["sheet", "row"]), st.integers(0, 40)), max_size=12),
    st.integers(0, 45),
    st.integers(1, 10),
)
def test_units_are_found_as_by_looking_at_each(
    made: list[tuple[str, int]], start: int, length: int
) -> None:
    placed = sorted(made, key=lambda pair: (pair[1], pair[0] == "row"))
    units = tuple(Unit(kind, number, at) for number, (kind, at) in enumerate(placed, 1))  # type: ignore[arg-type]
    found = units_of(units, start, start + length)
    assert found == linear_units_of(units, start, start + length)
    assert units_of(list(units), start, start + length) == found


def test_what_stands_before_the_first_row_is_in_none() -> None:
    units = (Unit("sheet", 1, 0, "A"), Unit("row", 1, 0), Unit("sheet", 2, 20, "B"))
    assert units_of((*units, Unit("row", 1, 25)), 21, 23) == (UnitRange("sheet", 2, 2, "B", "B"),)


WORDS = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 3), *[st.integers(0, 60_000)] * 4), max_size=30
)


@given(WORDS)
def test_boxes_survive_packing(words: list[tuple[int, ...]]) -> None:
    starts, ends, rects, at = [], [], [], 0
    for length, gap, *sides in words:
        starts.append(at + gap)
        ends.append(at + gap + length)
        at = ends[-1]
        x0, y0, x1, y1 = (side / 10 for side in sides)
        rects.append((x0, y0, x1, y1))
    boxes = Boxes(tuple(starts), tuple(ends), tuple(rects))
    assert unpack(pack(boxes)) == boxes


@pytest.mark.parametrize("packed", ["?", "AAAA", pack(Boxes((1,), (2,), ((0, 0, 1, 1),)))[:-4]])
def test_boxes_that_nobody_packed_are_refused(packed: str) -> None:
    with pytest.raises(ValueError, match=r"boxes|base64|padded"):
        unpack(packed)


def test_words_of_a_line_have_one_box() -> None:
    boxes = Boxes(
        (0, 4, 8, 12), (3, 7, 11, 15),
        ((10, 10, 30, 20), (33, 9, 50, 20), (10, 24, 30, 34), (10, 10, 30, 20)),
    )  # fmt: skip
    pages = (Unit("page", 1, 0), Unit("page", 2, 12))
    assert boxes_within(boxes, pages, [(0, 11)]) == (
        PageBox(1, 10, 9, 50, 20),
        PageBox(1, 10, 24, 30, 34),
    )
    assert boxes_within(boxes, pages, [(5, 6), (12, 15)]) == (
        PageBox(1, 33, 9, 50, 20),
        PageBox(2, 10, 10, 30, 20),
    )


LAYER = "One page says 12.\nHEAD\nAnother says 13.\nx = 1\n  y = 2\n"
PAGES = (Unit("page", 1, 0, "iv", 595, 842), Unit("page", 2, 18, "", 595, 842))


def _read(data: bytes) -> Structure:
    writer = Writer(Assembly(LAYER))
    writer.block("paragraph", [Span(0, 17), Span(23, 39)], ())
    writer.block("code", [Span(40, 45), Span(46, 53)], ())
    text = writer.structure()
    starts, ends = (0, 4, 23), (3, 8, 30)
    boxes = Boxes(starts, ends, ((0, 0, 9, 9), (10, 0, 19, 9), (0, 0, 9, 9)))
    return Structure(
        text.text,
        text.blocks,
        text.tables,
        text.origin,
        Layer(LAYER, is_text=False, units=PAGES, boxes=boxes),
        Source(title="Two pages", year=2020),
        "en",
        ReadingReport(columns=1, numbers=2, notes=("All is well.",)),
    )


FORMATS: dict[str, Reader] = {".pages": _read}
DATA = b"\0" * 8


def document() -> Document:
    return read_bytes("a.pages", DATA, Source(year=2021), FORMATS)


def test_the_place_in_a_file_of_pages_is_told_by_page() -> None:
    read = document()
    assert read.text == "One page says 12. Another says 13.\n\nx = 1\n  y = 2"
    first, both = read.place(0, 17), read.place(0, 34)
    assert first is not None
    assert both is not None
    assert str(first) == lines_in_words(first) == "page 1 (printed: iv)"
    assert first.boxes == (PageBox(1, 0, 0, 19, 9),)
    assert in_words(both) == "pages 1–2"
    assert [box.page for box in both.boxes] == [1, 2]
    assert both.characters == both.lines == ()


def test_what_a_document_says_of_itself_stands_behind_what_was_given() -> None:
    read = document()
    assert (read.title, read.source.year, read.guessed) == ("Two pages", 2021, ("title",))
    assert read.sha256 == read_bytes("a.pages", DATA, Source(year=2021), FORMATS).sha256


def test_pages_come_whole_through_the_process_and_the_database() -> None:
    read = document()
    answer = json.dumps(_taken_apart(read)).encode()
    got = put_together(answer, "a.pages", DATA, Source(year=2021))
    assert got.document.file == read.file
    assert (got.document.language, got.document.report) == ("en", read.report)
    assert document_from_row(document_to_row(read)) == read


def test_lines_of_code_are_its_sentences() -> None:
    read = document()
    code = cut(read)[-1]
    assert [read.text[one.start : one.end] for one in code.sentences] == ["x = 1", "y = 2"]
    assert code.text == "x = 1\n  y = 2"
