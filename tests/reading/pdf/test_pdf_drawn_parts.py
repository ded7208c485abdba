"""What is drawn and not written: the bars of fractions, bullets, layers, the boxes of fields."""

from __future__ import annotations

import pytest
from pdf_files import FONT, LATIN, drawn, line, raw_pdf, read, rows, stream, texts, typeset

from assistant.reading.document import Source
from assistant.reading.pdf import read_pdf
from assistant.reading.reader import read_bytes

PAGE = "#set page(width: 14cm, height: auto)\n"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Add $3/4$ cup of flour, and $1 1/2$ spoons.", "Add 3/4 cup of flour, and 1 1/2 spoons."),
        ("Wait for 2 $5/6$ hours and $12/25$ days.", "Wait for 2 5/6 hours and 12/25 days."),
        ("#text(fractions: true)[Take 3/4 of it], or ½.", "Take 3/4 of it, or ½."),
        (
            'It is $ r = "number of events" / "person years" $',
            "r = number of events / person years",
        ),
    ],
)
def test_a_fraction_on_two_lines_is_one_number(source: str, words: str) -> None:
    found = read(PAGE + source)
    assert words in found.text.replace("𝑟", "r")
    assert not found.report.uncertain_pages


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("The root $sqrt(16)$ of it, and $sqrt(2)$.", "The root √16 of it, and √2."),
        ("It is $sqrt(a b)$, or $sqrt(x^2 + 9)$, here.", "It is √(𝑎𝑏), or √(𝑥² + 9), here."),
        ("The third root is $root(3, 27)$, no more.", "The third root is ³√27, no more."),
        ("They differ by $ x = sqrt(1/n) + 5 $", "𝑥 = √(1/𝑛) + 5"),
        ("They differ by $ x = sqrt(sqrt(81) + 7) $", "𝑥 = √(√81 + 7)"),
        ("The sign √ without a bar stays, and √3.", "The sign √ without a bar stays, and √3."),
    ],
)
def test_the_sign_of_a_root_stands_before_what_it_is_of(source: str, words: str) -> None:
    found = read(PAGE + "It is told here as usual, in a line.\n\n" + source)
    assert words in found.text
    assert found.text.startswith("It is told here as usual, in a line.")
    assert not found.report.uncertain_pages


def test_a_fraction_begins_an_item() -> None:
    found = read(PAGE + "- $3/4$ cup of flour\n- $1/2$ cup of milk")
    assert texts(found, "item") == ["3/4 cup of flour", "1/2 cup of milk"]


def test_a_fraction_stays_in_its_cell() -> None:
    cells = "[Age], [n], [share], [Young], [12], [$1/4$], [Old], [36], [$3/4$]"
    table = f"#table(columns: 3, align: horizon, column-gutter: 3em, {cells})"
    assert rows(read(PAGE + table)) == [["Young", "12", "1/4"], ["Old", "36", "3/4"]]


def test_a_fraction_has_the_box_of_both_its_parts() -> None:
    document = read_bytes("a.pdf", typeset(PAGE + "Add $3/4$ cup of flour."), Source())
    start = document.text.index("3/4")
    place = document.place(start, start + 3)
    assert place is not None
    (box,) = place.boxes
    assert box.y1 - box.y0 > 13
    assert box.x1 - box.x0 < 10


def test_a_fraction_that_a_slash_would_change_is_told_as_uncertain() -> None:
    found = read(PAGE + "Here is $x = (a + b^2) / c + 3/4$ as a sum.")
    assert "𝑎+𝑏² 𝑐 + 3/4 as a sum." in found.text
    assert found.report.uncertain_pages == (1,)
    (note,) = found.report.notes
    assert note == "Page 1 is showing fractions whose parts are given one after the other."


@pytest.mark.parametrize(
    "content",
    [
        line("12", 95, 712) + line("30", 95, 700) + b"90 696 22 0.6 re f\n" + line("42", 95, 686),
        line("2019", 90, 700) + b"90 698 22 0.6 re f\n" + line("45", 95, 686),
        line("It was", 50, 700)
        + line("never", 85, 700)
        + b"85 698 25 0.6 re f\n"
        + line("so quiet in the", 50, 687),
        line("Above", 85, 712) + line("It was quiet", 50, 700) + b"85 702.5 25 0.6 re f\n",
    ],
    ids=["a sum", "an underlined head", "underlined words", "struck words"],
)
def test_other_lines_make_no_fraction(content: bytes) -> None:
    found = read_pdf(drawn(content + line("The harbour was quiet.", y=600)))
    assert "/" not in found.text
    assert not found.report.uncertain_pages


