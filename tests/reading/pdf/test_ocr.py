"""The words of a scan are recognised where the extra is installed, and marked as such."""

import io
from types import SimpleNamespace

import pytest
from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from assistant.errors import UnreadableDocument
from assistant.reading import scans
from assistant.reading.document import Source
from assistant.reading.pdf import ocr
from assistant.reading.pdf.engine import opened
from assistant.reading.pdf.fragments import Page
from assistant.reading.pdf.reader import read_pdf
from assistant.sandbox import sandbox as sandboxes
from assistant.sandbox.sandbox import Sandbox

LINES = ["The bridge was opened in 1931.", "It is 412 metres long."]


def scan(text_first: bool = False) -> bytes:
    """A PDF with a picture of two lines, and a page of text before it if wanted."""
    picture = Image.new("L", (1240, 700), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(44)
    for number, line in enumerate(LINES):
        draw.text((100, 120 + 90 * number), line, fill=0, font=font)
    pdf = FPDF(unit="pt", format=(595, 336))
    if text_first:
        pdf.add_page()
        pdf.set_font("helvetica", size=11)
        pdf.cell(text="A page of text with 7 words on it.")
    pdf.add_page()
    with io.BytesIO() as file:
        picture.save(file, "PNG")
        pdf.image(file, 0, 0, 595)
    return bytes(pdf.output())


def quad(x0: float, y0: float, x1: float, y1: float) -> list[list[float]]:
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]


def recognised(*_: object, **__: object) -> SimpleNamespace:
    """What the engine gives: words, two of them as one part, and a line that is not sure."""
    return SimpleNamespace(
        txts=("The bridge, the end.", "Xq%"),
        scores=(0.99, 0.4),
        boxes=[quad(100, 100, 500, 140), quad(100, 200, 150, 230)],
        word_results=[
            [
                ("The", 1.0, quad(100, 100, 160, 140)),
                ("bridge,the", 1.0, quad(180, 100, 400, 140)),
                ("end.", 1.0, quad(420, 100, 500, 140)),
            ],
            [("Xq%", 0.4, quad(100, 200, 150, 230))],
        ],
    )


def test_recognised_words_are_those_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: recognised)
    structure = read_pdf(scan(), recognise=ocr.Recogniser())
    assert structure.text == "The bridge, the end."
    assert structure.report.recognised_pages == (1,)
    assert structure.report.notes == (
        "Page 1 is of a scan: the words were recognised, and may be wrong.",
        "1 line of page 1 could not be recognised.",
    )


def test_a_word_has_the_box_of_its_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "engine", lambda: recognised)
    page = Page(1, 595, 336)
    with opened(scan()) as pdf:
        assert ocr.Recogniser()(pdf, page)
    boxes = {part.text: part.rect for part in page.fragments[0]}
    scale = 72 / 200
    assert list(boxes) == ["The", "bridge,", "the", "end."]
    assert boxes["The"] == pytest.approx([100 * scale, 100 * scale, 160 * scale, 140 * scale])
    assert 180 * scale < boxes["bridge,"].x1 < boxes["the"].x0 < boxes["the"].x1 < 400.1 * scale


def test_when_the_time_is_up_pages_stay_unread() -> None:
    structure = read_pdf(scan(text_first=True), recognise=ocr.Recogniser(seconds=-1))
    assert structure.report.unread_pages == (2,)
    assert structure.text == "A page of text with 7 words on it."


def test_pictures_without_words_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SimpleNamespace(txts=None)
    monkeypatch.setattr(ocr, "engine", lambda: lambda *_, **__: nothing)
    with pytest.raises(UnreadableDocument, match="no text was recognised"):
        read_pdf(scan(), recognise=ocr.Recogniser())


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandboxes, "can_recognise", lambda: False)
    with Sandbox() as sandbox, pytest.raises(UnreadableDocument, match=r"assistant\[ocr\]"):
        sandbox.read_bytes("a.pdf", scan(), Source())


@pytest.mark.skipif(not scans.can_recognise(), reason="the extra ocr is not installed")
def test_a_scan_is_read() -> None:
    with Sandbox() as sandbox:
        sandbox.examine("a.pdf", scan())
        document = sandbox.read_bytes("a.pdf", scan(text_first=True), Source()).document
    assert document.text.startswith("A page of text with 7 words on it.")
    for line in LINES:
        start = document.text.index(line)
        assert str(document.place(start, start + len(line))) == "page 2"
    assert document.report.recognised_pages == (2,)
