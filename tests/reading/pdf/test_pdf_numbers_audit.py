"""No number of a page is lost unnoticed, however its text lies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_files import drawn, line, read, rows

from assistant.reading.pdf import read_pdf, reader
from assistant.reading.pdf.layer_numbers import Glyph, Number, layer_numbers, written_numbers
from assistant.reading.pdf.writing import write
from assistant.reading.structure import Structure

_WIDTHS = {".": 0.278, ",": 0.278, "W": 0.944, "l": 0.222, " ": 0.278}  # of Helvetica


def _width(word: str, size: float) -> float:
    return size * sum(_WIDTHS.get(letter, 0.556) for letter in word)


_PIECES = st.tuples(
    st.sampled_from(["number", "number", "word", "long"]),
    st.sampled_from(
        [-9.0, -4.0, 4.0, 6.0, 14.0, 45.0]
    ),  # white before it, never so that it touches
    st.sampled_from([7.0, 10.0, 10.0, 10.0, 14.0]),
)
_LINES = st.tuples(
    st.lists(_PIECES, max_size=7),
    st.sampled_from([12.0, 14.0, 16.0, 36.0]),  # to the next line
    st.sampled_from([40.0, 40.0, 310.0]),  # where it begins
)
Lines = list[tuple[list[tuple[str, float, float]], float, float]]
PAGES = st.lists(st.lists(_LINES, max_size=20), min_size=1, max_size=2)


def _drawn(pages: list[Lines]) -> tuple[bytes, list[str]]:
    """A PDF of these lines, and the numbers in it: each another."""
    numbers: list[str] = []
    contents = []
    for page in pages:
        content, y = b"", 780.0
        for pieces, step, x in page:
            before = ""
            for kind, white, size in pieces:
                if "number" in (kind, before):  # of numbers over one another, the engine drops some
                    white = abs(white) if kind == before else white
                before = kind
                text = {"word": "weal", "long": "Wheatmeal"}.get(kind, "")
                if not text:
                    text = f"{101 + len(numbers)}.{len(numbers) % 7}"
                    numbers.append(text)
                x += white
                content += line(text, max(5.0, x), y, size)
                x = max(5.0, x) + _width(text, size)
            y -= step
        contents.append(content)
    return drawn(line("The harbour was quiet.", y=20) + contents[0], *contents[1:]), numbers


def _free(text: str) -> set[str]:
    return {number.text for number in written_numbers(text) if number.free}


def _kept(structure: Structure) -> set[str]:
    names = (name for table in structure.tables for name in table.columns)
    return _free("\n".join((structure.text, *names)))


@settings(max_examples=40)
@given(PAGES)
def test_numbers_are_kept_or_told(pages: list[Lines]) -> None:
    data, numbers = _drawn(pages)
    found = read_pdf(data)
    lost = set(numbers) - _kept(found) - _free(found.layer.text)  # the layer has what is left out
    assert len(lost) <= found.report.numbers_unread


_NARROW = """#set page(width: 300pt, height: 500pt, margin: 30pt)
#set text(size: 9pt, font: "DejaVu Serif")
#set par(justify: {justify})
{columns}
Some words that stand above a table whose cells are too narrow for what they hold.
#table(columns: (30pt, ..(({width}pt,) * 3)), stroke: {stroke}, {cells})
"""


@pytest.mark.parametrize("stroke", ["none", "0.5pt"])
@pytest.mark.parametrize("width", [18, 30, 40])
@pytest.mark.parametrize("columns", ["", "#set page(columns: 2)"])
def test_numbers_in_narrow_cells_are_kept_or_told(stroke: str, width: int, columns: str) -> None:
    numbers = [f"{(7919 * at) % 90000 + 1000:,}" for at in range(1, 46)]
    names = ["Wholemeal", "Rye", "Einkorn", "Buckwheat flour", "Spelt"] * 3
    cells = ", ".join(
        ", ".join(f'"{text}"' for text in (name, *numbers[3 * at : 3 * at + 3]))
        for at, name in enumerate(names)
    )
    found = read(
        _NARROW.format(justify="false", columns=columns, width=width, stroke=stroke, cells=cells)
    )
    lost = set(numbers) - _kept(found)
    assert len(lost) <= found.report.numbers_unread


def test_a_number_that_another_word_touches_begins_a_cell_where_others_do() -> None:
    table = b"".join(
        line(text, x, 700 - 20 * at)
        for at, row in enumerate(
            [
                ("Rye", "35.2", "790"),
                ("Spelt", "17.9", "229"),
                ("Wholemeal", "69.5", "625"),
                ("Oats", "60.9", "514"),
                ("Barley", "78.2", "708"),
            ]
        )
        for text, x in zip(row, (50.0, 94.0, 150.0), strict=True)
    )
    found = read_pdf(drawn(table + line("The harbour was quiet.", y=60)))
    assert ["Wholemeal", "69.5", "625"] in rows(found)
    assert found.report.numbers_unread == 0


def test_what_is_lost_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "write", lambda layer, drafts: write(layer, drafts[:1]))
    content = line("The harbour was quiet in 1987.") + line("It had 312 boats.", y=500)
    found = read_pdf(drawn(content))
    assert "1 number of the file is in none of the text: 312 (page 1)." in found.report.notes


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("weighs 10⁶ kg", ["10", "6"]),
        ("CD4 and 4", ["4", "4"]),
        ("在大旱之后,15.8%", ["15.8"]),
        ("1,204.5, then", ["1,204.5"]),
    ],
)
def test_numbers_of_a_text(text: str, numbers: list[str]) -> None:
    assert [number.text for number in written_numbers(text)] == numbers


def _glyphs(*places: tuple[int, float, float]) -> dict[int, Glyph]:
    """Of characters 5 points wide: the text object, x0 and the baseline of each."""
    return {at: Glyph(drawn_by, x0, x0 + 5, y, 10) for at, (drawn_by, x0, y) in enumerate(places)}


@pytest.mark.parametrize(
    ("second", "numbers"),
    [
        ((2, 5.5, 0), [Number("12", True)]),  # digits drawn one by one
        ((2, 5.0, -4), [Number("1", True), Number("2", False)]),  # an exponent
        ((2, 2.0, 0), [Number("1", True), Number("2", False)]),  # one lies over the other
        ((2, 9.0, 0), [Number("1", True), Number("2", False)]),  # white between
    ],
)
def test_numbers_of_characters(second: tuple[int, float, float], numbers: list[Number]) -> None:
    glyphs = _glyphs((1, 0, 0), second)
    assert layer_numbers("12", glyphs.__getitem__) == numbers