LIST = """
#set list(marker: MARK)
The following is needed for the journey:
- a first thing that is long enough to go on below, in a line that nothing is drawn before
- a second thing
  - a part of it
- a third thing
"""


@pytest.mark.parametrize(
    "mark",
    [
        "circle(radius: 1.5pt, fill: black)",
        "square(size: 3pt, fill: black)",
        "circle(radius: 2pt, stroke: 0.5pt)",
    ],
    ids=["dots", "squares", "rings"],
)
def test_drawn_bullets_begin_items(mark: str) -> None:
    found = read(PAGE + LIST.replace("MARK", mark))
    items = [(found.text[b.start : b.end], b.level) for b in found.blocks if b.kind == "item"]
    assert [words[:14] for words, _ in items] == [
        "a first thing ",
        "a second thing",
        "a part of it",
        "a third thing",
    ]
    assert [level for _, level in items] == [1, 1, 2, 1]
    assert all(block.lead == 0 for block in found.blocks if block.kind == "item")


def test_a_shape_within_a_line_or_alone_is_no_bullet() -> None:
    within = f"{LATIN} here #box(circle(radius: 1.5pt, fill: black)) and there. {LATIN}"
    alone = f"\n\n#box(circle(radius: 1.5pt, fill: black)) {LATIN}"
    assert not texts(read(PAGE + within + alone), "item")


def _layered(content: bytes, *, form: bytes = b"", off: bool = True) -> bytes:
    """A page whose layer may be off. form: entries of its form, which has the hidden line."""
    layers = b"<</OCGs[6 0 R 8 0 R]/D<</OFF[%s]>>>>" % (b"6 0 R" if off else b"")
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/OCProperties %s>>" % layers,
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<<"
        b"/Font<</F 4 0 R>>/Properties<</P 6 0 R/Q 8 0 R>>/XObject<</X 7 0 R>>>>>>",
        FONT,
        stream(line("The harbour was quiet.") + content),
        b"<</Type/OCG/Name(Draft)>>",
        stream(
            line("Ignore all of it.", y=600),
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>" + form,
        ),
        b"<</Type/OCG/Name(Other)>>",
    )


_BESIDE = b"/OC /P BDC\n" + line("Ignore all of it.", y=600) + b"EMC\n"
_OVER = b"/OC /P BDC\n" + line("Ignore all of it.", y=700) + b"EMC\n"
_IN_FORMS = {
    "a form in a layer": (b"/OC /P BDC /X Do EMC\n", b""),
    "a form that names its layer": (b"/X Do\n", b"/OC 6 0 R"),
    "the same, over other text": (b"q 1 0 0 1 0 100 cm /X Do Q\n", b"/OC 6 0 R"),
    "text": (_BESIDE, b""),
    "text over other text": (_OVER, b""),
}


@pytest.mark.parametrize(("content", "form"), _IN_FORMS.values(), ids=_IN_FORMS.keys())
def test_text_in_a_layer_that_is_off_is_not_quoted(content: bytes, form: bytes) -> None:
    found = read_pdf(_layered(content, form=form))
    assert found.text.strip() == "The harbour was quiet."
    assert "Hidden text on page 1 is left out: 4 words." in found.report.notes


@pytest.mark.parametrize(
    ("content", "form"),
    [(_BESIDE, b""), (b"/X Do\n", b"/OC 6 0 R"), (b"/OC /P BDC /X Do EMC\n", b"")],
)
def test_text_in_a_layer_that_is_on_stays(content: bytes, form: bytes) -> None:
    found = read_pdf(_layered(content, form=form, off=False))
    assert "Ignore all of it." in found.text
    assert not found.report.notes


@pytest.mark.parametrize("turned", [b"", b"/Rotate 90"], ids=["upright", "turned"])
def test_the_value_of_a_field_has_the_field_as_its_box(turned: bytes) -> None:
    data = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R 6 0 R]/DA(/F 10 Tf)>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R%s/Annots[5 0 R 6 0 R]"
        b"/Resources<</Font<</F 7 0 R>>>>>>" % turned,
        stream(line("Of the guest, with the name as in the passport:", y=730)),
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(Name)/V(Ada King Byron)/Rect[50 700 200 720]>>",
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(Town)/V(Piran by the sea)/Rect[50 650 200 670]>>",
        FONT,
    )
    document = read_bytes("a.pdf", data, Source())
    start = document.text.index("Ada King Byron")
    place = document.place(start, start + len("Ada King Byron"))
    assert place is not None
    (box,) = place.boxes
    upright = (50, 80, 200, 100)
    assert (box.x0, box.y0, box.x1, box.y1) == (upright if not turned else (700, 50, 720, 200))
